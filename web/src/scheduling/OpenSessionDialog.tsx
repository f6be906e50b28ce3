import { FormattedMessage } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useDeed, useDeletion } from '../app/deed.ts'
import type { SessionRowFragment } from '../generated/operations.ts'
import {
  CancelSessionDocument, CompleteSessionDocument, DeleteSessionDocument, RestoreSessionDocument,
} from '../generated/scheduling/sessionChanges.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { ReasonDialog } from '../kit/ReasonDialog.tsx'
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
    />
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
    />
  )
}

function DeleteDialog({ session, onClose, onDeleted }: DeedDialogProps & { onDeleted?: () => void }) {
  const offline = useOfflineReason(useConnectionState())
  const { remove, deleting, problem } = useDeletion(DeleteSessionDocument, {
    onDeleted: () => {
      onClose()
      onDeleted?.()
    },
  })
  return (
    <ReasonDialog
      open
      reason="none"
      title={<FormattedMessage id="session.delete.title" values={{ title: <bdi>{session.title}</bdi> }} />}
      confirmLabel={<FormattedMessage id="session.delete" />}
      problem={problem}
      busy={deleting}
      disabledReason={offline}
      onClose={onClose}
      onConfirm={() => remove(session)}
    >
      <FormattedMessage id="session.delete.what" values={{ count: session.seatsTaken }} />
    </ReasonDialog>
  )
}
