import { useApolloClient } from '../app/apollo.ts'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { useEdit, useForm } from '../app/form.ts'
import type { FormRules } from '../app/form.ts'
import { useSave } from '../app/save.ts'
import { useViewer, useZone } from '../app/viewer.tsx'
import { CreateSessionDocument, SessionForEditDocument, UpdateSessionDocument } from '../generated/scheduling/sessionChanges.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { timeText, zoneLabel } from '../kit/timeWords.ts'
import { useToast } from '../kit/Toasts.tsx'
import { TraineesPicker } from './TraineesPicker.tsx'
import { createInput, formFields, formOf, newSessionForm, problemsOf, updateInput } from './sessionForm.ts'
import type { EditedSession, SessionForm } from './sessionForm.ts'
import { SessionFormFields } from './SessionFormFields.tsx'

const rules: FormRules<SessionForm> = {
  problemsOf,
  holds: (field) => (formFields as readonly string[]).includes(field) || field.startsWith('traineeIds'),
}

export function CreateSessionDialog({ onClose }: { onClose: () => void }) {
  const toast = useToast()
  const viewer = useViewer()
  const zone = useZone()
  const [initial] = useState(() => newSessionForm(zone, viewer.role === 'TRAINER' ? viewer : null, Date.now()))
  const { form, change, check, refuse, problems, problem, dirty } = useForm(initial, rules)
  const [trainees, setTrainees] = useState<PickerOption[]>([])
  const { save, saving } = useSave(CreateSessionDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const traineeProblem = Object.entries(problems).find(([name]) => name.startsWith('traineeIds'))
  const submit = async () => {
    if (!check()) return
    const outcome = await save({ input: createInput(form, trainees.map(({ id }) => id)) })
    if (!outcome.saved) return refuse(outcome)
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
export function traineeError([field, words]: readonly [string, ReactNode], people: readonly PickerOption[]) {
  const person = people[Number(field.split('.')[1] ?? Number.NaN)]
  return person ? <><bdi>{person.label}</bdi>: {words}</> : words
}

export function EditSessionDialog({ session, onClose }: { session: EditedSession; onClose: () => void }) {
  const client = useApolloClient()
  const { save, saving } = useSave(UpdateSessionDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const { form, change, submit, problems, problem, dirty, dispute } = useEdit(session, {
    ...rules,
    formOf,
    send: (values, against) => save({ input: updateInput(values, formOf(against), against) }),
    latest: async () => (await client.query({ query: SessionForEditDocument, variables: { id: session.id }, fetchPolicy: 'network-only' })).data?.session,
    onClose,
  })
  return (
    <>
      <FormDialog
        open={!dispute}
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
      {dispute && <SessionConflict {...dispute} busy={saving} />}
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
    if (name === 'timeZone') return zoneLabel(values.timeZone, intl.locale)
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
