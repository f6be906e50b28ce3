import { Index } from '@mikro-orm/decorators/legacy'
import { Field, Int as GraphInt, registerEnumType } from 'type-graphql'
import { User } from '../identity/user.entity.ts'
import { Choice, Derived, Flag, Id, Instant, Int, makes, NounEntity, Text, ToOne, Version } from '../platform/noun.ts'
import { Refusal, refuseAll, type RefusalCode } from '../platform/refusal.ts'
import { sortKey } from '../platform/search.ts'
import { name, sql } from '../platform/sql.ts'

export enum SessionStatus {
  SCHEDULED = 'SCHEDULED',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(SessionStatus, { name: 'SessionStatus' })

/** What a form edits; what is left out stays. */
export interface SessionDetails {
  title?: string
  description?: string | null
  trainer?: User
  startsAt?: Date
  durationMinutes?: number
  timeZone?: string
  capacity?: number | null
  classLink?: string | null
  location?: string | null
}

const DETAILS = [
  'title', 'description', 'trainer', 'startsAt', 'durationMinutes', 'timeZone', 'capacity', 'classLink', 'location',
] as const satisfies readonly (keyof SessionDetails)[]

/** What may still be written down about a meeting that was held. */
const MENDABLE_AFTERWARDS: readonly string[] = ['description', 'classLink']
const YEARS_EITHER_WAY = 10
const MARKING_BEGINS_EARLIER = 15 * 60_000

export const LONGEST_MINUTES = 24 * 60

/** As much of a session as tells what may happen to it now; a row and an entity both have it. */
export interface Standing { readonly status: SessionStatus; readonly startsAt: Date | string }

/** Why a deed cannot be done to a session as it stands; undefined: it can. */
type Hindrance = (session: Standing, now: Date) => RefusalCode | undefined
const beginsBy = ({ startsAt }: Standing, instant: number): boolean => new Date(startsAt).getTime() <= instant
const whileScheduled: Hindrance = ({ status }) => (status === SessionStatus.SCHEDULED ? undefined : 'NOT_SCHEDULED')
const unlessCancelled: Hindrance = ({ status }) => (status === SessionStatus.CANCELLED ? 'NOT_SCHEDULED' : undefined)

/** What a session's status and time forbid, by verb: its moves refuse by it, and the rights shown to a viewer stand on it. */
export const hindrances = {
  updateSession: unlessCancelled,
  cancelSession: whileScheduled,
  restoreSession: ({ status }) => (status === SessionStatus.CANCELLED ? undefined : 'NOT_CANCELLED'),
  completeSession: (session, now) => whileScheduled(session, now) ?? (beginsBy(session, now.getTime()) ? undefined : 'NOT_BEGUN'),
  addTrainees: whileScheduled,
  removeTrainees: whileScheduled,
  markAttendance: (session, now) =>
    unlessCancelled(session, now) ?? (beginsBy(session, now.getTime() + MARKING_BEGINS_EARLIER) ? undefined : 'NOT_BEGUN'),
} as const satisfies Record<string, Hindrance>
export type SessionVerb = keyof typeof hindrances

@NounEntity({ table: 'session', description: 'One training meeting.' })
@Index({ name: 'session_starts', properties: ['startsAt', 'id', 'status', 'trainer', 'hasPlace', 'durationMinutes', 'capacity'] })
@Index({ name: 'session_trainer', properties: ['trainer', 'startsAt', 'id'] })
// Whether somebody's places lead to a trainer is asked with each booking, by the ids of their sessions.
@Index({ name: 'session_holder', properties: ['id', 'trainer'] })
@Index({ name: 'session_status', properties: ['status', 'startsAt', 'id'] })
@Index({ name: 'session_place', properties: ['hasPlace', 'startsAt', 'id'] })
@Index({ name: 'session_title', properties: ['titleKey', 'id', 'startsAt', 'status', 'trainer', 'hasPlace'] })
@Index({ name: 'session_created', properties: ['createdAt', 'id', 'startsAt', 'status', 'trainer', 'hasPlace'] })
export class Session {
  @Id()
  id!: string

  @Text({ max: 200, search: true })
  title!: string

  /** The title as it is sorted: without case and accents. */
  @Text({ max: 200, exposed: false, quiet: true })
  titleKey!: string

  @Text({ max: 10_000, nullable: true, form: 'lines' })
  description!: string | null

  @ToOne(() => User)
  trainer!: User

  @Instant()
  startsAt!: Date

  @Field(() => Date)
  readonly endsAt!: Date

  @Int({ min: 5, max: LONGEST_MINUTES })
  durationMinutes!: number

  @Text({ max: 64, form: 'timeZone', description: 'For reading the time where it is held; it does not move the instant.' })
  timeZone!: string

  @Choice(() => SessionStatus)
  status!: SessionStatus

  @Text({ max: 500, nullable: true })
  cancelReason!: string | null

  @Text({ max: 2000, nullable: true, form: 'url' })
  classLink!: string | null

  @Text({ max: 200, nullable: true })
  location!: string | null

  /** Whether anybody knows where to go: the few sessions that lack a place are found by it. */
  @Flag({ exposed: false, quiet: true, default: false })
  hasPlace!: boolean

  @Int({ min: 1, max: 100_000, nullable: true, description: 'null: unlimited.' })
  capacity!: number | null

  @Derived(() => GraphInt, alias => sql`(select count(*) from booking where booking.session_id = ${name(alias, 'id')} and booking.status = 'BOOKED')`, {
    description: 'Bookings that are BOOKED.',
  })
  readonly seatsTaken!: number

  @Version()
  version!: number

  @Instant()
  createdAt!: Date

  @Instant({ quiet: true })
  updatedAt!: Date

  /** Refuses a deed that the session's status or time forbids. */
  check(verb: SessionVerb, now: Date): void {
    const code = hindrances[verb](this, now)
    if (code) throw new Refusal(code)
  }

  /** A session as it is first written down; it may lie in the past. */
  static plan(id: string, details: Required<SessionDetails>, now: Date): Session {
    checkStart(details.startsAt, now)
    const session = Object.assign(new Session(), { ...details, id, status: SessionStatus.SCHEDULED, cancelReason: null })
    session.index()
    return session
  }

  /** Takes the details that differ, or refuses each that may not change any more. */
  revise(details: SessionDetails, seatsTaken: number, now: Date): void {
    const changed = DETAILS.filter(field => details[field] !== undefined && !isSame(this[field], details[field]))
    if (changed.length === 0) return
    this.check('updateSession', now)
    const held = this.status === SessionStatus.COMPLETED
    const late = changed.filter(field => held && !MENDABLE_AFTERWARDS.includes(field))
    refuseAll(late.map(field => new Refusal('NOT_SCHEDULED', field === 'trainer' ? 'trainerId' : field)))
    if (changed.includes('startsAt')) checkStart(details.startsAt!, now)
    if (changed.includes('capacity') && (details.capacity ?? Infinity) < seatsTaken) throw new Refusal('CAPACITY_BELOW_BOOKED', 'capacity')
    for (const field of changed) Object.assign(this, { [field]: details[field] })
    this.index()
  }

  /** Keeps what sessions are sorted and found by. */
  private index(): void {
    this.titleKey = sortKey(this.title)
    this.hasPlace = this.classLink !== null || this.location !== null
  }

  cancel(reason: string, now: Date): void {
    this.check('cancelSession', now)
    this.status = SessionStatus.CANCELLED
    this.cancelReason = reason
  }

  restore(now: Date): void {
    this.check('restoreSession', now)
    this.status = SessionStatus.SCHEDULED
    this.cancelReason = null
  }

  complete(now: Date): void {
    this.check('completeSession', now)
    this.status = SessionStatus.COMPLETED
  }

  /** Refuses more trainees than there are places. */
  checkPlaces(seatsTaken: number, wanted: number): void {
    const left = this.capacity === null ? Infinity : this.capacity - seatsTaken
    if (wanted <= left) return
    throw new Refusal('SESSION_FULL', 'traineeIds', left <= 0 ? undefined : left === 1 ? 'Only one seat is left.' : `Only ${left} seats are left.`)
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other
}

function checkStart(startsAt: Date, now: Date): void {
  const [earliest, latest] = [-YEARS_EITHER_WAY, YEARS_EITHER_WAY].map(years => new Date(now).setUTCFullYear(now.getUTCFullYear() + years))
  if (startsAt.getTime() >= earliest! && startsAt.getTime() <= latest!) return
  throw new Refusal('INVALID', 'startsAt', `A session starts within ${YEARS_EITHER_WAY} years from now, either way.`)
}

makes(Session, 'endsAt', ['startsAt', 'durationMinutes'], ({ startsAt, durationMinutes }: { startsAt: string; durationMinutes: number }) =>
  new Date(Date.parse(startsAt) + durationMinutes * 60_000).toISOString())
