import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import type { Connection } from '../platform/page.ts'
import type { Outcome } from '../platform/payload.ts'
import { permittedVerbs } from '../platform/permission.ts'
import { readById, readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { Before, Keyless } from '../platform/schema.ts'
import { After, changeOf } from './change.forms.ts'
import { tell } from './change.service.ts'
import { User } from './user.entity.ts'
import {
  CreateUserInput, CreateUserPayload, DeactivateUserInput, DeactivateUserPayload, DeleteUserInput, DeleteUserPayload,
  ReactivateUserInput, ReactivateUserPayload, ResetPasswordInput, ResetPasswordPayload, UpdateUserInput, UpdateUserPayload,
  UserConnection, UsersArgs,
} from './user.forms.ts'
import { userOrder, usersWhere } from './user-list.service.ts'
import {
  createUser, deactivateUser, deleteUser, prepareNewUser, prepareReset, reactivateUser, resetPassword, type Temporary, updateUser,
} from './user.service.ts'

export const UserChange = changeOf('UserChange', 'user', () => User)

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: 'Who is signed in; null when nobody is.' })
  viewer(@Ctx() context: Context): Promise<Row<User> | null> {
    return context.viewer.kind === 'user' ? readById(context, User, context.viewer.id) : Promise.resolve(null)
  }

  @Query(() => [String], { description: 'The root fields that the viewer may ask.' })
  viewerPermissions(@Ctx() { viewer }: Context): readonly string[] {
    return permittedVerbs(viewer)
  }

  @Query(() => User, { nullable: true, description: 'null when it does not exist or the viewer may not see it.' })
  user(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Row<User> | null> {
    return readById(context, User, id)
  }

  @Query(() => UserConnection)
  users(@Ctx() context: Context, @Args(() => UsersArgs) args: UsersArgs): Promise<Connection<Row<User>>> {
    return readPage(context, User, { where: usersWhere(context.viewer, args.filter), order: userOrder(args.orderBy), args })
  }

  @Before(prepareNewUser)
  @Mutation(() => CreateUserPayload)
  async createUser(@Ctx() work: Work<Temporary>, @Arg('input', () => CreateUserInput) input: CreateUserInput): Promise<Outcome<CreateUserPayload>> {
    const { temporaryPassword: _given, ...details } = input
    return { user: await createUser(work, details), temporaryPassword: work.prepared.password }
  }

  @Mutation(() => UpdateUserPayload)
  async updateUser(@Ctx() work: Work, @Arg('input', () => UpdateUserInput) input: UpdateUserInput): Promise<Outcome<UpdateUserPayload>> {
    const { id, version, ...details } = input
    return { user: await updateUser(work, id, version, details) }
  }

  @Mutation(() => DeactivateUserPayload, { description: 'Ends their sign-ins; their sessions and bookings stay.' })
  async deactivateUser(@Ctx() work: Work, @Arg('input', () => DeactivateUserInput) input: DeactivateUserInput): Promise<Outcome<DeactivateUserPayload>> {
    return { user: await deactivateUser(work, input.id, input.version) }
  }

  @Mutation(() => ReactivateUserPayload)
  async reactivateUser(@Ctx() work: Work, @Arg('input', () => ReactivateUserInput) input: ReactivateUserInput): Promise<Outcome<ReactivateUserPayload>> {
    return { user: await reactivateUser(work, input.id, input.version) }
  }

  @Mutation(() => DeleteUserPayload, { description: 'Only without sessions, bookings and assignments.' })
  async deleteUser(@Ctx() work: Work, @Arg('input', () => DeleteUserInput) input: DeleteUserInput): Promise<Outcome<DeleteUserPayload>> {
    return { deletedId: await deleteUser(work, input.id, input.version) }
  }

  @Keyless()
  @Before(prepareReset)
  @Mutation(() => ResetPasswordPayload, { description: 'Ends all sign-ins of the user.' })
  async resetPassword(@Ctx() work: Work<Temporary>, @Arg('input', () => ResetPasswordInput) input: ResetPasswordInput): Promise<Outcome<ResetPasswordPayload>> {
    return { user: await resetPassword(work, input.userId), temporaryPassword: work.prepared.password }
  }

  @Subscription(() => UserChange, { subscribe: follow('userChanged', User) })
  userChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, User, 'user', change)
  }
}
