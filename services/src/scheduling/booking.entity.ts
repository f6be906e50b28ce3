import { Index, Unique } from '@mikro-orm/decorators/legacy'
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { User } from '../identity/user.entity.ts'
import { Choice, Id, Instant, NounEntity, ToOne } from '../platform/noun.ts'
import { tells } from '../platform/recorder.ts'
import { Refusal } from '../platform/refusal.ts'
import { Session } from './session.entity.ts'

export enum BookingStatus {
  BOOKED = 'BOOKED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(BookingStatus, { name: 'BookingStatus' })

export enum Attendance {
  PRESENT = 'PRESENT',
  LATE = 'LATE',
  EXCUSED = 'EXCUSED',
  ABSENT = 'ABSENT',
}
registerEnumType(Attendance, { name: 'Attendance' })

@ObjectType()
export class AttendanceCount {
  @Field(() => Attendance, { nullable: true, description: 'null: not yet marked.' })
  attendance!: Attendance | null

  @Field(() => Int)
  count!: number
}

@NounEntity({ table: 'booking', root: 'session', about: 'trainee', description: "One trainee's place in a session; carries the attendance mark." })
@Unique({ name: 'booking_pair', properties: ['session', 'trainee'] })
@Index({ name: 'booking_session', properties: ['session', 'status', 'createdAt', 'id', 'attendance'] })
@Index({ name: 'booking_trainee', properties: ['trainee', 'status', 'startsAt', 'id', 'session'] })
@Index({ name: 'booking_mark', properties: ['status', 'attendance', 'startsAt', 'id', 'session'] })
@Index({ name: 'booking_starts', properties: ['startsAt', 'id', 'status', 'attendance'] })
@Index({ name: 'booking_created', properties: ['createdAt', 'id', 'startsAt', 'status', 'attendance'] })
export class Booking {
  @Id()
  id!: string

  @ToOne(() => Session, { deleteRule: 'cascade' })
  session!: Session

  /** The start of its session: no database walks the bookings in the order of another table. */
  @Instant({ exposed: false, quiet: true })
  startsAt!: Date

  @ToOne(() => User)
  trainee!: User

  @Choice(() => BookingStatus)
  status!: BookingStatus

  @Choice(() => Attendance, { nullable: true })
  attendance!: Attendance | null

  @ToOne(() => User, { nullable: true, deleteRule: 'set null' })
  markedBy!: User | null

  @Instant({ nullable: true })
  markedAt!: Date | null

  @Instant()
  createdAt!: Date

  @Instant({ quiet: true })
  updatedAt!: Date

  static make(id: string, session: Session, trainee: User): Booking {
    return Object.assign(new Booking(), {
      id, session, trainee, startsAt: session.startsAt, status: BookingStatus.BOOKED, attendance: null, markedBy: null, markedAt: null,
    })
  }

  /** Takes the place again, with the record as it was. */
  rebook(): void {
    this.status = BookingStatus.BOOKED
  }

  /** Gives the place back; the record stays. */
  cancel(): void {
    this.status = BookingStatus.CANCELLED
  }

  /** null takes the mark back; the same mark again changes nothing, so whoever marked first stays. */
  mark(attendance: Attendance | null, by: User, at: Date): void {
    if (this.status !== BookingStatus.BOOKED) throw new Refusal('NOT_BOOKED')
    if (this.attendance === attendance) return
    this.attendance = attendance
    this.markedBy = attendance === null ? null : by
    this.markedAt = attendance === null ? null : at
  }
}

// A booking made or cancelled changes its session's count; an attendance mark changes the booking alone.
tells(Booking, { root: 'session', fields: ['seatsTaken'], watched: ['status'] })
