import type { EntityManager } from '@mikro-orm/core'
import { Role, User } from '../identity/user.entity.ts'
import type { Context, Work } from '../platform/context.ts'
import { executeWithin } from '../platform/database.ts'
import { NotHeld } from '../platform/held.ts'
import { couldBeId } from '../platform/ids.ts'
import { visible } from '../platform/law.ts'
import { nounOf } from '../platform/noun.ts'
import { loaderOf } from '../platform/read.ts'
import { Refusal, refuseAll, Refusals } from '../platform/refusal.ts'
import { and, join, list, name, sql, type Sql } from '../platform/sql.ts'
import { naming, type Condition } from '../platform/way.ts'
import { findAllForChange, holdAll, lockColumns, lockWhere, visibleIds, write } from '../platform/write.ts'
import { Attendance, AttendanceCount, Booking, BookingStatus } from './booking.entity.ts'
import { Session } from './session.entity.ts'

const MOST_AT_ONCE = 1000

export interface Mark { readonly traineeId: string; readonly attendance?: Attendance | null }

/**
 * Books trainees on a session that is locked already: all of them or none. Who is booked stays booked, who was taken off
 * takes the place again. Locks go session, bookings, users, each in the order of the ids.
 */
export async function addTrainees(work: Work, session: Session, traineeIds: readonly string[]): Promise<void> {
  checkNumber(traineeIds, 'traineeIds')
  session.check('addTrainees', work.now)
  const seating = await seatingOf(work, session, traineeIds)
  const newcomers = [...new Set(traineeIds)].filter(id => seating.bookings.get(id)?.status !== BookingStatus.BOOKED)
  const seen = await visibleIds(work, User, newcomers.filter(couldBeId))
  refuseAll(traineeIds.map((id, i) => (newcomers.includes(id) ? whyNoTrainee(seen.has(id) ? seating.people.get(id) : undefined, `traineeIds.${i}`) : undefined)))
  session.checkPlaces(seating.taken, newcomers.length)
  for (const id of newcomers) {
    const booking = seating.bookings.get(id) ?? Booking.make(work.newId(), session, work.em.getReference(User, id))
    booking.rebook()
    write(work, booking)
    seating.bookings.set(id, booking)
  }
  seating.taken += newcomers.length
}

/** The places of a session as a transaction knows them: of some trainees, who these are, and how many are taken. */
interface Seating { readonly bookings: Map<string, Booking>; readonly people: People; taken: number }
/** What tells whether people can be booked. */
type People = ReadonlyMap<string, Pick<User, 'role' | 'isActive'>>

/** Of the sessions that several deeds hold, in their transaction. */
const seatings = new WeakMap<EntityManager, ReadonlyMap<string, Seating>>()

async function seatingOf(work: Work, session: Session, traineeIds: readonly string[]): Promise<Seating> {
  const held = seatings.get(work.em)
  if (!held) return { bookings: await lockBookings(work, session, traineeIds), people: await lockPeople(work, traineeIds), taken: await countSeats(work, session) }
  const seating = held.get(session.id)
  if (!seating || traineeIds.some(id => !seating.people.has(id))) throw new NotHeld()
  return seating
}

async function lockPeople(work: Work, ids: readonly string[]): Promise<People> {
  const rows = await lockColumns(work, User, ['role', 'is_active'], ids)
  return new Map(rows.entries().map(([id, row]) => [id, { role: row['role'] as Role, isActive: Boolean(row['is_active']) }]))
}

/** Who is to be booked on what. */
export interface Wish { readonly sessionId: string; readonly traineeIds: readonly string[] }

/** Holds what several who add trainees need, in the order of `addTrainees`; the trainers too, for the journal locks those whom somebody comes to see. */
export async function holdSeatings(work: Work, wishes: readonly Wish[]): Promise<void> {
  const sessions = await holdAll(work, Session, wishes.map(({ sessionId }) => sessionId))
  const bookings = await lockPairs(work, sessions, wishes)
  const people = await lockPeople(work, [...wishes.flatMap(({ traineeIds }) => traineeIds), ...sessions.map(({ trainer }) => trainer.id)])
  const seats = await countAllSeats(work, sessions)
  const held = sessions.filter(({ trainer }) => people.has(trainer.id))
  seatings.set(work.em, new Map(held.map(({ id }) => [id, { bookings: byTrainee(bookings.get(id) ?? []), people, taken: seats.get(id) ?? 0 }])))
}

/** Under their sessions' locks nobody else holds them. */
async function lockPairs(work: Work, sessions: readonly Session[], wishes: readonly Wish[]): Promise<Map<string, Booking[]>> {
  const ids = new Set(sessions.map(({ id }) => id))
  const wanted = wishes.filter(({ sessionId }) => ids.has(sessionId))
  const pairs = wanted.flatMap(({ sessionId, traineeIds }) => traineeIds.filter(couldBeId).map(id => sql`select ${sessionId} as s, ${id} as t`))
  if (pairs.length === 0) return new Map()
  const bookings = await lockWhere(work, Booking, sql`(session_id, trainee_id) in (select p.s, p.t from (${join(pairs, ' union all ')}) p)`)
  return Map.groupBy(bookings, ({ session }) => session.id)
}

/** Takes trainees off a session that is locked already; whoever is off already stays off. */
export async function removeTrainees(work: Work, session: Session, traineeIds: readonly string[]): Promise<void> {
  checkNumber(traineeIds, 'traineeIds')
  session.check('removeTrainees', work.now)
  const bookings = await lockBookings(work, session, traineeIds)
  const strangers = traineeIds.map((id, i) => ({ id, field: `traineeIds.${i}` })).filter(({ id }) => !bookings.has(id))
  await refuseStrangers(work, strangers)
  for (const booking of bookings.values()) booking.cancel()
}

/** Marks who attended a session that is locked already, all or none. */
export async function markAttendance(work: Work, session: Session, marks: readonly Mark[]): Promise<void> {
  checkNumber(marks, 'marks')
  session.check('markAttendance', work.now)
  const ids = marks.map(({ traineeId }) => traineeId)
  refuseAll(ids.map((id, i) => (ids.indexOf(id) < i ? new Refusal('INVALID', `marks.${i}.traineeId`, 'This trainee is marked twice.') : undefined)))
  const bookings = await lockBookings(work, session, ids)
  const strangers = ids.map((id, i) => ({ id, field: `marks.${i}.traineeId` })).filter(({ id }) => bookings.get(id)?.status !== BookingStatus.BOOKED)
  await refuseStrangers(work, strangers)
  const marker = work.em.getReference(User, work.viewer.id)
  for (const { traineeId, attendance } of marks) bookings.get(traineeId)!.mark(attendance ?? null, marker, work.now)
}

/** Bookings that are BOOKED. Under the session's lock nobody else can change the number. */
export async function countSeats(work: Work, session: Session): Promise<number> {
  return (await countAllSeats(work, [session])).get(session.id) ?? 0
}

async function countAllSeats({ em, database: { dialect } }: Work, sessions: readonly Session[]): Promise<ReadonlyMap<string, number>> {
  const ids = list(sessions.map(({ id }) => id))
  const rows = await executeWithin(em, sql`select session_id as id, count(*) as seats from booking where session_id in ${ids} and status = ${BookingStatus.BOOKED} group by session_id`, dialect)
  return new Map(rows.map(({ id, seats }) => [String(id), Number(seats)]))
}

/** A session that was locked already begins at another time, and so do its places. */
export async function moveBookings(work: Work, session: Session): Promise<void> {
  for (const booking of await work.em.find(Booking, { session }, { orderBy: { id: 'asc' } })) booking.startsAt = session.startsAt
}

/** Why a person cannot be booked; undefined: they can. */
export function whyNoTrainee(user: Pick<User, 'role' | 'isActive'> | undefined, field: string): Refusal | undefined {
  if (!user) return new Refusal('NOT_FOUND', field)
  if (user.role !== Role.TRAINEE) return new Refusal('NOT_A_TRAINEE', field)
  return user.isActive ? undefined : new Refusal('INACTIVE', field)
}

export function checkNumber(named: readonly unknown[], field: string): void {
  if (named.length > MOST_AT_ONCE) throw new Refusal('INVALID', field, `At most ${MOST_AT_ONCE.toLocaleString('en')} at once.`)
}

/** Who has no place is told apart from who does not exist. */
async function refuseStrangers(work: Work, strangers: readonly { id: string; field: string }[]): Promise<void> {
  if (strangers.length === 0) return
  const known = await findAllForChange(work, User, strangers.map(({ id }) => id))
  throw new Refusals(strangers.map(({ id, field }) => new Refusal(known.has(id) ? 'NOT_BOOKED' : 'NOT_FOUND', field)))
}

async function lockBookings(work: Work, session: Session, traineeIds: readonly string[]): Promise<Map<string, Booking>> {
  const trainees = [...new Set(traineeIds)].filter(couldBeId)
  const bookings = await lockWhere(work, Booking, sql`session_id = ${session.id} and trainee_id in ${list(trainees)}`)
  return byTrainee(bookings)
}

function byTrainee(bookings: readonly Booking[]): Map<string, Booking> {
  return new Map(bookings.map(booking => [booking.trainee.id, booking]))
}

/** What bookings are asked for. */
export interface BookingQuery {
  readonly sessionId?: string | null
  readonly traineeId?: string | null
  readonly statuses?: readonly BookingStatus[] | null
  readonly attendance?: readonly Attendance[] | null
  readonly marked?: boolean | null
  readonly from?: Date | null
  readonly to?: Date | null
}

const column = (property: string, alias = 't'): Sql => name(alias, nounOf(Booking).columns.get(property)!.column)

/** The conditions of a query; whoever sees a booking sees its session, so that its start gives nothing away. */
export function bookingsWhere(query: BookingQuery | null | undefined): Condition[] {
  const { sessionId, traineeId, statuses, attendance, marked, from, to } = query ?? {}
  const where: Condition[] = []
  if (typeof sessionId === 'string') where.push(naming(column('session'), sessionId))
  if (typeof traineeId === 'string') where.push(naming(column('trainee'), traineeId))
  // The index of the marks begins with the status.
  if (statuses || attendance || marked === false) where.push(sql`${column('status')} in ${list(statuses ?? Object.values(BookingStatus))}`)
  if (attendance) where.push(sql`${column('attendance')} in ${list(attendance)}`)
  if (marked === true) where.push({ met: sql`${column('attendance')} is not null` })
  if (marked === false) where.push(sql`${column('attendance')} is null`)
  if (from) where.push(sql`${column('startsAt')} >= ${from}`)
  if (to) where.push(sql`${column('startsAt')} < ${to}`)
  return where
}

/** The sessions of bookings that the viewer may see, as a select. */
export function sessionsBooked({ viewer }: Context, ...where: readonly Sql[]): Sql {
  return sql`select ${column('session', 'b')} from booking ${name('b')} where ${and([visible(nounOf(Booking), viewer, 'b'), booked, ...where])}`
}

const booked = sql`${name('b', 'status')} = ${BookingStatus.BOOKED}`

const ANSWERS = [...Object.values(Attendance), null]

/** How the visible places of a session ended, each answer once; all sessions of a list are one statement. */
export function countAttendance(context: Context, sessionId: string): Promise<readonly AttendanceCount[]> {
  const loader = loaderOf<string, readonly AttendanceCount[]>(context, 'attendance of sessions', async ids => {
    const where = and([visible(nounOf(Booking), context.viewer, 'b'), booked, sql`${column('session', 'b')} in ${list(ids)}`])
    const by = sql`${column('session', 'b')}, ${column('attendance', 'b')}`
    const counts = await context.rows(sql`select ${by}, count(*) from booking ${name('b')} where ${where} group by ${by}`)
    const found = new Map(counts.map(([session, attendance, count]) => [`${String(session)} ${String(attendance)}`, Number(count)]))
    return ids.map(id => ANSWERS.map(attendance => ({ attendance, count: found.get(`${id} ${String(attendance)}`) ?? 0 })))
  })
  return loader.load(sessionId)
}

/** Whether any booking of a session was ever marked; it then stands as a record. */
export function hasAttendance(context: Context, sessionId: string): Promise<boolean> {
  const loader = loaderOf<string, boolean>(context, 'marks of sessions', async ids => {
    const where = and([sql`${column('session', 'b')} in ${list(ids)}`, sql`${column('attendance', 'b')} is not null`])
    const marked = await context.rows(sql`select distinct ${column('session', 'b')} from booking ${name('b')} where ${where}`)
    const found = new Set(marked.map(([id]) => String(id)))
    return ids.map(id => found.has(id))
  })
  return loader.load(sessionId)
}
