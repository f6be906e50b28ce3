import { Assignment } from '../src/identity/assignment.entity.ts'
import { Organization } from '../src/identity/organization.entity.ts'
import { PasswordAction, PasswordChange } from '../src/identity/password-change.entity.ts'
import { Role, User } from '../src/identity/user.entity.ts'
import { JournalEntry } from '../src/platform/journal.ts'
import { Report, ReportFormat, ReportKind } from '../src/reporting/report.entity.ts'
import { Attendance, Booking, BookingStatus } from '../src/scheduling/booking.entity.ts'
import { Session } from '../src/scheduling/session.entity.ts'
import type { Lectern, Person } from './lectern.ts'

/** Everything that stands in the database, as it was written: nothing here went over the read path or the law. */
export interface World {
  readonly organizations: readonly Organization[]
  readonly users: readonly User[]
  readonly sessions: readonly Session[]
  readonly bookings: readonly Booking[]
  readonly assignments: readonly Assignment[]
  readonly passwordChanges: readonly PasswordChange[]
  readonly reports: readonly Report[]
  readonly journal: readonly JournalEntry[]
}

export interface Cast {
  readonly admin: Person
  /** Holds `hygiene` and `lifting`; Ann and Ben are assigned to him. */
  readonly theo: Person
  /** Holds `ladders` and `cancelled`; Ben and Dan are assigned to her. */
  readonly tara: Person
  /** Booked with both trainers. */
  readonly ann: Person
  /** Once booked on `hygiene`, still booked on a cancelled session. */
  readonly ben: Person
  /** Booked without an assignment. */
  readonly cem: Person
  /** Assigned, booked on what the admin holds. */
  readonly dan: Person
}

const RENAME = `mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { errors { code field } } }`
const REMOVE = `mutation ($input: RemoveTraineesInput!) { removeTrainees(input: $input) { errors { code field } } }`
const UPDATE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code field } } }`
const UNASSIGN = `mutation ($input: UnassignTraineeInput!) { unassignTrainee(input: $input) { errors { code field } } }`
const CANCEL = `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { errors { code field } } }`

/** Two trainers, four trainees and what passes between them, small enough to be told whole. */
export async function peopleTheWorld(lectern: Lectern): Promise<Cast> {
  const [theo, tara] = await Promise.all(['Theo', 'Tara'].map(firstName => lectern.person({ role: Role.TRAINER, firstName, phone: '111' })))
  const [ann, ben, cem, dan] = await Promise.all(['Ann', 'Ben', 'Cem', 'Dan'].map(firstName => lectern.person({ role: Role.TRAINEE, firstName, phone: '222' })))
  const cast = { admin: lectern.admin, theo: theo!, tara: tara!, ann: ann!, ben: ben!, cem: cem!, dan: dan! }
  const ids = await lectern.write(async work => {
    const find = (person: Person): Promise<User> => work.em.findOneOrFail(User, { id: person.id })
    const people = Object.fromEntries(await Promise.all(Object.entries(cast).map(async ([name, person]) => [name, await find(person)] as const))) as Record<keyof Cast, User>
    const session = (title: string, trainer: User, trainees: readonly User[]): Session => {
      const details = { title, trainer, startsAt: work.now, durationMinutes: 60, timeZone: 'Africa/Cairo', description: 'Bring shoes.', capacity: 9, classLink: null, location: 'Hall' }
      const planned = Session.plan(work.newId(), details, work.now)
      work.em.persist([planned, ...trainees.map(trainee => Booking.make(work.newId(), planned, trainee))])
      return planned
    }
    const hygiene = session('Hygiene', people.theo, [people.ann, people.ben])
    const ladders = session('Ladders', people.tara, [people.ann, people.cem])
    const cancelled = session('Cancelled', people.tara, [people.ben])
    session('Lifting', people.theo, [])
    session('Welcome', people.admin, [people.dan])
    for (const [trainee, trainer] of [['ann', 'theo'], ['ben', 'theo'], ['ben', 'tara'], ['dan', 'tara'], ['cem', 'tara']] as const) {
      work.em.persist(Assignment.make(work.newId(), people[trainee], people[trainer], work.now))
    }
    for (const user of [people.ann, people.theo]) {
      work.em.persist(PasswordChange.make(work.newId(), { user, action: PasswordAction.RESET, performedBy: people.admin, at: work.now, details: null }))
    }
    work.em.persist(Report.request(work.newId(), people.admin, { kind: ReportKind.USERS, format: ReportFormat.CSV, from: null, to: null, timeZone: 'UTC' }))
    return { hygiene: hygiene.id, ladders: ladders.id, cancelled: cancelled.id }
  })
  await lectern.write(async work => {
    const mark = async (trainee: Person, by: Person): Promise<void> => {
      const booking = await work.em.findOneOrFail(Booking, { session: ids.ladders, trainee: trainee.id })
      booking.mark(Attendance.LATE, work.em.getReference(User, by.id), work.now)
    }
    await mark(cast.cem, cast.tara)
    // By somebody whom she does not see.
    await mark(cast.ann, cast.admin)
  })
  await happen(lectern, cast, ids)
  await lectern.settle()
  return cast
}

/** Deeds with an actor each, so that the journal has something to hide. */
async function happen(lectern: Lectern, cast: Cast, ids: Record<'hygiene' | 'cancelled', string>): Promise<void> {
  const done = async (who: Person, document: string, input: object): Promise<void> => {
    const { data, errors } = await lectern.as(who).ask<Record<string, { errors: object[] }>>(document, { input })
    const refused = errors ?? Object.values(data)[0]!.errors
    if (refused.length > 0) throw new Error(`The world could not be made: ${JSON.stringify(refused)}`)
  }
  await done(cast.theo, RENAME, { id: ids.hygiene, version: 1, title: 'Food hygiene' })
  await done(cast.theo, REMOVE, { sessionId: ids.hygiene, traineeIds: [cast.ben.id], reason: 'Moved away' })
  await done(cast.admin, CANCEL, { id: ids.cancelled, version: 1, reason: 'Flood' })
  await done(cast.admin, UPDATE, { id: cast.ann.id, version: 1, email: 'ann@example.com', lastName: 'Ito' })
  await done(cast.admin, UPDATE, { id: cast.theo.id, version: 1, email: 'theo@example.com', phone: '333' })
  await done(cast.cem, UPDATE, { id: cast.cem.id, version: 1, phone: '444' })
  await done(cast.admin, UNASSIGN, { traineeId: cast.cem.id, trainerId: cast.tara.id })
}

/** Reads the tables whole. */
export function readWorld(lectern: Lectern): Promise<World> {
  return lectern.write(async ({ em }) => ({
    organizations: await em.find(Organization, {}),
    users: await em.find(User, {}),
    sessions: await em.find(Session, {}),
    bookings: await em.find(Booking, {}),
    assignments: await em.find(Assignment, {}),
    passwordChanges: await em.find(PasswordChange, {}),
    reports: await em.find(Report, {}),
    journal: await em.find(JournalEntry, { position: { $ne: null }, kind: { $ne: 'TOUCHED' as never } }),
  }))
}

export const isBooked = ({ status }: Booking): boolean => status === BookingStatus.BOOKED
