import type { Booking } from '../src/scheduling/booking.entity.ts'
import type { JournalEntry } from '../src/platform/journal.ts'
import type { User } from '../src/identity/user.entity.ts'
import { isBooked, type World } from './training-world.ts'

/**
 * Who sees what, said once more and by hand over a world that is told whole, so that a test can hold the law's
 * statements against it. It asks nothing of the law, the policies or the read path.
 */
export interface Eyes { readonly id: string; readonly role: 'ADMIN' | 'TRAINER' | 'TRAINEE' }

export type Thing = { readonly id: string | number } & Readonly<Record<string, unknown>>
type Sees = (world: World, eyes: Eyes, thing: never) => boolean

const isStaff = ({ role }: Eyes): boolean => role !== 'TRAINEE'
const isAdmin = ({ role }: Eyes): boolean => role === 'ADMIN'

const assigned = (world: World, trainee: string, trainer: string): boolean =>
  world.assignments.some(pair => pair.trainee.id === trainee && pair.trainer.id === trainer)

const trainsMe = (world: World, eyes: Eyes, user: string): boolean => assigned(world, eyes.id, user)
const holdsWhatIAttend = (world: World, eyes: Eyes, user: string): boolean =>
  world.bookings.some(booking => isBooked(booking) && booking.trainee.id === eyes.id && world.sessions.some(({ id, trainer }) => id === booking.session.id && trainer.id === user))

const sees: Readonly<Record<string, Sees>> = {
  User: (world, eyes, user: User) => isStaff(eyes) || user.id === eyes.id || trainsMe(world, eyes, user.id) || holdsWhatIAttend(world, eyes, user.id),
  Session: (world, eyes, session: Thing) =>
    isStaff(eyes) || world.bookings.some(booking => isBooked(booking) && booking.session.id === session.id && booking.trainee.id === eyes.id),
  // A cancelled booking is out of its trainee's sight, as its session is.
  Booking: (_world, eyes, booking: Booking) => isStaff(eyes) || (isBooked(booking) && booking.trainee.id === eyes.id),
  Assignment: (_world, eyes, pair: World['assignments'][number]) => isAdmin(eyes) || pair.trainer.id === eyes.id || pair.trainee.id === eyes.id,
  PasswordChange: (_world, eyes) => isAdmin(eyes),
  Report: (_world, eyes) => isAdmin(eyes),
  JournalEntry: (_world, eyes, entry: JournalEntry) => isAdmin(eyes) || entry.actorId === eyes.id || entry.aboutId === eyes.id,
  Organization: () => true,
}

export const knownNouns: readonly string[] = Object.keys(sees)

export function isSeen(world: World, eyes: Eyes, noun: string, thing: Thing): boolean {
  return sees[noun]!(world, eyes, thing as never)
}

const CONTACT = ['email', 'phone']
const PRIVATE = ['mustChangePassword', 'history']

/** Whether a field of a person in sight may be read. */
function readsOfUser(world: World, eyes: Eyes, user: string, field: string): boolean {
  if (isAdmin(eyes) || user === eyes.id) return true
  if (PRIVATE.includes(field)) return false
  return !CONTACT.includes(field) || assigned(world, eyes.id, user) || assigned(world, user, eyes.id)
}

/** What a relation leads to; what is not in sight is left out by who asks. */
type Leads = (world: World, eyes: Eyes, thing: never) => readonly (Thing | null | undefined)[]
const all = (things: readonly object[]): readonly Thing[] => things as readonly Thing[]
const userOf = (world: World, id: string | null | undefined): readonly (Thing | undefined)[] => [all(world.users).find(user => user.id === id)]
const sessionOf = (world: World, id: string): readonly (Thing | undefined)[] => [all(world.sessions).find(session => session.id === id)]
const seenPairs = (world: World, eyes: Eyes): World['assignments'] => world.assignments.filter(pair => isSeen(world, eyes, 'Assignment', pair as never))

/** Every field of a noun that leads to another noun. */
export const leads: Readonly<Record<string, Leads>> = {
  'User.trainers': (world, eyes, user: User) => seenPairs(world, eyes).filter(pair => pair.trainee.id === user.id).flatMap(pair => userOf(world, pair.trainer.id)),
  'User.trainees': (world, eyes, user: User) => seenPairs(world, eyes).filter(pair => pair.trainer.id === user.id).flatMap(pair => userOf(world, pair.trainee.id)),
  'User.sessionsHeld': (world, _eyes, user: User) => all(world.sessions.filter(({ trainer }) => trainer.id === user.id)),
  'User.bookings': (world, _eyes, user: User) => all(world.bookings.filter(({ trainee }) => trainee.id === user.id)),
  'User.history': (world, eyes, user: User) => (readsOfUser(world, eyes, user.id, 'history') ? all(world.journal.filter(({ aboutId }) => aboutId === user.id)) : []),
  'Session.trainer': (world, _eyes, session: World['sessions'][number]) => userOf(world, session.trainer.id),
  'Session.bookings': (world, _eyes, session: Thing) => all(world.bookings.filter(booking => booking.session.id === session.id)),
  'Session.viewerBooking': (world, eyes, session: Thing) =>
    all(world.bookings.filter(booking => isBooked(booking) && booking.session.id === session.id && booking.trainee.id === eyes.id)),
  'Session.history': (world, _eyes, session: Thing) => all(world.journal.filter(({ rootId }) => rootId === session.id)),
  'Booking.session': (world, _eyes, booking: Booking) => sessionOf(world, booking.session.id),
  'Booking.trainee': (world, _eyes, booking: Booking) => userOf(world, booking.trainee.id),
  'Booking.markedBy': (world, _eyes, booking: Booking) => userOf(world, booking.markedBy?.id),
  'Assignment.trainee': (world, _eyes, pair: World['assignments'][number]) => userOf(world, pair.trainee.id),
  'Assignment.trainer': (world, _eyes, pair: World['assignments'][number]) => userOf(world, pair.trainer.id),
  'PasswordChange.user': (world, _eyes, change: World['passwordChanges'][number]) => userOf(world, change.user.id),
  'PasswordChange.performedBy': (world, _eyes, change: World['passwordChanges'][number]) => userOf(world, change.performedBy?.id),
  'JournalEntry.actor': (world, _eyes, entry: JournalEntry) => userOf(world, entry.actorId),
  'JournalEntry.about': (world, _eyes, entry: JournalEntry) => userOf(world, entry.aboutId),
  'JournalEntry.session': (world, _eyes, entry: JournalEntry) => (['Session', 'Booking'].includes(entry.noun) ? sessionOf(world, entry.rootId) : []),
  'Report.requestedBy': (world, _eyes, report: World['reports'][number]) => userOf(world, report.requestedBy.id),
}

/** What the roots begin with, before the law. */
export const roots: Readonly<Record<string, (world: World, eyes: Eyes) => readonly (Thing | undefined)[]>> = {
  viewer: (world, eyes) => userOf(world, eyes.id),
  users: world => all(world.users),
  sessions: world => all(world.sessions),
  bookings: world => all(world.bookings),
  assignments: world => all(world.assignments),
  passwordChanges: world => all(world.passwordChanges),
  journal: world => all(world.journal),
  reports: world => all(world.reports),
}

const WORKED_OUT: Readonly<Record<string, (world: World, eyes: Eyes, thing: never) => unknown>> = {
  'User.name': (_world, _eyes, { firstName, lastName }: User) => `${firstName} ${lastName}`,
  'Session.endsAt': (_world, _eyes, { startsAt, durationMinutes }: World['sessions'][number]) => new Date(startsAt.getTime() + durationMinutes * 60_000),
  'Session.seatsTaken': (world, _eyes, { id }: Thing) => world.bookings.filter(booking => isBooked(booking) && booking.session.id === id).length,
  'JournalEntry.id': (_world, _eyes, { id }: JournalEntry) => String(id),
  'JournalEntry.fields': (world, eyes, entry: JournalEntry) => shownFields(world, eyes, entry),
  'JournalEntry.before': (world, eyes, entry: JournalEntry) => shownValues(world, eyes, entry, entry.before),
  'JournalEntry.after': (world, eyes, entry: JournalEntry) => shownValues(world, eyes, entry, entry.after),
}

/** A value of a thing in sight, as its reader gets it. */
export function valueFor(world: World, eyes: Eyes, noun: string, field: string, thing: Thing): unknown {
  if (noun === 'User' && !readsOfUser(world, eyes, String(thing.id), field)) return null
  const worked = WORKED_OUT[`${noun}.${field}`]
  const value = worked ? worked(world, eyes, thing as never) : thing[field]
  return value instanceof Date ? value.toISOString() : (value ?? null)
}

/** Whose content is for admins alone, or for nobody: sign-ins, reports and the password log. */
const OPEN_TO_OTHERS: readonly string[] = ['User', 'Session', 'Booking', 'Assignment', 'Organization']

/** What something became is for those who see it, and for whom it was done to. */
function isContentSeen(world: World, eyes: Eyes, entry: JournalEntry): boolean {
  if (isAdmin(eyes)) return knownNouns.includes(entry.noun)
  if (!OPEN_TO_OTHERS.includes(entry.noun)) return false
  if (entry.aboutId === eyes.id) return true
  if (isStaff(eyes) && entry.noun !== 'Assignment') return true
  const standing = [...all(world.users), ...all(world.sessions), ...all(world.bookings), ...all(world.assignments)].find(({ id }) => id === entry.nounId)
  return standing !== undefined && isSeen(world, eyes, entry.noun, standing)
}

function shownFields(world: World, eyes: Eyes, entry: JournalEntry): readonly string[] {
  if (!isContentSeen(world, eyes, entry)) return []
  return entry.noun === 'User' ? entry.fields.filter(field => readsOfUser(world, eyes, entry.nounId, field)) : entry.fields
}

function shownValues(world: World, eyes: Eyes, entry: JournalEntry, values: Record<string, unknown> | null): unknown {
  if (values === null || !isContentSeen(world, eyes, entry)) return null
  return Object.fromEntries(shownFields(world, eyes, entry).map(field => [field, values[field] ?? null]))
}
