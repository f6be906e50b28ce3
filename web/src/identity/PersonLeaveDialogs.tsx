import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import { DeactivateUserDocument, DeleteUserDocument, ReactivateUserDocument } from '../generated/identity/personChanges.ts'
import type { PersonRowFragment } from '../generated/operations.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { ReasonDialog } from '../kit/ReasonDialog.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { useToast } from '../kit/Toasts.tsx'

interface PersonDialogProps {
  person: PersonRowFragment
  onClose: () => void
}

/** Shown at once; when the server refuses, it is taken back and the reason said, also when somebody else was faster. */
function useDeed<Data, Variables extends { input: { id: string } }>(
  document: TypedDocumentNode<Data, Variables>,
  optimistic: (variables: Variables) => Data,
) {
  const intl = useIntl()
  const toast = useToast()
  const { save } = useSave(document, { optimistic })
  return (variables: Variables) =>
    void save(variables).then((outcome) => {
      if (!outcome.saved && outcome.conflict) toast.refused(intl.formatMessage({ id: 'app.refused.CONFLICT' }))
    })
}

const name = ({ name: words }: PersonRowFragment) => ({ name: <bdi>{words}</bdi> })

export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const offline = useOfflineReason(useConnectionState())
  const deactivate = useDeed(DeactivateUserDocument, () => ({
    deactivateUser: { __typename: 'DeactivateUserPayload', user: { ...person, isActive: false, viewerCanDeactivate: false }, errors: [] },
  }))
  return (
    <ReasonDialog
      open
      title={<FormattedMessage id="person.deactivate.title" values={name(person)} />}
      confirmLabel={<FormattedMessage id="person.deactivate" />}
      keepLabel={<FormattedMessage id="person.keep" />}
      reasonHint={<FormattedMessage id="person.deactivate.hint" />}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={(reason) => {
        onClose()
        deactivate({ input: { id: person.id, version: person.version, reason } })
      }}
    >
      <FormattedMessage id={`person.deactivate.what.${person.role}`} />
    </ReasonDialog>
  )
}

export function ReactivateDialog({ person, onClose }: PersonDialogProps) {
  const offline = useOfflineReason(useConnectionState())
  const reactivate = useDeed(ReactivateUserDocument, () => ({
    reactivateUser: { __typename: 'ReactivateUserPayload', user: { ...person, isActive: true }, errors: [] },
  }))
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id="person.reactivate.title" values={name(person)} />}
      line={<FormattedMessage id="person.reactivate.what" />}
      submitLabel={<FormattedMessage id="person.reactivate" />}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={() => {
        onClose()
        reactivate({ input: { id: person.id, version: person.version } })
      }}
    >
      {null}
    </FormDialog>
  )
}

/** Deletion waits for the server: nobody is shown as gone who is not. */
export function DeletePersonDialog({ person, onClose, onDeleted }: PersonDialogProps & { onDeleted?: () => void }) {
  const intl = useIntl()
  const toast = useToast()
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(DeleteUserDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const confirm = async () => {
    const outcome = await save({ input: { id: person.id, version: person.version } })
    if (outcome.saved) {
      onClose()
      onDeleted?.()
      toast.done(<FormattedMessage id="person.deleted" values={name(person)} />)
      return
    }
    const known = outcome.conflict ? 'app.refused.CONFLICT' : outcome.codes.includes('IN_USE') ? 'person.inUse' : undefined
    setProblem(known ? intl.formatMessage({ id: known }) : (outcome.problem ?? Object.values(outcome.fields).join(' ')))
  }
  return (
    <ReasonDialog
      open
      reason="none"
      title={<FormattedMessage id="person.delete.title" values={name(person)} />}
      confirmLabel={<FormattedMessage id="person.delete" />}
      keepLabel={<FormattedMessage id="person.keep" />}
      problem={problem}
      busy={saving}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      <FormattedMessage id="person.delete.what" />
    </ReasonDialog>
  )
}
