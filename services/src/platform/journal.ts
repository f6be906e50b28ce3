import { Index } from '@mikro-orm/decorators/legacy'
import { Choice, Instant, Int, Json, LooseId, NounEntity, Serial, Text } from './noun.ts'
import { registerEnumType } from 'type-graphql'

/**
 * What happened to a thing, and to a screen. A journal row is CREATED, UPDATED, REMOVED, or TOUCHED: another row moved
 * its sight, or a field of it that counts others; the feed tells that, no history shows it.
 */
export enum ChangeKind {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  REMOVED = 'REMOVED',
  BOOKMARK = 'BOOKMARK',
  RESET = 'RESET',
}
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description:
    'BOOKMARK: you have everything up to this cursor (always the first message). RESET: the cursor is too old or the viewer\'s rights changed as a whole; ask anew.',
})

export const TOUCHED = 'TOUCHED'

/** By the letter: SQLite takes an index of a part of the rows where a statement names that part in the same words. https://sqlite.org/partialindex.html */
export const NO_TOUCH = `kind <> '${TOUCHED}'`

/** Whom a change concerns: roles, and ids of users. Who gains sight hears CREATED, who keeps it UPDATED, who loses it REMOVED. */
export interface Audience {
  readonly gain: readonly string[]
  readonly keep: readonly string[]
  readonly lose: readonly string[]
}

/**
 * One committed change, written in the same flush as the change itself. `id` is given by the writer, `position` by the
 * relay after the commit, or on SQLite with the row; everything live reads by position, whose order agrees with every acknowledgement.
 */
@NounEntity({
  table: 'journal',
  journaled: false,
  description: 'Who did what to what: one committed change. before and after hold the changed fields, never a secret, and only what the viewer may read.',
})
@Index({ name: 'journal_root', properties: ['rootId'], where: NO_TOUCH })
@Index({ name: 'journal_about', properties: ['aboutId'], where: 'about_id is not null' })
@Index({ name: 'journal_actor', properties: ['actorId'] })
@Index({ name: 'journal_noun', properties: ['noun'] })
@Index({ name: 'journal_thing', properties: ['nounId'], where: NO_TOUCH })
@Index({ name: 'journal_verb', properties: ['verb'] })
@Index({ name: 'journal_at', properties: ['at'] })
export class JournalEntry {
  @Serial()
  id!: number

  @Int({ nullable: true, unique: true, exposed: false })
  position!: number | null

  @Instant()
  at!: Date

  @LooseId({ nullable: true, exposed: false })
  actorId!: string | null

  @Text({ max: 64 })
  verb!: string

  @Text({ max: 40 })
  noun!: string

  @LooseId()
  nounId!: string

  @Choice(() => ChangeKind)
  kind!: ChangeKind

  @Json({ exposed: false })
  fields!: string[]

  @Text({ max: 500, nullable: true })
  reason!: string | null

  @Json({ nullable: true, exposed: false })
  before!: Record<string, unknown> | null

  @Json({ nullable: true, exposed: false })
  after!: Record<string, unknown> | null

  @Json({ exposed: false })
  audience!: Audience

  /** The thing whose history this belongs to: a booking's is its session. */
  @LooseId({ exposed: false })
  rootId!: string

  /** The user whom it is about. */
  @LooseId({ nullable: true, exposed: false })
  aboutId!: string | null

  @Text({ max: 64, nullable: true, exposed: false })
  requestId!: string | null
}
