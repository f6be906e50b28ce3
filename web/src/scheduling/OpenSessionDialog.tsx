import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import type { SessionRowFragment } from '../generated/operations.ts'
import {
  CancelSessionDocument, CompleteSessionDocument, DeleteSessionDocument, RestoreSessionDocument,
} from '../generated/scheduling/sessionChanges.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { ReasonDialog } from '../kit/ReasonDialog.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { AddTraineesDialog } from './AddTraineesDialog.tsx'
import type { OpenDialog } from './SessionDialogs.tsx'
import { CreateSessionDialog, EditSessionDialog } from './SessionFormDialog.tsx'

interface OpenSessionDialogProps {
  open: OpenDialog
  close: () => void
  onDeleted: (() => void) | undefined
}

/** The dialogs themselves, loaded when the first is opened. */
export function OpenSessionDialog({ open, close, onDeleted }: OpenSessionDialogProps) {
  if (open.deed === 'create') return <CreateSessionDialog onClose={close} />
  if (open.deed === 'edit') return <EditSessionDialog session={open.session} onClose={close} />
  const props = { session: open.session, onClose: close }
  if (open.deed === 'addTrainees') return <AddTraineesDialog {...props} />
  if (open.deed === 'cancel') return <CancelDialog {...props} />
  if (open.deed === 'restore') return <RestoreDialog {...props} />
  if (open.deed === 'complete') return <CompleteDialog {...props} />
  return <DeleteDialog {...props} {...(onDeleted && { onDeleted })} />
}

interface DeedDialogProps {
  session: SessionRowFragment
  onClose: () => void
}

const none = { viewerCanUpdate: false, viewerCanCancel: false, viewerCanRestore: false, viewerCanComplete: false, viewerCanAddTrainees: false }

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

function CancelDialog({ session, onClose }: DeedDialogProps) {
  const offline = useOfflineReason(useConnectionState())
  const cancel = useDeed(CancelSessionDocument, ({ input }) => ({
    cancelSession: {
      __typename: 'CancelSessionPayload',
      session: { ...session, ...none, status: 'CANCELLED' as const, cancelReason: input.reason },
      errors: [],
    },
  }))
  return (
    <ReasonDialog
      open
      title={<FormattedMessage id="session.cancel.title" values={{ title: <bdi>{session.title}</bdi> }} />}
      confirmLabel={<FormattedMessage id="session.cancel" />}
      reasonHint={<FormattedMessage id="session.cancel.hint" />}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={(reason) => {
        onClose()
        cancel({ input: { id: session.id, version: session.version, reason } })
      }}
    >
      <FormattedMessage id="session.cancel.what" values={{ count: session.seatsTaken }} />
    </ReasonDialog>
  )
}

function RestoreDialog({ session, onClose }: DeedDialogProps) {
  const offline = useOfflineReason(useConnectionState())
  const restore = useDeed(RestoreSessionDocument, () => ({
    restoreSession: { __typename: 'RestoreSessionPayload', session: { ...session, ...none, status: 'SCHEDULED' as const, cancelReason: null }, errors: [] },
  }))
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id="session.restore.title" values={{ title: <bdi>{session.title}</bdi> }} />}
      line={<FormattedMessage id="session.restore.what" values={{ count: session.seatsTaken }} />}
      submitLabel={<FormattedMessage id="session.restore" />}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={() => {
        onClose()
        restore({ input: { id: session.id, version: session.version } })
      }}
    >
      {null}
    </FormDialog>
  )
}

function CompleteDialog({ session, onClose }: DeedDialogProps) {
  const offline = useOfflineReason(useConnectionState())
  const complete = useDeed(CompleteSessionDocument, () => ({
    completeSession: { __typename: 'CompleteSessionPayload', session: { ...session, ...none, status: 'COMPLETED' as const }, errors: [] },
  }))
  const unmarked = session.attendanceCounts.find(({ attendance }) => !attendance)?.count ?? 0
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id="session.complete.title" values={{ title: <bdi>{session.title}</bdi> }} />}
      line={<FormattedMessage id="session.complete.what" values={{ unmarked }} />}
      submitLabel={<FormattedMessage id="session.complete" />}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={() => {
        onClose()
        complete({ input: { id: session.id, version: session.version } })
      }}
    >
      {null}
    </FormDialog>
  )
}

/** Deletion waits for the server: nothing is shown as gone that is not. */
function DeleteDialog({ session, onClose, onDeleted }: DeedDialogProps & { onDeleted?: () => void }) {
  const intl = useIntl()
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(DeleteSessionDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const confirm = async () => {
    const outcome = await save({ input: { id: session.id, version: session.version } })
    if (!outcome.saved) {
      setProblem(outcome.conflict ? intl.formatMessage({ id: 'app.refused.CONFLICT' }) : (outcome.problem ?? Object.values(outcome.fields).join(' ')))
      return
    }
    onClose()
    onDeleted?.()
  }
  return (
    <ReasonDialog
      open
      reason="none"
      title={<FormattedMessage id="session.delete.title" values={{ title: <bdi>{session.title}</bdi> }} />}
      confirmLabel={<FormattedMessage id="session.delete" />}
      problem={problem}
      busy={saving}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      <FormattedMessage id="session.delete.what" values={{ count: session.seatsTaken }} />
    </ReasonDialog>
  )
}
