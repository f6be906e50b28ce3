import type { JournalLineFragment } from '../generated/operations.ts'

export type Values = Readonly<Record<string, unknown>>

export const valuesOf = (json: unknown): Values => (typeof json === 'object' && json !== null ? (json as Values) : {})

type Told = Pick<JournalLineFragment, 'noun' | 'kind' | 'verb' | 'before' | 'after' | 'actor' | 'about'>

const byVerb: Readonly<Record<string, readonly string[]>> = {
  User: ['deactivateUser', 'reactivateUser', 'resetPassword', 'changePassword', 'updateUser'],
  Session: ['cancelSession', 'restoreSession', 'completeSession', 'updateSession'],
  SignIn: ['signOut', 'changePassword', 'resetPassword', 'deactivateUser', 'updateUser'],
}

function bookingDeed({ before, after }: Told): string {
  const now = valuesOf(after)
  const was = valuesOf(before)
  if (now['status'] === 'CANCELLED') return 'removed'
  if (now['status'] === 'BOOKED') return 'again'
  if (now['attendance']) return 'marked'
  return was['attendance'] ? 'unmarked' : 'updated'
}

/** Which words tell what happened: `journal.say.User.deactivateUser`. The deed alone, without who and what. */
export function deedOf(entry: Told): string {
  const { noun, kind, verb } = entry
  const action = valuesOf(entry.after)['action']
  // That it happened may be read by more people than what it was.
  if (noun === 'PasswordChange' && kind !== 'REMOVED') return `PasswordChange.${typeof action === 'string' ? action : 'updated'}`
  if (noun === 'User' && kind === 'UPDATED' && entry.actor && entry.actor.id === entry.about?.id && verb === 'updateUser') return 'User.own'
  if (kind === 'CREATED') return `${noun}.created`
  if (kind === 'REMOVED') return `${noun}.removed`
  if (noun === 'Booking') return `Booking.${bookingDeed(entry)}`
  return byVerb[noun]?.includes(verb) ? `${noun}.${verb}` : `${noun}.updated`
}

/** What nobody needs to read in a list of changes: it says what the sentence says, or is of no concern. */
const untold = new Set(['version', 'updatedAt', 'createdAt', 'markedAt', 'markedBy', 'assignedAt', 'mustChangePassword'])
const saidAlready: Readonly<Record<string, readonly string[]>> = {
  'User.deactivateUser': ['isActive'],
  'User.reactivateUser': ['isActive'],
  'Session.cancelSession': ['status', 'cancelReason'],
  'Session.restoreSession': ['status', 'cancelReason'],
  'Session.completeSession': ['status'],
}

export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

/** Field by field, for an entry that changed something that stood there before. */
export function changesOf(entry: Pick<JournalLineFragment, 'noun' | 'kind' | 'fields' | 'before' | 'after'> & Told): FieldChange[] {
  if (entry.kind !== 'UPDATED' || entry.noun === 'Booking') return []
  const said = saidAlready[deedOf(entry)] ?? []
  const [was, now] = [valuesOf(entry.before), valuesOf(entry.after)]
  return entry.fields
    .filter((field) => !untold.has(field) && !said.includes(field))
    .map((field) => ({ field, before: was[field], after: now[field] }))
}

/** The name of whoever is gone, out of what stood there. */
export function nameBefore(entry: Pick<JournalLineFragment, 'noun' | 'before' | 'after'>): string | undefined {
  const values = { ...valuesOf(entry.after), ...valuesOf(entry.before) }
  const name = [values['firstName'], values['lastName']].filter((part) => typeof part === 'string').join(' ')
  if (entry.noun === 'User') return name || undefined
  return typeof values['title'] === 'string' ? values['title'] : undefined
}
