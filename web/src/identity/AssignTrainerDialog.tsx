import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import { AssignTraineeDocument } from '../generated/identity/assignments.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { UserPicker } from './UserPicker.tsx'

interface AssignTrainerDialogProps {
  person: { id: string; name: string; trainers?: { nodes: readonly { id: string }[] } }
  onClose: () => void
  onAssigned?: () => void
}

export function AssignTrainerDialog({ person, onClose, onAssigned }: AssignTrainerDialogProps) {
  const intl = useIntl()
  const toast = useToast()
  const [trainer, setTrainer] = useState<PickerOption | null>(null)
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(AssignTraineeDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const already = intl.formatMessage({ id: 'assign.already' })
  const submit = async () => {
    if (!trainer) return setProblem(intl.formatMessage({ id: 'assign.trainer.missing' }))
    const outcome = await save({ input: { traineeId: person.id, trainerId: trainer.id } })
    if (!outcome.saved) return setProblem(outcome.problem ?? Object.values(outcome.fields).join(' '))
    onClose()
    onAssigned?.()
    toast.done(<FormattedMessage id="assign.done" values={{ trainee: <bdi>{person.name}</bdi>, trainer: <bdi>{trainer.label}</bdi> }} />)
  }
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id="assign.title" values={{ name: <bdi>{person.name}</bdi> }} />}
      line={<FormattedMessage id="assign.line" />}
      submitLabel={<FormattedMessage id="person.assign" />}
      busy={saving}
      dirty={trainer !== null}
      problemCount={problem ? 1 : 0}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <UserPicker
        label={<FormattedMessage id="person.trainer" />}
        roles={['TRAINER']}
        value={trainer}
        onChange={(chosen) => {
          setTrainer(chosen)
          setProblem(undefined)
        }}
        refused={new Map(person.trainers?.nodes.map(({ id }) => [id, already]))}
        error={problem}
        autoFocus
      />
    </FormDialog>
  )
}
