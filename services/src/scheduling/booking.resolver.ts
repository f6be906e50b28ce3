import {
  Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, registerEnumType, Resolver, Root, Subscription,
} from 'type-graphql'
import { After, changeOf } from '../identity/change.forms.ts'
import { tell } from '../identity/change.service.ts'
import { User } from '../identity/user.entity.ts'
import { readChildren } from '../platform/children.ts'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { Fills, OPTIONAL_REASON } from '../platform/input.ts'
import { connectionOf, Direction, ForwardArgs, PageArgs, type Connection } from '../platform/page.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { Together } from '../platform/together.ts'
import { orderBy } from '../platform/way.ts'
import { findForChange } from '../platform/write.ts'
import { Attendance, AttendanceCount, Booking, BookingStatus } from './booking.entity.ts'
import { addTrainees, bookingsWhere, countAttendance, holdSeatings, markAttendance, removeTrainees, type BookingQuery, type Mark } from './booking.service.ts'
import { Session } from './session.entity.ts'

/** Each order by the column that it walks. */
enum BookingOrderField {
  STARTS_AT = 'starts_at',
  CREATED_AT = 'created_at',
}
registerEnumType(BookingOrderField, { name: 'BookingOrderField' })

@InputType()
class BookingOrder {
  @Field(() => BookingOrderField, { description: "STARTS_AT: by the session's start." }) by!: BookingOrderField
  @Field(() => Direction) direction!: Direction
}

const optional = { nullable: true }

@InputType()
class BookingFilter implements BookingQuery {
  @Field(() => ID, optional) sessionId?: string | null
  @Field(() => ID, optional) traineeId?: string | null
  @Field(() => [BookingStatus], optional) statuses?: BookingStatus[] | null
  @Field(() => [Attendance], optional) attendance?: Attendance[] | null
  @Field(() => Boolean, { nullable: true, description: 'Whether any attendance is marked.' }) marked?: boolean | null
  @Field(() => Date, { nullable: true, description: 'Its session starts then or later.' }) from?: Date | null
  @Field(() => Date, { nullable: true, description: 'Its session starts earlier than that.' }) to?: Date | null
}

const BookingConnection = connectionOf('Booking', () => Booking)
const BookingChange = changeOf('BookingChange', 'booking', () => Booking)

@ArgsType()
class BookingsArgs extends PageArgs {
  @Field(() => BookingFilter, optional) filter?: BookingFilter | null
  @Field(() => BookingOrder, { nullable: true, description: 'The latest booking first, when left out.' }) orderBy?: BookingOrder | null
}

@ArgsType()
class ChildBookingsArgs extends ForwardArgs {
  @Field(() => BookingFilter, optional) filter?: BookingFilter | null
}

@InputType()
class AddTraineesInput {
  @Field(() => ID) sessionId!: string
  @Field(() => [ID]) traineeIds!: string[]
}

@InputType()
@Fills(undefined, { reason: OPTIONAL_REASON })
class RemoveTraineesInput {
  @Field(() => ID) sessionId!: string
  @Field(() => [ID]) traineeIds!: string[]
  @Field(() => String, optional) reason?: string | null
}

@InputType()
class AttendanceMark implements Mark {
  @Field(() => ID) traineeId!: string
  @Field(() => Attendance, { nullable: true, description: 'null takes the mark back.' }) attendance?: Attendance | null
}

@InputType()
class MarkAttendanceInput {
  @Field(() => ID) sessionId!: string
  @Field(() => [AttendanceMark]) marks!: AttendanceMark[]
}

@ObjectType()
class AddTraineesPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class RemoveTraineesPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class MarkAttendancePayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@Resolver(() => Booking)
export class BookingResolver {
  @Query(() => BookingConnection, { description: 'Those that the viewer may see.' })
  bookings(@Args(() => BookingsArgs) args: BookingsArgs, @Ctx() context: Context): Promise<Connection<Row<Booking>>> {
    const { by = BookingOrderField.CREATED_AT, direction = Direction.DESC } = args.orderBy ?? {}
    return readPage(context, Booking, { where: bookingsWhere(args.filter), order: orderBy(by, direction === Direction.DESC), args })
  }

  @Together<AddTraineesInput>({ size: ({ traineeIds }) => traineeIds.length, hold: (work, deeds) => holdSeatings(work, deeds.map(({ input }) => input)) })
  @Mutation(() => AddTraineesPayload, { description: 'All or none; who is booked already stays booked.' })
  async addTrainees(@Arg('input', () => AddTraineesInput) input: AddTraineesInput, @Ctx() work: Work): Promise<Outcome<AddTraineesPayload>> {
    const session = await findForChange(work, Session, input.sessionId, { field: 'sessionId', verb: 'addTrainees' })
    await addTrainees(work, session, input.traineeIds)
    return { session }
  }

  @Mutation(() => RemoveTraineesPayload, { description: 'The bookings are kept as CANCELLED.' })
  async removeTrainees(@Arg('input', () => RemoveTraineesInput) input: RemoveTraineesInput, @Ctx() work: Work): Promise<Outcome<RemoveTraineesPayload>> {
    const session = await findForChange(work, Session, input.sessionId, { field: 'sessionId', verb: 'removeTrainees' })
    await removeTrainees(work, session, input.traineeIds)
    return { session }
  }

  @Mutation(() => MarkAttendancePayload, { description: 'From 15 minutes before the start; null takes a mark back.' })
  async markAttendance(@Arg('input', () => MarkAttendanceInput) input: MarkAttendanceInput, @Ctx() work: Work): Promise<Outcome<MarkAttendancePayload>> {
    const session = await findForChange(work, Session, input.sessionId, { field: 'sessionId', verb: 'markAttendance' })
    await markAttendance(work, session, input.marks)
    return { session }
  }

  @Subscription(() => BookingChange, { subscribe: follow('bookingChanged', Booking) })
  bookingChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, Booking, 'booking', change)
  }
}

@Resolver(() => Session)
export class BookingsOfSessionResolver {
  @FieldResolver(() => BookingConnection, {
    description: 'Those that the viewer may see: all for admins and trainers, the own one for trainees; the first booked first.',
  })
  bookings(@Root() session: Row<Session>, @Args(() => ChildBookingsArgs) args: ChildBookingsArgs, @Ctx() context: Context): Promise<Connection<Row<Booking>>> {
    return readChildren(context, Booking, {
      of: 'session', parent: session.id, key: JSON.stringify(args), bounded: true,
      where: bookingsWhere(args.filter), order: orderBy('created_at'), args,
    })
  }

  @FieldResolver(() => Booking, { nullable: true, description: "The viewer's own place." })
  async viewerBooking(@Root() session: Row<Session>, @Ctx() context: Context): Promise<Row<Booking> | null> {
    const { nodes } = await readChildren(context, Booking, {
      of: 'session', parent: session.id, key: 'of the viewer', bounded: true, order: orderBy('created_at'), args: { first: 1 },
      where: bookingsWhere({ traineeId: context.viewer.id, statuses: [BookingStatus.BOOKED] }),
    })
    return nodes[0] ?? null
  }

  @FieldResolver(() => [AttendanceCount], { description: 'Over the bookings that the viewer may see and that are BOOKED.' })
  attendanceCounts(@Root() session: Row<Session>, @Ctx() context: Context): Promise<readonly AttendanceCount[]> {
    return countAttendance(context, session.id)
  }
}

@Resolver(() => User)
export class BookingsOfUserResolver {
  @FieldResolver(() => BookingConnection, { description: 'Attended, or to be attended, by this user; the latest start first.' })
  bookings(@Root() user: Row<User>, @Args(() => ChildBookingsArgs) args: ChildBookingsArgs, @Ctx() context: Context): Promise<Connection<Row<Booking>>> {
    return readChildren(context, Booking, {
      of: 'trainee', parent: user.id, key: JSON.stringify(args), bounded: false,
      where: bookingsWhere(args.filter), order: orderBy('starts_at', true), args,
    })
  }
}
