import { Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Context } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { type Connection, connectionOf, PageArgs } from '../platform/page.ts'
import { readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { orderBy } from '../platform/way.ts'
import { After, changeOf } from './change.forms.ts'
import { tell } from './change.service.ts'
import { PasswordAction, PasswordChange } from './password-change.entity.ts'
import { passwordChangesWhere } from './password-change.service.ts'

export const PasswordChangeConnection = connectionOf('PasswordChange', () => PasswordChange)
export const PasswordChangeEntryChange = changeOf('PasswordChangeEntryChange', 'passwordChange', () => PasswordChange)

@InputType()
export class PasswordChangeFilter {
  @Field(() => ID, { nullable: true })
  userId?: string | null

  @Field(() => [PasswordAction], { nullable: true })
  actions?: PasswordAction[] | null

  @Field(() => Date, { nullable: true })
  from?: Date | null

  @Field(() => Date, { nullable: true })
  to?: Date | null
}

@ArgsType()
export class PasswordChangesArgs extends PageArgs {
  @Field(() => PasswordChangeFilter, { nullable: true })
  filter?: PasswordChangeFilter | null
}

@Resolver(() => PasswordChange)
export class PasswordChangeResolver {
  @Query(() => PasswordChangeConnection, { description: 'Who created, changed or reset whose password, newest first.' })
  passwordChanges(@Ctx() context: Context, @Args(() => PasswordChangesArgs) args: PasswordChangesArgs): Promise<Connection<Row<PasswordChange>>> {
    return readPage(context, PasswordChange, { where: passwordChangesWhere(args.filter), order: orderBy('at', true), args })
  }

  @Subscription(() => PasswordChangeEntryChange, { subscribe: follow('passwordChanged', PasswordChange), description: 'Never a secret.' })
  passwordChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, PasswordChange, 'passwordChange', change)
  }
}
