import { Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../platform/context.ts'
import { feedCursor } from '../platform/feed.ts'
import { JournalEntry } from '../platform/journal.ts'
import { computes } from '../platform/noun.ts'
import { type Connection, PageArgs } from '../platform/page.ts'
import { readById, readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { JsonScalar } from '../platform/scalars.ts'
import { JournalConnection } from './journal.forms.ts'
import { journalOrder, journalWhere, readingJournal, readShown } from './journal.service.ts'
import { User } from './user.entity.ts'

const CONTENT = ['noun', 'nounId', 'aboutId', 'fields', 'before', 'after']
computes(JournalEntry, { cursor: ['position', 'at'], actor: ['actorId'], about: ['aboutId'], fields: CONTENT, before: CONTENT, after: CONTENT })

@InputType()
export class JournalFilter {
  @Field(() => String, { nullable: true })
  noun?: string | null

  @Field(() => ID, { nullable: true })
  nounId?: string | null

  @Field(() => ID, { nullable: true })
  actorId?: string | null

  @Field(() => [String], { nullable: true })
  verbs?: string[] | null

  @Field(() => Date, { nullable: true })
  from?: Date | null

  @Field(() => Date, { nullable: true })
  to?: Date | null
}

@ArgsType()
export class JournalArgs extends PageArgs {
  @Field(() => JournalFilter, { nullable: true })
  filter?: JournalFilter | null
}

type Entry = Row<JournalEntry>

@Resolver(() => JournalEntry)
export class JournalResolver {
  @Query(() => JournalConnection, { description: 'What happened, newest first: all of it for admins, for others what they did and what was done to them.' })
  journal(@Ctx() context: Context, @Args(() => JournalArgs) args: JournalArgs): Promise<Connection<Row<JournalEntry>>> {
    return readPage(readingJournal(context), JournalEntry, { where: journalWhere(context.viewer, args.filter), order: journalOrder(args.filter), args })
  }

  @FieldResolver(() => String, { description: 'Where it stands in the live feed.' })
  cursor(@Root() { position, at }: Entry, @Ctx() { viewer }: Context): string {
    return feedCursor({ position: position ?? 0, at }, viewer.role)
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who did it; null for the server itself, and where the viewer may not see them.' })
  actor(@Root() { actorId }: Entry, @Ctx() context: Context): Promise<Row<User> | null> {
    return actorId === null ? Promise.resolve(null) : readById(context, User, actorId)
  }

  @FieldResolver(() => User, { nullable: true, description: 'The person whom it is about; null where it is about nobody, where they are gone, and where the viewer may not see them.' })
  about(@Root() { aboutId }: Entry, @Ctx() context: Context): Promise<Row<User> | null> {
    return aboutId === null ? Promise.resolve(null) : readById(context, User, aboutId)
  }

  @FieldResolver(() => [String])
  async fields(@Root() entry: Entry, @Ctx() context: Context): Promise<readonly string[]> {
    return (await readShown(context, entry)).fields
  }

  @FieldResolver(() => JsonScalar, { nullable: true })
  async before(@Root() entry: Entry, @Ctx() context: Context): Promise<Record<string, unknown> | null> {
    return (await readShown(context, entry)).before
  }

  @FieldResolver(() => JsonScalar, { nullable: true })
  async after(@Root() entry: Entry, @Ctx() context: Context): Promise<Record<string, unknown> | null> {
    return (await readShown(context, entry)).after
  }
}
