import { Index } from '@mikro-orm/decorators/legacy'
import { Field, Int as GraphInt, registerEnumType } from 'type-graphql'
import { User } from '../identity/user.entity.ts'
import { computes, Choice, Derived, Id, Instant, Int, NounEntity, Text, ToOne, Version } from '../platform/noun.ts'
import { name, sql } from '../platform/sql.ts'

export enum SessionStatus {
  SCHEDULED = 'SCHEDULED',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(SessionStatus, { name: 'SessionStatus' })

@NounEntity({ table: 'session', description: 'One training meeting.' })
@Index({ name: 'session_starts', properties: ['startsAt', 'id'] })
@Index({ name: 'session_trainer', properties: ['trainer', 'startsAt', 'id'] })
@Index({ name: 'session_status', properties: ['status', 'startsAt', 'id'] })
@Index({ name: 'session_title', properties: ['titleKey', 'id'] })
@Index({ name: 'session_created', properties: ['createdAt', 'id'] })
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

  @Int({ min: 5, max: 1440 })
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
}

computes(Session, { endsAt: ['startsAt', 'durationMinutes'] })
