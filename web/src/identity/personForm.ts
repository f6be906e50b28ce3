import { languageOf } from '../app/locale.ts'
import type { Language } from '../app/locale.ts'
import type { CreateUserInput, PersonRowFragment, Role, UpdateUserInput } from '../generated/operations.ts'
import { usernameFrom } from './username.ts'

/** What the form holds, in values that compare by `===`: so a conflict can be told field by field. */
export interface PersonForm {
  role: Role
  firstName: string
  lastName: string
  email: string
  username: string
  phone: string
  /** Null: as the organisation has it. */
  locale: string | null
  timeZone: string | null
}

export const formFields = ['role', 'firstName', 'lastName', 'email', 'username', 'phone', 'locale', 'timeZone'] as const

export const newPersonForm = (role: Role): PersonForm => ({
  role, firstName: '', lastName: '', email: '', username: '', phone: '', locale: null, timeZone: null,
})

export const formOf = (person: PersonRowFragment): PersonForm => ({
  role: person.role,
  firstName: person.firstName,
  lastName: person.lastName,
  email: person.email ?? '',
  username: person.username,
  phone: person.phone ?? '',
  locale: person.locale ?? null,
  timeZone: person.timeZone ?? null,
})

/** A username follows the name until somebody writes one. */
export function withName(form: PersonForm, part: Partial<PersonForm>): PersonForm {
  const next = { ...form, ...part }
  const follows = form.username === usernameFrom(form.firstName, form.lastName)
  return follows && part.username === undefined ? { ...next, username: usernameFrom(next.firstName, next.lastName) } : next
}

const details = (form: PersonForm): CreateUserInput => ({
  role: form.role,
  firstName: form.firstName.trim(),
  lastName: form.lastName.trim(),
  email: form.email.trim(),
  username: form.username.trim().toLowerCase(),
  phone: form.phone.trim() || null,
  locale: form.locale,
  timeZone: form.timeZone,
})

export const createInput = details

/** Only what differs: what one has not touched is not said again, and may be refused for nobody. */
export function updateInput(form: PersonForm, base: PersonForm, { id, version }: { id: string; version: number }): UpdateUserInput {
  const all = details(form)
  const changed = formFields.filter((name) => form[name] !== base[name])
  return { id, version, ...Object.fromEntries(changed.map((name) => [name, all[name]])) }
}

/** As it will look when it is saved. */
export function savedPerson(person: PersonRowFragment, form: PersonForm): PersonRowFragment {
  const { firstName, lastName, ...rest } = details(form)
  return {
    ...person,
    firstName,
    lastName,
    name: `${firstName} ${lastName}`,
    username: rest.username,
    role: rest.role,
    email: rest.email,
    phone: rest.phone ?? null,
    locale: rest.locale ?? null,
    timeZone: rest.timeZone ?? null,
  }
}

/** Message ids by field; what only the server knows it says itself. */
export function problemsOf(form: PersonForm): Record<string, string> {
  return {
    ...(!form.firstName.trim() && { firstName: 'person.form.firstName.missing' }),
    ...(!form.lastName.trim() && { lastName: 'person.form.lastName.missing' }),
    ...(!/^[^\s@]+@[^\s@]+$/u.test(form.email.trim()) && { email: 'person.form.email.wrong' }),
    ...(!/^[a-z0-9._-]{3,40}$/u.test(form.username.trim().toLowerCase()) && { username: 'person.form.username.wrong' }),
  }
}

export const languageOrNone = (locale: string | null): Language | 'none' => (locale === null ? 'none' : languageOf(locale))
