import { Temporal } from 'temporal-polyfill'
import { Assignment } from '../identity/assignment.entity.ts'
import { Organization, ORGANIZATION_ID } from '../identity/organization.entity.ts'
import { Role, User } from '../identity/user.entity.ts'
import type { Context } from '../platform/context.ts'
import { fault } from '../platform/fault.ts'
import { visible } from '../platform/law.ts'
import { nounOf, type Class } from '../platform/noun.ts'
import { readById, selecting } from '../platform/read.ts'
import { and, name, sql, type Sql } from '../platform/sql.ts'
import { Attendance, Booking, BookingStatus } from '../scheduling/booking.entity.ts'
import { Session, SessionStatus } from '../scheduling/session.entity.ts'

/** What the numbers are about: from, included, until, excluded, in days of a zone. */
export interface Scope {
  readonly from: Date
  readonly to: Date
  readonly timeZone: string
}

const DAYS = 30
const MOST_DAYS = 366
const QUARTER = 15 * 60_000

/** The range as asked; the last 30 days of the zone, today included, where nothing is. */
export async function scopeOf(context: Context, asked: { from?: Date | null; to?: Date | null; timeZone?: string | null }): Promise<Scope> {
  const timeZone = asked.timeZone ?? (await organizationZone(context))
  const to = asked.to ?? dateOf(dayOf(context.clock.now(), timeZone).add({ days: 1 }), timeZone)
  const from = asked.from ?? dateOf(dayOf(new Date(to.getTime() - 1), timeZone).subtract({ days: DAYS - 1 }), timeZone)
  if (from > to) throw fault('BAD_USER_INPUT', 'from must not lie behind to.')
  const latest = zoned(from, timeZone).add({ days: MOST_DAYS }).epochMilliseconds
  if (to.getTime() > latest) throw fault('BAD_USER_INPUT', `At most ${MOST_DAYS} days at once.`)
  return { from, to, timeZone }
}

async function organizationZone(context: Context): Promise<string> {
  const organization = await readById(selecting(context, { Organization: ['timeZone'] }), Organization, ORGANIZATION_ID)
  return organization?.timeZone ?? 'UTC'
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}

function dayOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return zoned(instant, timeZone).toPlainDate()
}

/** When the day begins there: not always at midnight, where clocks are moved then. */
function dateOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds)
}

/** The rows of a noun that the viewer sees, as every other read has it. */
function seen(context: Context, type: Class, alias: string): Sql {
  return visible(nounOf(type), context.viewer, alias)
}

function starting({ from, to }: Scope): Sql {
  return sql`${name('s', 'starts_at')} >= ${from} and ${name('s', 'starts_at')} < ${to}`
}

const held = sql`${name('s', 'status')} <> ${SessionStatus.CANCELLED}`

function sessionsOf(context: Context, scope: Scope, ...more: readonly Sql[]): Sql {
  return and([seen(context, Session, 's'), starting(scope), ...more])
}

/** Everybody as they are now, whatever the range. */
export async function countUsersByRole(context: Context): Promise<{ role: Role; count: number; active: number }[]> {
  const rows = await context.rows(sql`
    select u.role, count(*), sum(case when u.is_active = ${true} then 1 else 0 end) from ${name('user')} u where ${seen(context, User, 'u')} group by u.role`)
  const found = new Map(rows.map(([role, ...counts]) => [role, counts.map(Number)]))
  return Object.values(Role).map(role => ({ role, count: found.get(role)?.[0] ?? 0, active: found.get(role)?.[1] ?? 0 }))
}

export async function countSessionsByStatus(context: Context, scope: Scope): Promise<{ status: SessionStatus; count: number }[]> {
  const rows = await context.rows(sql`select s.status, count(*) from session s where ${sessionsOf(context, scope)} group by s.status`)
  const found = new Map(rows.map(([status, count]) => [status, Number(count)]))
  return Object.values(SessionStatus).map(status => ({ status, count: found.get(status) ?? 0 }))
}

/**
 * Sessions of every status by the day on which they start in the zone. Neither database can be trusted with zones, so
 * it counts quarters of an hour in UTC, of which every day of every zone is made, and they are folded into days here.
 */
export async function countSessionsPerDay(context: Context, scope: Scope): Promise<{ day: string; count: number }[]> {
  const quarter = context.database.dialect === 'sqlite'
    ? sql`s.starts_at / ${QUARTER}`
    : sql`timestampdiff(second, '1970-01-01 00:00:00', s.starts_at) div 900`
  const rows = await context.rows(sql`select ${quarter} as quarter, count(*) from session s where ${sessionsOf(context, scope)} group by quarter`)
  const days = daysOf(scope)
  for (const [at, count] of rows) {
    const day = dayOf(new Date(Math.floor(Number(at)) * QUARTER), scope.timeZone).toString()
    days.set(day, (days.get(day) ?? 0) + Number(count))
  }
  return [...days].map(([day, count]) => ({ day, count }))
}

/** Every day of the range, so that a chart has no gaps. */
function daysOf({ from, to, timeZone }: Scope): Map<string, number> {
  const days = new Map<string, number>()
  if (from.getTime() === to.getTime()) return days
  const last = dayOf(new Date(to.getTime() - 1), timeZone)
  for (let day = dayOf(from, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) days.set(day.toString(), 0)
  return days
}

/** The marks of the bookings that hold, in sessions that were not cancelled; null counts those not yet marked. */
export async function countAttendance(context: Context, scope: Scope): Promise<{ attendance: Attendance | null; count: number }[]> {
  const rows = await context.rows(sql`
    select b.attendance, count(*) from session s join booking b on b.session_id = s.id
    where ${and([sessionsOf(context, scope, held), takenPlace(context)])} group by b.attendance`)
  const found = new Map(rows.map(([attendance, count]) => [attendance, Number(count)]))
  return [...Object.values(Attendance), null].map(attendance => ({ attendance, count: found.get(attendance) ?? 0 }))
}

function takenPlace(context: Context): Sql {
  return and([seen(context, Booking, 'b'), sql`b.status = ${BookingStatus.BOOKED}`])
}

/** Of the sessions that have a capacity and were not cancelled: where places are unlimited, no share of them is taken. */
export async function countSeats(context: Context, scope: Scope): Promise<{ taken: number; capacity: number }> {
  const limited = sessionsOf(context, scope, held, sql`s.capacity is not null`)
  const [[offered], [taken]] = await Promise.all([
    context.rows(sql`select sum(s.capacity) from session s where ${limited}`),
    context.rows(sql`select count(*) from session s join booking b on b.session_id = s.id where ${and([limited, takenPlace(context)])}`),
  ])
  return { taken: Number(taken?.[0] ?? 0), capacity: Number(offered?.[0] ?? 0) }
}

export interface Load {
  readonly trainerId: string
  readonly trainees: number
  readonly sessions: number
  readonly minutes: number
}

/**
 * What each trainer carries, the heaviest first: the trainees assigned to them now, and the sessions and minutes of the
 * range that they hold and that were not cancelled. Active trainers without any stand at the end, with nothing.
 */
export async function loadOfTrainers(context: Context, scope: Scope, first: number): Promise<Load[]> {
  const [holding, assigned, active] = await Promise.all([
    context.rows(sql`select s.trainer_id, count(*), sum(s.duration_minutes) from session s where ${sessionsOf(context, scope, held)} group by s.trainer_id`),
    context.rows(sql`select a.trainer_id, count(*) from assignment a where ${seen(context, Assignment, 'a')} group by a.trainer_id`),
    context.rows(sql`select u.id from ${name('user')} u where ${and([seen(context, User, 'u'), sql`u.role = ${Role.TRAINER} and u.is_active = ${true}`])}`),
  ])
  const loads = new Map(active.map(([id]) => [String(id), { trainees: 0, sessions: 0, minutes: 0 }]))
  const loadOf = (id: unknown): { trainees: number; sessions: number; minutes: number } => {
    const load = loads.get(String(id)) ?? { trainees: 0, sessions: 0, minutes: 0 }
    loads.set(String(id), load)
    return load
  }
  for (const [id, sessions, minutes] of holding) Object.assign(loadOf(id), { sessions: Number(sessions), minutes: Number(minutes) })
  for (const [id, trainees] of assigned) Object.assign(loadOf(id), { trainees: Number(trainees) })
  return [...loads].map(([trainerId, load]) => ({ trainerId, ...load })).toSorted(heavierFirst).slice(0, first)
}

function heavierFirst(one: Load, other: Load): number {
  return other.minutes - one.minutes || other.sessions - one.sessions || other.trainees - one.trainees || (one.trainerId < other.trainerId ? -1 : 1)
}
