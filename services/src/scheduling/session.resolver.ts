import {
  Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver, Root, Subscription,
} from 'type-graphql'
import { After, changeOf } from '../identity/change.forms.ts'
import { tell } from '../identity/change.service.ts'
import { JournalConnection } from '../identity/journal.forms.ts'
import { readHistory } from '../identity/journal.service.ts'
import { User } from '../identity/user.entity.ts'
import { readChildren } from '../platform/children.ts'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { Fills, OPTIONAL_REASON, REASON, type InputRule } from '../platform/input.ts'
import type { JournalEntry } from '../platform/journal.ts'
import { tellsRights } from '../platform/looks.ts'
import { computes } from '../platform/noun.ts'
import { connectionOf, Direction, ForwardArgs, PageArgs, type Connection } from '../platform/page.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { allows } from '../platform/permission.ts'
import { readById, readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { TimeZoneScalar, UrlScalar } from '../platform/scalars.ts'
import { orderBy } from '../platform/way.ts'
import { findForChange } from '../platform/write.ts'
import { hasAttendance } from './booking.service.ts'
import { hindrances, Session, SessionStatus, type SessionVerb } from './session.entity.ts'
import { createSession, deleteSession, restoreSession, reviseSession, sessionsWhere, type NewSession, type SessionQuery } from './session.service.ts'

/** Each order by the column that it walks. */
enum SessionOrderField {
  STARTS_AT = 'starts_at',
  TITLE = 'title_key',
  CREATED_AT = 'created_at',
}
registerEnumType(SessionOrderField, { name: 'SessionOrderField' })

@InputType()
class SessionOrder {
  @Field(() => SessionOrderField) by!: SessionOrderField
  @Field(() => Direction) direction!: Direction
}

const optional = { nullable: true }

@InputType()
class SessionFilter implements SessionQuery {
  @Field(() => String, { nullable: true, description: "Beginnings of words in the title and in the trainer's name." }) search?: string | null
  @Field(() => [SessionStatus], optional) statuses?: SessionStatus[] | null
  @Field(() => ID, optional) trainerId?: string | null
  @Field(() => ID, { nullable: true, description: 'Who is booked on it, as far as the viewer may see that.' }) traineeId?: string | null
  @Field(() => Date, { nullable: true, description: 'Starts then or later.' }) from?: Date | null
  @Field(() => Date, { nullable: true, description: 'Starts earlier than that.' }) to?: Date | null
  @Field(() => Date, { nullable: true, description: 'Ends later than that: with `to`, whatever is held at some time between them.' }) endsAfter?: Date | null
  @Field(() => Boolean, { nullable: true, description: 'Neither class link nor location.' }) lacksPlace?: boolean | null
  @Field(() => Boolean, { nullable: true, description: 'Begun, not cancelled, some booking not marked.' }) needsAttendance?: boolean | null
  @Field(() => Boolean, optional) trainerActive?: boolean | null
}

const SessionConnection = connectionOf('Session', () => Session)
const SessionChange = changeOf('SessionChange', 'session', () => Session)

@ArgsType()
class SessionsArgs extends PageArgs {
  @Field(() => SessionFilter, optional) filter?: SessionFilter | null
  @Field(() => SessionOrder, { nullable: true, description: 'The earliest start first, when left out.' }) orderBy?: SessionOrder | null
}

@ArgsType()
class SessionsHeldArgs extends ForwardArgs {
  @Field(() => SessionFilter, optional) filter?: SessionFilter | null
}

/** The session that a form was made against. */
@InputType()
abstract class SessionForm {
  @Field(() => ID) id!: string
  @Field(() => Int) version!: number
}

@InputType()
@Fills(Session)
class CreateSessionInput implements NewSession {
  @Field(() => String) title!: string
  @Field(() => String, optional) description?: string | null
  @Field(() => ID) trainerId!: string
  @Field(() => Date) startsAt!: Date
  @Field(() => Int) durationMinutes!: number
  @Field(() => TimeZoneScalar) timeZone!: string
  @Field(() => Int, optional) capacity?: number | null
  @Field(() => UrlScalar, optional) classLink?: string | null
  @Field(() => String, optional) location?: string | null
  @Field(() => [ID], optional) traineeIds?: string[] | null
}

const REQUIRED: InputRule = { kind: 'text', nullable: false }

@InputType()
@Fills(Session, { trainerId: REQUIRED })
class UpdateSessionInput extends SessionForm {
  @Field(() => String, optional) title?: string
  @Field(() => String, optional) description?: string | null
  @Field(() => ID, optional) trainerId?: string
  @Field(() => Date, optional) startsAt?: Date
  @Field(() => Int, optional) durationMinutes?: number
  @Field(() => TimeZoneScalar, optional) timeZone?: string
  @Field(() => Int, optional) capacity?: number | null
  @Field(() => UrlScalar, optional) classLink?: string | null
  @Field(() => String, optional) location?: string | null
}

@InputType()
@Fills(undefined, { reason: REASON })
class CancelSessionInput extends SessionForm {
  @Field(() => String) reason!: string
}

@InputType()
@Fills(undefined, { reason: OPTIONAL_REASON })
class RestoreSessionInput extends SessionForm {
  @Field(() => String, optional) reason?: string | null
}

@InputType()
class CompleteSessionInput extends SessionForm {}

@InputType()
class DeleteSessionInput extends SessionForm {}

@ObjectType()
class CreateSessionPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class UpdateSessionPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class CancelSessionPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class RestoreSessionPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class CompleteSessionPayload extends Payload {
  @Field(() => Session, optional) session?: Session
}

@ObjectType()
class DeleteSessionPayload extends Payload {
  @Field(() => ID, optional) deletedId?: string
}

@Resolver(() => Session)
export class SessionResolver {
  @Query(() => Session, { nullable: true, description: 'null when it does not exist or the viewer may not see it.' })
  session(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Row<Session> | null> {
    return readById(context, Session, id)
  }

  @Query(() => SessionConnection, { description: 'Those that the viewer may see.' })
  sessions(@Args(() => SessionsArgs) args: SessionsArgs, @Ctx() context: Context): Promise<Connection<Row<Session>>> {
    const { by = SessionOrderField.STARTS_AT, direction = Direction.ASC } = args.orderBy ?? {}
    return readPage(context, Session, { where: sessionsWhere(context, args.filter), order: orderBy(by, direction === Direction.DESC), args })
  }

  @Mutation(() => CreateSessionPayload, { description: 'A trainer creates those held by themselves; a session may lie in the past.' })
  async createSession(@Arg('input', () => CreateSessionInput) input: CreateSessionInput, @Ctx() work: Work): Promise<Outcome<CreateSessionPayload>> {
    return { session: await createSession(work, input) }
  }

  @Mutation(() => UpdateSessionPayload, { description: 'A trainer may not give it away. Once completed, only description and class link change.' })
  async updateSession(@Arg('input', () => UpdateSessionInput) input: UpdateSessionInput, @Ctx() work: Work): Promise<Outcome<UpdateSessionPayload>> {
    const { id, version, ...form } = input
    const session = await findForChange(work, Session, id, { version, verb: 'updateSession' })
    await reviseSession(work, session, form)
    return { session }
  }

  @Mutation(() => CancelSessionPayload, { description: 'SCHEDULED only. Its bookings stay.' })
  async cancelSession(@Arg('input', () => CancelSessionInput) input: CancelSessionInput, @Ctx() work: Work): Promise<Outcome<CancelSessionPayload>> {
    const session = await findForChange(work, Session, input.id, { version: input.version, verb: 'cancelSession' })
    session.cancel(input.reason, work.now)
    return { session }
  }

  @Mutation(() => RestoreSessionPayload, { description: 'CANCELLED only.' })
  async restoreSession(@Arg('input', () => RestoreSessionInput) input: RestoreSessionInput, @Ctx() work: Work): Promise<Outcome<RestoreSessionPayload>> {
    const session = await findForChange(work, Session, input.id, { version: input.version, verb: 'restoreSession' })
    await restoreSession(work, session)
    return { session }
  }

  @Mutation(() => CompleteSessionPayload, { description: 'SCHEDULED and begun only.' })
  async completeSession(@Arg('input', () => CompleteSessionInput) input: CompleteSessionInput, @Ctx() work: Work): Promise<Outcome<CompleteSessionPayload>> {
    const session = await findForChange(work, Session, input.id, { version: input.version, verb: 'completeSession' })
    session.complete(work.now)
    return { session }
  }

  @Mutation(() => DeleteSessionPayload, { description: 'With its bookings; only without attendance.' })
  async deleteSession(@Arg('input', () => DeleteSessionInput) input: DeleteSessionInput, @Ctx() work: Work): Promise<Outcome<DeleteSessionPayload>> {
    const session = await findForChange(work, Session, input.id, { version: input.version, verb: 'deleteSession' })
    await deleteSession(work, session)
    return { deletedId: input.id }
  }

  @Subscription(() => SessionChange, { subscribe: follow('sessionChanged', Session) })
  sessionChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, Session, 'session', change)
  }

  @FieldResolver(() => JournalConnection, { description: 'What happened to it and to its bookings, as far as the viewer may read that; newest first.' })
  history(@Root() session: Row<Session>, @Args(() => ForwardArgs) args: ForwardArgs, @Ctx() context: Context): Promise<Connection<Row<JournalEntry>>> {
    return readHistory(context, 'rootId', session.id, args)
  }

  @FieldResolver(() => Boolean)
  viewerCanUpdate(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'updateSession')
  }

  @FieldResolver(() => Boolean)
  viewerCanCancel(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'cancelSession')
  }

  @FieldResolver(() => Boolean)
  viewerCanRestore(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'restoreSession')
  }

  @FieldResolver(() => Boolean)
  viewerCanComplete(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'completeSession')
  }

  @FieldResolver(() => Boolean)
  async viewerCanDelete(@Root() session: Row<Session>, @Ctx() context: Context): Promise<boolean> {
    return allows(context.viewer, 'deleteSession', session) && !(await hasAttendance(context, session.id))
  }

  @FieldResolver(() => Boolean)
  viewerCanAddTrainees(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'addTrainees')
  }

  @FieldResolver(() => Boolean)
  viewerCanRemoveTrainees(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'removeTrainees')
  }

  @FieldResolver(() => Boolean)
  viewerCanMarkAttendance(@Root() session: Row<Session>, @Ctx() context: Context): boolean {
    return canNow(context, session, 'markAttendance')
  }
}

function canNow({ viewer, clock }: Context, session: Row<Session>, verb: SessionVerb): boolean {
  return allows(viewer, verb, session) && hindrances[verb](session, clock.now()) === undefined
}

const RIGHTS = {
  viewerCanUpdate: 'updateSession', viewerCanCancel: 'cancelSession', viewerCanRestore: 'restoreSession', viewerCanComplete: 'completeSession',
  viewerCanDelete: 'deleteSession', viewerCanAddTrainees: 'addTrainees', viewerCanRemoveTrainees: 'removeTrainees', viewerCanMarkAttendance: 'markAttendance',
}
computes(Session, Object.fromEntries(Object.keys(RIGHTS).map(field => [field, ['trainer', 'status', 'startsAt']])))
tellsRights(Session, RIGHTS)

@Resolver(() => User)
export class SessionsHeldResolver {
  @FieldResolver(() => SessionConnection, { description: 'Held by this user; the latest start first.' })
  sessionsHeld(@Root() user: Row<User>, @Args(() => SessionsHeldArgs) args: SessionsHeldArgs, @Ctx() context: Context): Promise<Connection<Row<Session>>> {
    return readChildren(context, Session, {
      of: 'trainer', parent: user.id, key: JSON.stringify(args), bounded: false,
      where: sessionsWhere(context, args.filter), order: orderBy('starts_at', true), args,
    })
  }
}
