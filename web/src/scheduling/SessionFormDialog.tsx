import { useApolloClient } from '../app/apollo.ts'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import { useViewer, useZone } from '../app/viewer.tsx'
import { CreateSessionDocument, SessionForEditDocument, UpdateSessionDocument } from '../generated/scheduling/sessionChanges.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { timeText, zoneCity } from '../kit/timeWords.ts'
import { useToast } from '../kit/Toasts.tsx'
import { TraineesPicker } from './TraineesPicker.tsx'
import { createInput, formFields, formOf, newSessionForm, problemsOf, updateInput } from './sessionForm.ts'
import type { EditedSession, SessionForm } from './sessionForm.ts'
import { SessionFormFields } from './SessionFormFields.tsx'

type Problems = Readonly<Record<string, string>>

/** The state that both forms share: values, what is wrong with them, and one way to check. */
function useForm(initial: SessionForm) {
  const intl = useIntl()
  const [form, setForm] = useState(initial)
  const [problems, setProblems] = useState<Problems>({})
  const [problem, setProblem] = useState<string>()
  const change = (part: Partial<SessionForm>) => {
    setForm((before) => ({ ...before, ...part }))
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))))
  }
  const check = () => {
    const found = Object.entries(problemsOf(form)).map(([name, id]) => [name, intl.formatMessage({ id })] as const)
    setProblems(Object.fromEntries(found))
    return found.length === 0
  }
  const refuse = (fields: Problems, whole: string | undefined) => {
    setProblems(fields)
    // What belongs to no field of this form is said above them all.
    const unplaced = Object.entries(fields).filter(([name]) => !(formFields as readonly string[]).includes(name) && !name.startsWith('traineeIds'))
    setProblem([whole, ...unplaced.map(([, words]) => words)].filter(Boolean).join(' ') || undefined)
  }
  return { form, change, check, refuse, problems, problem, dirty: form !== initial, setForm }
}

export function CreateSessionDialog({ onClose }: { onClose: () => void }) {
  const toast = useToast()
  const viewer = useViewer()
  const zone = useZone()
  const [initial] = useState(() => newSessionForm(zone, viewer.role === 'TRAINER' ? viewer : null, Date.now()))
  const { form, change, check, refuse, problems, problem, dirty } = useForm(initial)
  const [trainees, setTrainees] = useState<PickerOption[]>([])
  const { save, saving } = useSave(CreateSessionDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const traineeProblem = Object.entries(problems).find(([name]) => name.startsWith('traineeIds'))
  const submit = async () => {
    if (!check()) return
    const outcome = await save({ input: createInput(form, trainees.map(({ id }) => id)) })
    if (!outcome.saved) {
      refuse(outcome.fields, outcome.problem)
      return
    }
    onClose()
    const made = outcome.payload.session
    toast.done(
      <FormattedMessage id="session.created" values={{ title: <bdi>{form.title}</bdi> }} />,
      made ? { action: { label: <FormattedMessage id="session.open" />, href: `/sessions/${made.id}` } } : {},
    )
  }
  return (
    <FormDialog
      open
      title={<FormattedMessage id="session.new" />}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={<FormattedMessage id="session.form.create" />}
      busy={saving}
      dirty={dirty || trainees.length > 0}
      problem={problem}
      problemCount={Object.keys(problems).length}
      disabledReason={offline}
    >
      <SessionFormFields form={form} onChange={change} problems={problems} recorded>
        <TraineesPicker
          label={<FormattedMessage id="session.form.trainees" />}
          optional
          value={trainees}
          onChange={setTrainees}
          error={traineeProblem && traineeError(traineeProblem, trainees)}
        />
      </SessionFormFields>
    </FormDialog>
  )
}

/** `traineeIds.2` speaks of one person, whose name says more than a number. */
export function traineeError([field, words]: readonly [string, string], people: readonly PickerOption[]) {
  const person = people[Number(field.split('.')[1] ?? Number.NaN)]
  return person ? <><bdi>{person.label}</bdi>: {words}</> : words
}

export function EditSessionDialog({ session, onClose }: { session: EditedSession; onClose: () => void }) {
  const client = useApolloClient()
  // Against what one saw when one began: what changes meanwhile is no surprise but a conflict.
  const [base, setBase] = useState(session)
  const [initial] = useState(() => formOf(session))
  const { form, change, check, refuse, problems, problem, dirty, setForm } = useForm(initial)
  const [disputed, setDisputed] = useState<EditedSession>()
  const { save, saving } = useSave(UpdateSessionDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())

  const send = async (values: SessionForm, against: EditedSession) => {
    const outcome = await save({ input: updateInput(values, formOf(against), against) })
    if (outcome.saved) return onClose()
    refuse(outcome.fields, outcome.conflict ? undefined : outcome.problem)
    if (!outcome.conflict) {
      setBase(against)
      setForm(values)
      return setDisputed(undefined)
    }
    const { data } = await client.query({ query: SessionForEditDocument, variables: { id: session.id }, fetchPolicy: 'network-only' })
    if (data?.session) setDisputed(data.session)
  }
  const submit = () => {
    if (!dirty) onClose()
    else if (check()) void send(form, base)
  }
  return (
    <>
      <FormDialog
        open={!disputed}
        title={<FormattedMessage id="session.edit.title" />}
        line={<bdi>{session.title}</bdi>}
        onClose={onClose}
        onSubmit={submit}
        submitLabel={<FormattedMessage id="session.form.save" />}
        busy={saving}
        dirty={dirty}
        problem={problem}
        problemCount={Object.keys(problems).length}
        disabledReason={offline}
      >
        <SessionFormFields form={form} onChange={change} problems={problems} seatsTaken={session.seatsTaken} />
      </FormDialog>
      {disputed && (
        <SessionConflict
          base={formOf(base)}
          yours={form}
          theirs={disputed}
          onSave={(values) => void send(values, disputed)}
          onDiscard={onClose}
          busy={saving}
        />
      )}
    </>
  )
}

interface SessionConflictProps {
  base: SessionForm
  yours: SessionForm
  theirs: EditedSession
  onSave: (values: SessionForm) => void
  onDiscard: () => void
  busy: boolean
}

function SessionConflict({ theirs, ...props }: SessionConflictProps) {
  const intl = useIntl()
  const zone = useZone()
  const show = (name: (typeof formFields)[number]) => (values: SessionForm) => {
    if (name === 'trainerId') return values.trainerName
    if (name === 'startsAt') return values.startsAt ? timeText(values.startsAt, 'dateTime', intl.locale, zone) : '–'
    if (name === 'timeZone') return zoneCity(values.timeZone)
    if (name === 'durationMinutes') return intl.formatMessage({ id: 'session.minutes' }, { minutes: values.durationMinutes ?? 0 })
    return String(values[name] ?? '') || '–'
  }
  // What neither has touched needs no reading.
  const now = formOf(theirs)
  const touched = formFields.filter((name) => props.yours[name] !== props.base[name] || now[name] !== props.base[name])
  const labels: Partial<Record<(typeof formFields)[number], string>> = { trainerId: 'trainer', durationMinutes: 'duration' }
  return (
    <ConflictChoice<SessionForm>
      {...props}
      id={theirs.id}
      line={<bdi>{theirs.title}</bdi>}
      theirs={now}
      fields={touched.map((name) => ({ name, label: intl.formatMessage({ id: `session.form.${labels[name] ?? name}` }), show: show(name) }))}
    />
  )
}
