import { FormattedMessage } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useDeed, useDeletion } from '../app/deed.ts'
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
    />
  )
}

export function DeletePersonDialog({ person, onClose, onDeleted }: PersonDialogProps & { onDeleted?: () => void }) {
  const toast = useToast()
  const offline = useOfflineReason(useConnectionState())
  const { remove, deleting, problem } = useDeletion(DeleteUserDocument, {
    inUse: 'person.inUse',
    onDeleted: () => {
      onClose()
      onDeleted?.()
      toast.done(<FormattedMessage id="person.deleted" values={name(person)} />)
    },
  })
  return (
    <ReasonDialog
      open
      reason="none"
      title={<FormattedMessage id="person.delete.title" values={name(person)} />}
      confirmLabel={<FormattedMessage id="person.delete" />}
      keepLabel={<FormattedMessage id="person.keep" />}
      problem={problem}
      busy={deleting}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={() => remove(person)}
    >
      <FormattedMessage id="person.delete.what" />
    </ReasonDialog>
  )
}
