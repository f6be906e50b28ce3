import { useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import { AddTraineesDocument } from '../generated/scheduling/roster.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { TraineesPicker } from './TraineesPicker.tsx'
import { traineeError } from './SessionFormDialog.tsx'

interface AddTraineesDialogProps {
  session: { id: string; title: string; capacity?: number | null; seatsTaken: number }
  onClose: () => void
}

export function AddTraineesDialog({ session, onClose }: AddTraineesDialogProps) {
  const toast = useToast()
  const [people, setPeople] = useState<PickerOption[]>([])
  const [missing, setMissing] = useState(false)
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(AddTraineesDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const left = typeof session.capacity === 'number' ? session.capacity - session.seatsTaken : null
  const [refusal] = Object.entries(fields)
  const choose = (next: PickerOption[]) => {
    setPeople(next)
    setMissing(false)
    setFields({})
  }
  const submit = async () => {
    if (people.length === 0) return setMissing(true)
    const outcome = await save({ input: { sessionId: session.id, traineeIds: people.map(({ id }) => id) } })
    if (outcome.saved) {
      onClose()
      toast.done(<FormattedMessage id="session.trainees.added" values={{ count: people.length }} />)
      return
    }
    setFields(outcome.fields)
    setProblem(outcome.problem)
  }
  return (
    <FormDialog
      open
      title={<FormattedMessage id="session.addTrainees" />}
      line={
        <>
          <bdi>{session.title}</bdi>{' · '}
          <SeatsLeft left={left} chosen={people.length} />
        </>
      }
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={<FormattedMessage id="session.trainees.add" values={{ count: people.length }} />}
      busy={saving}
      dirty={people.length > 0}
      problem={problem}
      problemCount={missing || refusal ? 1 : 0}
      disabledReason={offline}
    >
      <TraineesPicker
        label={<FormattedMessage id="session.form.trainees" />}
        hint={<FormattedMessage id="session.trainees.hint" />}
        value={people}
        onChange={choose}
        autoFocus
        error={missing ? <FormattedMessage id="session.trainees.missing" /> : refusal && traineeError(refusal, people)}
      />
    </FormDialog>
  )
}

function SeatsLeft({ left, chosen }: { left: number | null; chosen: number }) {
  if (left === null) return <FormattedMessage id="session.seats.unlimited" />
  return <FormattedMessage id="session.seats.left" values={{ left: Math.max(0, left - chosen) }} />
}
