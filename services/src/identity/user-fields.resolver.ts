import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../platform/context.ts'
import { JournalEntry } from '../platform/journal.ts'
import { guardsOf } from '../platform/law.ts'
import { computes, nounOf } from '../platform/noun.ts'
import { type Connection, ForwardArgs } from '../platform/page.ts'
import { allows } from '../platform/permission.ts'
import { readableIds, type Row } from '../platform/rows.ts'
import { FALSE } from '../platform/sql.ts'
import { readAssigned } from './assignment.service.ts'
import { JournalConnection } from './journal.forms.ts'
import { readHistory } from './journal.service.ts'
import { User } from './user.entity.ts'
import { UserConnection } from './user.forms.ts'
import { isHeld, mayDismiss } from './user.service.ts'

type Person = Row<User>

computes(User, { viewerCanDeactivate: ['isActive'] })

@Resolver(() => User)
export class UserFieldsResolver {
  @FieldResolver(() => UserConnection, { description: 'The trainers whom this trainee is assigned to, as far as the viewer sees the assignments.' })
  trainers(@Root() user: Person, @Ctx() context: Context, @Args(() => ForwardArgs) args: ForwardArgs): Promise<Connection<Row<User>>> {
    return readAssigned(context, user, 'trainers', args)
  }

  @FieldResolver(() => UserConnection, { description: 'The trainees assigned to this trainer, as far as the viewer sees the assignments.' })
  trainees(@Root() user: Person, @Ctx() context: Context, @Args(() => ForwardArgs) args: ForwardArgs): Promise<Connection<Row<User>>> {
    return readAssigned(context, user, 'trainees', args)
  }

  @FieldResolver(() => JournalConnection, { description: 'What was done to this person, newest first; empty where the viewer may not read it.' })
  async history(@Root() user: Person, @Ctx() context: Context, @Args(() => ForwardArgs) args: ForwardArgs): Promise<Connection<Row<JournalEntry>>> {
    const guard = guardsOf(User).findIndex(({ properties }) => properties.includes('history'))
    const readable = await readableIds(context, nounOf(User), guard)
    const isOpen = !readable || readable.has(user.id)
    return readHistory(context, 'aboutId', user.id, args, isOpen ? [] : [FALSE])
  }

  @FieldResolver(() => Boolean)
  viewerCanUpdate(@Root() user: Person, @Ctx() { viewer }: Context): boolean {
    return allows(viewer, 'updateUser', user)
  }

  @FieldResolver(() => Boolean)
  async viewerCanDeactivate(@Root() user: Person, @Ctx() context: Context): Promise<boolean> {
    return user.isActive && (await mayDismiss(context, 'deactivateUser', user))
  }

  @FieldResolver(() => Boolean)
  async viewerCanDelete(@Root() user: Person, @Ctx() context: Context): Promise<boolean> {
    return (await mayDismiss(context, 'deleteUser', user)) && !(await isHeld(context, user.id))
  }

  @FieldResolver(() => Boolean)
  viewerCanResetPassword(@Root() user: Person, @Ctx() { viewer }: Context): boolean {
    return allows(viewer, 'resetPassword', user) && user.id !== viewer.id
  }
}
