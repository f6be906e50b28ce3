import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import type { BoardPerson, Move } from './board.ts'
import { UserPicker } from './UserPicker.tsx'

/** What is known already; the rest is picked. */
export interface MoveAsked {
  kind: 'assign' | 'also' | 'move'
  trainee?: BoardPerson
  from?: BoardPerson
  to?: BoardPerson
  /** Who is there already, and need not be picked. */
  standing?: readonly string[]
}

interface MoveTraineeDialogProps {
  asked: MoveAsked
  onClose: () => void
  onMove: (move: Move) => void
}

const personOf = (option: PickerOption | null): BoardPerson | undefined => option ? { id: option.id, name: option.label } : undefined
const optionOf = (person: BoardPerson | undefined): PickerOption | null => (person ? { id: person.id, label: person.name } : null)

export function MoveTraineeDialog({ asked, onClose, onMove }: MoveTraineeDialogProps) {
  const intl = useIntl()
  const [trainee, setTrainee] = useState(() => optionOf(asked.trainee))
  const [trainer, setTrainer] = useState(() => optionOf(asked.to))
  const [checked, setChecked] = useState(false)
  const offline = useOfflineReason(useConnectionState())
  const word = (id: string) => intl.formatMessage({ id })
  const refused = new Map(asked.standing?.map((id) => [id, word('assign.already')]))
  const missing = { trainee: checked && !trainee, trainer: checked && !trainer }
  const submit = () => {
    setChecked(true)
    const [who, to] = [personOf(trainee), personOf(trainer)]
    if (!who || !to) return
    onClose()
    onMove({ trainee: who, to, ...(asked.kind === 'move' && asked.from && { from: asked.from }) })
  }
  const values = { trainee: <bdi>{asked.trainee?.name}</bdi>, trainer: <bdi>{(asked.kind === 'move' ? asked.from : asked.to)?.name}</bdi> }
  const title = asked.trainee ? `assign.${asked.kind}.title` : asked.to ? 'assign.to.title' : 'assign.new.title'
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id={title} values={values} />}
      submitLabel={<FormattedMessage id={asked.kind === 'move' ? 'assign.move' : 'assign.assign'} />}
      problemCount={Number(missing.trainee) + Number(missing.trainer)}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={submit}
    >
      {!asked.trainee && (
        <UserPicker
          label={word('app.role.TRAINEE')}
          roles={['TRAINEE']}
          value={trainee}
          onChange={setTrainee}
          {...(asked.to && { refused })}
          error={missing.trainee && word('assign.trainee.missing')}
          autoFocus
        />
      )}
      {!asked.to && (
        <UserPicker
          label={word('person.trainer')}
          roles={['TRAINER']}
          value={trainer}
          onChange={setTrainer}
          {...(!asked.to && { refused })}
          error={missing.trainer && word('assign.trainer.missing')}
          autoFocus={Boolean(asked.trainee)}
        />
      )}
    </FormDialog>
  )
}
