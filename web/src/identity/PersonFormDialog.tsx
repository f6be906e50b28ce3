import { useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { languageOf, languages } from '../app/locale.ts'
import { useSave } from '../app/save.ts'
import type { SaveOutcome } from '../app/save.ts'
import { useMay, useViewer } from '../app/viewer.tsx'
import { CreateUserDocument, UpdateUserDocument } from '../generated/identity/personChanges.ts'
import type { PersonRowFragment, Role } from '../generated/operations.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { zoneCity } from '../kit/timeWords.ts'
import { firstName } from './personNote.tsx'
import { createInput, formFields, formOf, newPersonForm, problemsOf, savedPerson, updateInput, withName } from './personForm.ts'
import type { PersonForm } from './personForm.ts'
import { PersonFormFields } from './PersonFormFields.tsx'
import { TakenBy } from './TakenBy.tsx'
import type { Credentials } from './TemporaryPasswordDialog.tsx'
import { useLatestPerson } from './UserPicker.tsx'

type Problems = Readonly<Record<string, ReactNode>>
type Refused = Extract<SaveOutcome<never>, { saved: false }>

/** The state that both forms share: values, what is wrong with them, and one way to check. */
function useForm(initial: PersonForm) {
  const intl = useIntl()
  const [form, setForm] = useState(initial)
  const [problems, setProblems] = useState<Problems>({})
  const [problem, setProblem] = useState<string>()
  const settle = (part: Partial<PersonForm>) =>
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))))
  const check = () => {
    const found = Object.entries(problemsOf(form)).map(([name, id]) => [name, intl.formatMessage({ id })] as const)
    setProblems(Object.fromEntries(found))
    return found.length === 0
  }
  const refuse = ({ fields, problem: whole, codes, conflict }: Refused) => {
    const isTaken = (name: string): name is 'email' | 'username' => codes.includes('TAKEN') && (name === 'email' || name === 'username')
    const placed = Object.entries(fields).filter(([name]) => (formFields as readonly string[]).includes(name))
    const unplaced = Object.entries(fields).filter(([name]) => !placed.some(([known]) => known === name)).map(([, words]) => words)
    setProblems(Object.fromEntries(placed.map(([name, words]) => [name, isTaken(name) ? <TakenBy key={form[name]} field={name} value={form[name]} /> : words])))
    setProblem(conflict ? undefined : [whole, ...unplaced].filter(Boolean).join(' ') || undefined)
  }
  return { form, setForm, settle, check, refuse, problems, problem, dirty: form !== initial }
}

interface CreatePersonDialogProps {
  role: Role
  onClose: () => void
  /** With the password that is shown once. */
  onCreated: (credentials: Credentials) => void
  /** The answer with the password was lost: it was told once, and nobody read it. */
  onUntold: (person: PersonRowFragment) => void
}

export function CreatePersonDialog({ role, onClose, onCreated, onUntold }: CreatePersonDialogProps) {
  const [initial] = useState(() => newPersonForm(role))
  const { form, setForm, settle, check, refuse, problems, problem, dirty } = useForm(initial)
  const { save, saving } = useSave(CreateUserDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const change = (part: Partial<PersonForm>) => {
    setForm((before) => withName(before, part))
    // With the name the username may change too, and what was said of it.
    settle('firstName' in part || 'lastName' in part ? { ...part, username: '' } : part)
  }
  const submit = async () => {
    if (!check()) return
    const outcome = await save({ input: createInput(form) })
    if (!outcome.saved) return refuse(outcome)
    const { user, temporaryPassword } = outcome.payload
    if (temporaryPassword) onCreated({ name: user?.name ?? form.firstName, username: user?.username ?? form.username, password: temporaryPassword })
    else if (user) onUntold(user)
    else onClose()
  }
  const called = form.firstName.trim()
  return (
    <FormDialog
      open
      title={<FormattedMessage id="people.add" />}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={<span><FormattedMessage id={called ? 'people.add.name' : 'people.add'} values={{ name: <bdi>{firstName(called)}</bdi> }} /></span>}
      busy={saving}
      dirty={dirty}
      problem={problem}
      problemCount={Object.keys(problems).length}
      disabledReason={offline}
    >
      <PersonFormFields form={form} onChange={change} problems={problems} fresh />
    </FormDialog>
  )
}

interface EditPersonDialogProps {
  person: PersonRowFragment
  onClose: () => void
}

export function EditPersonDialog({ person, onClose }: EditPersonDialogProps) {
  const intl = useIntl()
  const may = useMay()
  const viewer = useViewer()
  const latest = useLatestPerson(person.id)
  // Against what one saw when one began: what changes meanwhile is no surprise but a conflict.
  const [base, setBase] = useState(person)
  const [initial] = useState(() => formOf(person))
  const { form, setForm, settle, check, refuse, problems, problem, dirty } = useForm(initial)
  const [disputed, setDisputed] = useState<PersonRowFragment>()
  const { save, saving } = useSave(UpdateUserDocument, {
    quiet: true,
    optimistic: () => ({ updateUser: { __typename: 'UpdateUserPayload', user: savedPerson(base, form), errors: [] } }),
  })
  const offline = useOfflineReason(useConnectionState())
  const change = (part: Partial<PersonForm>) => {
    setForm((before) => ({ ...before, ...part }))
    settle(part)
  }
  const send = async (values: PersonForm, against: PersonRowFragment) => {
    const outcome = await save({ input: updateInput(values, formOf(against), against) })
    if (outcome.saved) return onClose()
    refuse(outcome)
    if (outcome.conflict) return setDisputed(await latest())
    setBase(against)
    setForm(values)
    setDisputed(undefined)
  }
  const submit = () => {
    if (!dirty) onClose()
    else if (check()) void send(form, base)
  }
  const roleFixed = !may('createUser') || person.id === viewer.id ? intl.formatMessage({ id: 'person.role.fixed' }) : null
  return (
    <>
      <FormDialog
        open={!disputed}
        title={<FormattedMessage id="person.edit.title" values={{ name: <bdi>{person.name}</bdi> }} />}
        onClose={onClose}
        onSubmit={submit}
        submitLabel={<FormattedMessage id="person.form.save" />}
        busy={saving}
        dirty={dirty}
        problem={problem}
        problemCount={Object.keys(problems).length}
        disabledReason={offline}
      >
        <PersonFormFields form={form} onChange={change} problems={problems} roleFixed={roleFixed} />
      </FormDialog>
      {disputed && (
        <PersonConflict
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

interface PersonConflictProps {
  base: PersonForm
  yours: PersonForm
  theirs: PersonRowFragment
  onSave: (values: PersonForm) => void
  onDiscard: () => void
  busy: boolean
}

function PersonConflict({ theirs, ...props }: PersonConflictProps) {
  const intl = useIntl()
  const show = (name: (typeof formFields)[number]) => (values: PersonForm) => {
    if (name === 'role') return intl.formatMessage({ id: `app.role.${values.role}` })
    if (name === 'locale') return values.locale ? languages[languageOf(values.locale)].name : intl.formatMessage({ id: 'person.locale.none' })
    if (name === 'timeZone') return values.timeZone ? zoneCity(values.timeZone) : '–'
    return values[name] || '–'
  }
  return (
    <ConflictChoice<PersonForm>
      {...props}
      id={theirs.id}
      line={<bdi>{theirs.name}</bdi>}
      theirs={formOf(theirs)}
      fields={formFields.map((name) => ({ name, label: intl.formatMessage({ id: `person.${name}` }), show: show(name) }))}
    />
  )
}
