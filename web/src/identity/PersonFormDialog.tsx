import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { useEdit, useForm } from '../app/form.ts'
import type { FormRules } from '../app/form.ts'
import { languageOf, languages } from '../app/locale.ts'
import { useSave } from '../app/save.ts'
import type { SaveOutcome } from '../app/save.ts'
import { useMay, useViewer } from '../app/viewer.tsx'
import { CreateUserDocument, UpdateUserDocument } from '../generated/identity/personChanges.ts'
import type { PersonRowFragment, Role } from '../generated/operations.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import { zoneLabel } from '../kit/timeWords.ts'
import { firstName } from './personNote.tsx'
import { createInput, formFields, formOf, newPersonForm, problemsOf, savedPerson, updateInput, withName } from './personForm.ts'
import type { PersonForm } from './personForm.ts'
import { PersonFormFields } from './PersonFormFields.tsx'
import { TakenBy } from './TakenBy.tsx'
import type { Credentials } from './TemporaryPasswordDialog.tsx'
import { useLatestPerson } from './UserPicker.tsx'

const rules: FormRules<PersonForm> = {
  problemsOf,
  holds: (field) => (formFields as readonly string[]).includes(field),
  explain: (field, words, { codes }, form) =>
    codes.includes('TAKEN') && (field === 'email' || field === 'username') ? <TakenBy key={form[field]} field={field} value={form[field]} /> : words,
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
  const { form, setForm, settle, check, refuse, problems, problem, dirty } = useForm(initial, rules)
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
  const offline = useOfflineReason(useConnectionState())
  const { form, base, change, submit, problems, problem, dirty, dispute } = useEdit(person, {
    ...rules,
    formOf,
    send: (values, against): Promise<SaveOutcome<unknown>> => save({ input: updateInput(values, formOf(against), against) }),
    latest,
    onClose,
  })
  const { save, saving } = useSave(UpdateUserDocument, {
    quiet: true,
    optimistic: () => ({ updateUser: { __typename: 'UpdateUserPayload', user: savedPerson(base, form), errors: [] } }),
  })
  const roleFixed = !may('createUser') || person.id === viewer.id ? intl.formatMessage({ id: 'person.role.fixed' }) : null
  return (
    <>
      <FormDialog
        open={!dispute}
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
      {dispute && <PersonConflict {...dispute} busy={saving} />}
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
    if (name === 'timeZone') return values.timeZone ? zoneLabel(values.timeZone, intl.locale) : '–'
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
