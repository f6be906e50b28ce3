import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import { Role, User } from '../identity/user.entity.ts'
import type { Context } from '../platform/context.ts'
import { fault } from '../platform/fault.ts'
import { PAGE_LIMIT, PAGE_SIZE } from '../platform/page.ts'
import { readById } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { TimeZoneScalar } from '../platform/scalars.ts'
import { AttendanceCount } from '../scheduling/booking.entity.ts'
import { SessionStatus } from '../scheduling/session.entity.ts'
import {
  countAttendance, countSeats, countSessionsByStatus, countSessionsPerDay, countUsersByRole, loadOfTrainers, scopeOf, type Load, type Scope,
} from './analytics.service.ts'

@ObjectType()
class RoleCount {
  @Field(() => Role) role!: Role
  @Field(() => Int) count!: number
  @Field(() => Int) active!: number
}

@ObjectType()
class StatusCount {
  @Field(() => SessionStatus) status!: SessionStatus
  @Field(() => Int) count!: number
}

@ObjectType()
class DayCount {
  @Field(() => String, { description: 'YYYY-MM-DD.' }) day!: string
  @Field(() => Int) count!: number
}

@ObjectType()
class SeatCount {
  @Field(() => Int) taken!: number
  @Field(() => Int) capacity!: number
}

@ObjectType()
class TrainerLoad {
  @Field(() => User) trainer!: User
  @Field(() => Int, { description: 'Assigned to them now.' }) trainees!: number
  @Field(() => Int) sessions!: number
  @Field(() => Int) minutes!: number
}

@ObjectType()
class Analytics {}

@ArgsType()
class AnalyticsArgs {
  @Field(() => Date, { nullable: true, description: 'The last 30 days when left out.' }) from?: Date | null
  @Field(() => Date, { nullable: true, description: 'The end of today when left out.' }) to?: Date | null
  @Field(() => TimeZoneScalar, { nullable: true, description: "The organisation's when left out." }) timeZone?: string | null
}

/** Each number is counted only when it is asked for. */
@Resolver(() => Analytics)
export class AnalyticsResolver {
  @Query(() => Analytics, { description: 'Numbers of the sessions that start in the range, at most 366 days.' })
  analytics(@Args(() => AnalyticsArgs) asked: AnalyticsArgs, @Ctx() context: Context): Promise<Scope> {
    return scopeOf(context, asked)
  }

  @FieldResolver(() => [RoleCount], { description: 'As they are now.' })
  usersByRole(@Ctx() context: Context): Promise<RoleCount[]> {
    return countUsersByRole(context)
  }

  @FieldResolver(() => [StatusCount])
  sessionsByStatus(@Root() scope: Scope, @Ctx() context: Context): Promise<StatusCount[]> {
    return countSessionsByStatus(context, scope)
  }

  @FieldResolver(() => [DayCount], { description: 'Days of the given zone, without gaps.' })
  sessionsPerDay(@Root() scope: Scope, @Ctx() context: Context): Promise<DayCount[]> {
    return countSessionsPerDay(context, scope)
  }

  @FieldResolver(() => [AttendanceCount], { description: 'Of the sessions that were not cancelled.' })
  attendance(@Root() scope: Scope, @Ctx() context: Context): Promise<AttendanceCount[]> {
    return countAttendance(context, scope)
  }

  @FieldResolver(() => SeatCount, { description: 'Places taken and places offered in the sessions of the range, where they are limited and not cancelled.' })
  seats(@Root() scope: Scope, @Ctx() context: Context): Promise<SeatCount> {
    return countSeats(context, scope)
  }

  @FieldResolver(() => [TrainerLoad], { description: 'The most minutes first; cancelled sessions are no load.' })
  trainerLoad(@Root() scope: Scope, @Ctx() context: Context, @Arg('first', () => Int, { nullable: true }) first?: number | null): Promise<Load[]> {
    const size = first ?? PAGE_SIZE
    if (size < 1 || size > PAGE_LIMIT) throw fault('BAD_USER_INPUT', `first must be 1 to ${PAGE_LIMIT}.`)
    return loadOfTrainers(context, scope, size)
  }
}

@Resolver(() => TrainerLoad)
export class TrainerLoadResolver {
  @FieldResolver(() => User)
  trainer(@Root() { trainerId }: Load, @Ctx() context: Context): Promise<Row<User> | null> {
    return readById(context, User, trainerId)
  }
}
