import { LockMode } from '@mikro-orm/core'
import { Role, User } from '../identity/user.entity.ts'
import { holdsRole } from '../identity/user.service.ts'
import type { Context, Work } from '../platform/context.ts'
import { columnOf, nounOf } from '../platform/noun.ts'
import { authorize } from '../platform/permission.ts'
import { Refusal, refuseAll } from '../platform/refusal.ts'
import { hasWord, searchedWords, thingsWith } from '../platform/search.ts'
import { list, name, sql, type Sql } from '../platform/sql.ts'
import { naming, type Condition } from '../platform/way.ts'
import { findAllForChange, lockById, lockWhere } from '../platform/write.ts'
import { Booking, BookingStatus } from './booking.entity.ts'
import { checkNumber, countSeats, moveBookings, sessionsBooked, whyNoTrainee } from './booking.service.ts'
import { LONGEST_MINUTES, Session, SessionStatus, type SessionDetails } from './session.entity.ts'

type Form = Omit<SessionDetails, 'trainer'>

export interface NewSession extends Form {
  readonly title: string
  readonly startsAt: Date
  readonly durationMinutes: number
  readonly timeZone: string
  readonly trainerId: string
  readonly traineeIds?: readonly string[] | null
}

/** Writes down a session and who is booked on it. */
export async function createSession(work: Work, { trainerId, traineeIds, ...form }: NewSession): Promise<Session> {
  const invited = traineeIds ?? []
  checkNumber(invited, 'traineeIds')
  const users = await findAllForChange(work, User, [trainerId, ...invited])
  refuseAll([
    whyNoTrainer(work, users.get(trainerId)),
    ...invited.map((id, i) => whyNoTrainee(users.get(id), `traineeIds.${i}`)),
  ])
  const { description = null, capacity = null, classLink = null, location = null } = form
  const details = { ...form, description, capacity, classLink, location, trainer: users.get(trainerId)! }
  const session = Session.plan(work.newId(), details, work.now)
  const trainees = new Set(invited)
  session.checkPlaces(0, trainees.size)
  work.em.persist(session)
  for (const id of trainees) work.em.persist(Booking.make(work.newId(), session, users.get(id)!))
  return session
}

/** Edits a session that is locked already; only who may create a session for a trainer may hand it to them. */
export async function reviseSession(work: Work, session: Session, { trainerId, ...form }: Form & { trainerId?: string }): Promise<void> {
  const handedOver = trainerId !== undefined && trainerId !== session.trainer.id
  const details: SessionDetails = form
  if (handedOver) {
    const trainer = (await findAllForChange(work, User, [trainerId])).get(trainerId)
    refuseAll([whyNoTrainer(work, trainer)])
    details.trainer = trainer
  }
  const { startsAt } = session
  session.revise(details, await countSeats(work, session), work.now)
  if (session.startsAt.getTime() !== startsAt.getTime()) await moveBookings(work, session)
  if (startsAt <= work.now) await checkRoles(work, session)
}

/** Brings back a session that is locked already. */
export async function restoreSession(work: Work, session: Session): Promise<void> {
  session.restore(work.now)
  await checkRoles(work, session)
}

/** Refuses that a session lies ahead again while somebody has another role by now: `holdsRole` below lets that happen to what is over or cancelled. */
async function checkRoles(work: Work, session: Session): Promise<void> {
  if (session.status !== SessionStatus.SCHEDULED || session.startsAt <= work.now) return
  const holder = await lockById(work, User, session.trainer.id)
  if (holder?.role === Role.TRAINEE) throw new Refusal('NOT_A_TRAINER', null, 'Who was to hold this holds no sessions any more. Give them that role again first.')
  const booked = await work.em.find(Booking, { session, status: BookingStatus.BOOKED }, { fields: ['trainee'] })
  const trainees = booked.length === 0 ? [] : await lockWhere(work, User, sql`id in ${list(booked.map(({ trainee }) => trainee.id).toSorted())}`)
  if (trainees.some(({ role }) => role !== Role.TRAINEE)) {
    throw new Refusal('NOT_A_TRAINEE', null, 'Somebody who is booked on this is no trainee any more. Give them that role again first.')
  }
}

function whyNoTrainer(work: Work, user: User | undefined): Refusal | undefined {
  const field = 'trainerId'
  if (!user) return new Refusal('NOT_FOUND', field)
  authorize(work.viewer, 'createSession', { trainer: user }, field)
  if (user.role !== Role.TRAINER && user.role !== Role.ADMIN) return new Refusal('NOT_A_TRAINER', field, 'Only a trainer or an admin holds a session.')
  return user.isActive ? undefined : new Refusal('INACTIVE', field)
}

/** Deletes a session that is locked already, with its bookings; one whose attendance is marked stays as a record. */
export async function deleteSession(work: Work, session: Session): Promise<void> {
  const bookings = await work.em.find(Booking, { session }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } })
  if (bookings.some(({ attendance }) => attendance !== null)) {
    throw new Refusal('IN_USE', null, 'Attendance is marked, so this session stays as a record. It can be cancelled.')
  }
  // Each by itself, though the database would cascade: whoever was booked hears of it from the journal.
  for (const booking of bookings) work.em.remove(booking)
  work.em.remove(session)
}

/** What sessions are asked for. */
export interface SessionQuery {
  readonly search?: string | null
  readonly statuses?: readonly SessionStatus[] | null
  readonly trainerId?: string | null
  readonly traineeId?: string | null
  readonly from?: Date | null
  readonly to?: Date | null
  readonly endsAfter?: Date | null
  readonly lacksPlace?: boolean | null
  readonly needsAttendance?: boolean | null
  readonly trainerActive?: boolean | null
}

const column = (property: string): Sql => name('t', columnOf(nounOf(Session), property).column)

/** The conditions of a query; what it asks of bookings goes over those alone that the viewer may see. */
export function sessionsWhere(context: Context, query: SessionQuery | null | undefined): Condition[] {
  const { search, statuses, trainerId, traineeId, from, to, endsAfter, lacksPlace, needsAttendance, trainerActive } = query ?? {}
  const where: Condition[] = searchedWords(search).map(wordOfSession)
  if (statuses) where.push(sql`${column('status')} in ${list(statuses)}`)
  if (typeof trainerId === 'string') where.push(naming(column('trainer'), trainerId))
  if (typeof traineeId === 'string') {
    where.push(sql`${name('t', 'id')} in (${sessionsBooked(context, naming(name('b', 'trainee_id'), traineeId))})`)
  }
  if (from) where.push(sql`${column('startsAt')} >= ${from}`)
  if (to) where.push(sql`${column('startsAt')} < ${to}`)
  if (endsAfter) where.push(...goingOn(context, endsAfter))
  if (lacksPlace === true) where.push(sql`${column('hasPlace')} = ${false}`)
  if (lacksPlace === false) where.push({ met: sql`${column('hasPlace')} = ${true}` })
  if (typeof needsAttendance === 'boolean') where.push(...unmarked(context, needsAttendance))
  if (typeof trainerActive === 'boolean') {
    const trainers = sql`select id from ${name('user')} where is_active = ${trainerActive}`
    const byTrainer = sql`${column('trainer')} in (${trainers}`
    where.push(trainerActive ? { met: sql`${byTrainer} and id = ${column('trainer')})` } : sql`${byTrainer})`)
  }
  return where
}

/** Ends later than that. The end is in no index: as no session is longer than a day, the start tells which may be meant. */
function goingOn({ database: { dialect } }: Context, instant: Date): Condition[] {
  const ends = dialect === 'sqlite'
    ? sql`${column('startsAt')} + ${column('durationMinutes')} * 60000`
    : sql`timestampadd(minute, ${column('durationMinutes')}, ${column('startsAt')})`
  const earliest = new Date(instant.getTime() - LONGEST_MINUTES * 60_000)
  return [sql`${column('startsAt')} > ${earliest}`, { met: sql`${ends} > ${instant}` }]
}

/** By the title or the trainer's name. */
function wordOfSession(word: string): Condition {
  const byTrainer = sql`${column('trainer')} in (${thingsWith(nounOf(User), word)})`
  const held = sql`select id from session where trainer_id in (${thingsWith(nounOf(User), word)})`
  return { met: sql`${byTrainer} or ${hasWord(nounOf(Session), word)}`, found: [thingsWith(nounOf(Session), word), held] }
}

/** Begun, not cancelled, some booking not marked. */
function unmarked(context: Context, needed: boolean): Condition[] {
  const now = context.clock.now()
  const open = [sql`${name('b', 'attendance')} is null`, sql`${name('b', 'starts_at')} <= ${now}`]
  const held = sql`${column('status')} <> ${SessionStatus.CANCELLED} and ${column('startsAt')} <= ${now}`
  const some = sql`${name('t', 'id')} in (${sessionsBooked(context, ...open, sql`${name('b', 'session_id')} = ${name('t', 'id')}`)})`
  if (!needed) return [{ met: sql`not (${held} and ${some})` }]
  return [{ met: held }, { met: some, found: [sessionsBooked(context, ...open)] }]
}

// Who holds sessions to come stays somebody who may hold them, and who is booked on one stays a trainee.
holdsRole(async (work, { id }, next) => {
  const coming = { status: SessionStatus.SCHEDULED, startsAt: { $gt: work.now } }
  if (next === Role.TRAINEE && (await work.em.count(Session, { trainer: id, ...coming })) > 0) {
    return 'This person holds sessions that are still to come. Hand them over first.'
  }
  if (next !== Role.TRAINEE && (await work.em.count(Booking, { trainee: id, status: BookingStatus.BOOKED, session: coming })) > 0) {
    return 'This person is booked on sessions that are still to come. Take them off first.'
  }
  return undefined
})
