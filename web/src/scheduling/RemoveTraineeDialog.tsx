import { useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { useSave } from '../app/save.ts'
import type { RosterBookingFragment } from '../generated/operations.ts'
import { RemoveTraineesDocument } from '../generated/scheduling/roster.ts'
import { ReasonDialog } from '../kit/ReasonDialog.tsx'

interface RemoveTraineeDialogProps {
  session: { id: string; title: string }
  booking: RosterBookingFragment
  onClose: () => void
}

export function RemoveTraineeDialog({ session, booking, onClose }: RemoveTraineeDialogProps) {
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(RemoveTraineesDocument, { quiet: true, refetchQueries: ['Roster'] })
  const remove = async (reason: string) => {
    const outcome = await save({ input: { sessionId: session.id, traineeIds: [booking.trainee.id], reason: reason || null } })
    if (outcome.saved) onClose()
    else setProblem(outcome.problem ?? Object.values(outcome.fields).join(' '))
  }
  return (
    <ReasonDialog
      open
      reason="optional"
      title={<FormattedMessage id="session.trainees.remove.title" values={{ name: <bdi>{booking.trainee.name}</bdi> }} />}
      confirmLabel={<FormattedMessage id="session.trainees.remove" />}
      problem={problem}
      busy={saving}
      onClose={onClose}
      onConfirm={(reason) => void remove(reason)}
    >
      <FormattedMessage id="session.trainees.remove.what" values={{ title: <bdi>{session.title}</bdi> }} />
    </ReasonDialog>
  )
}
