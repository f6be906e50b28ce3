import { fault } from './fault.ts'
import { ChangeKind, type Audience } from './journal.ts'
import { guardsOf } from './law.ts'
import { nounOf, type Class, type Noun } from './noun.ts'
import { readById } from './read.ts'
import { readableIds, type Row } from './rows.ts'
import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { instantFromDriver, join, jsonFromDriver, name, sql, whole, type Sql } from './sql.ts'
import type { Viewer } from './viewer.ts'

/** How far back the feed reaches: an older cursor gets RESET, and its screen asks anew. */
export const FEED_REACH = 10_000

/** A journal row as the feed holds it. */
export interface FeedEntry {
  readonly position: number
  readonly at: string
  readonly actorId: string | null
  readonly noun: string
  readonly nounId: string
  /** CREATED, UPDATED, REMOVED or TOUCHED: what happened to the thing, whoever sees it. */
  readonly kind: string
  readonly fields: readonly string[]
  readonly audience: Audience
}

/** What an entry is read of, behind its position. */
export const ENTRY_COLUMNS = join(['at', 'actor_id', 'noun', 'noun_id', 'kind', 'fields', 'audience'].map(column => name(column)), ', ')

/** The entries behind a position, in order. */
export function entriesAfter(position: number, limit: number): Sql {
  return sql`select position, ${ENTRY_COLUMNS} from journal where position > ${position} order by position limit ${whole(limit)}`
}

/** The last entries, the last one first. */
export function lastEntries(limit: number): Sql {
  return sql`select position, ${ENTRY_COLUMNS} from journal where position is not null order by position desc limit ${whole(limit)}`
}

export function readEntry(raw: RawRow): FeedEntry {
  const [position, at, actorId, noun, nounId, kind, fields, audience] = raw
  return {
    position: Number(position), at: instantFromDriver(at), actorId: actorId as string | null, noun: String(noun), nounId: String(nounId),
    kind: String(kind), fields: jsonFromDriver(fields) as string[], audience: jsonFromDriver(audience) as Audience,
  }
}

/** What one subscriber is told; the root value of its subscription's field. */
export interface FeedChange {
  readonly cursor: string
  readonly kind: ChangeKind
  readonly id: string | null
  readonly fields: readonly string[]
  readonly at: string
  readonly actorId: string | null
}

/** Where one stands in the feed: behind the entry at this position, which was written at this instant. */
export type Place = Pick<FeedEntry, 'position' | 'at'>

export const BEGINNING: Place = { position: 0, at: new Date(0).toISOString() }

/**
 * A cursor holds the role that it was given to: with other rights, what lies between is unknown. It holds the instant of
 * its entry too: when a backup has taken the database's place, another entry stands at that position by and by.
 */
export function feedCursor({ position, at }: Place, role: string): string {
  return Buffer.from(`${position}.${Date.parse(at)}.${role}`).toString('base64url')
}

export function readFeedCursor(text: string): Place & { readonly role: string } {
  const match = /^(\d{1,15})\.(\d{1,14})\.([A-Z]{1,20})$/.exec(Buffer.from(text.slice(0, 100), 'base64url').toString('latin1'))
  if (match) {
    const cursor = { position: Number(match[1]), at: new Date(Number(match[2])).toISOString(), role: match[3]! }
    if (feedCursor(cursor, cursor.role) === text) return cursor
  }
  throw fault('BAD_USER_INPUT', 'This cursor is none of ours.')
}

/** Whom an entry concerns, by the tokens of its audience: a role, a user, `*` for everybody. */
export type Hearing = ReadonlyMap<string, number>

const BEFORE = 1
const AFTER = 2
const KINDS = [undefined, ChangeKind.REMOVED, ChangeKind.CREATED, ChangeKind.UPDATED] as const

/** Made once per entry: a look into it is then all that each viewer costs. */
export function hearingOf({ gain, keep, lose }: Audience): Hearing {
  const hearing = new Map<string, number>()
  const add = (tokens: readonly string[], seen: number): void => {
    for (const token of tokens) hearing.set(token, (hearing.get(token) ?? 0) | seen)
  }
  add(keep, BEFORE | AFTER)
  add(gain, AFTER)
  add(lose, BEFORE)
  return hearing
}

/** What an entry is to a viewer: nothing, come into sight, changed, or gone out of sight. */
export function kindTo(hearing: Hearing, { role, id }: Pick<Viewer, 'role' | 'id'>): ChangeKind | undefined {
  return KINDS[(hearing.get(role) ?? 0) | (hearing.get(id) ?? 0) | (hearing.get('*') ?? 0)]
}

/** An entry as those of a role are told it, to whom it is of that kind. */
export function changeFor(kind: ChangeKind, entry: FeedEntry, role: string): FeedChange {
  const { at, actorId, nounId, fields } = entry
  return { cursor: feedCursor(entry, role), kind, id: nounId, fields: kind === ChangeKind.REMOVED ? [] : fields, at, actorId }
}

/** A change with the thing as it is now, read by id through the one read path, under the law as it is now. */
export async function readChange<T extends object>(context: Context, type: Class<T>, change: FeedChange): Promise<{ change: FeedChange; thing: Row<T> | null }> {
  if (change.id === null || change.kind === ChangeKind.REMOVED) return { change, thing: null }
  const thing = await readById(context, type, change.id)
  // Gone or out of sight since: its own entry follows, and the reader may drop it already.
  if (!thing) return { change: { ...change, kind: ChangeKind.REMOVED, fields: [] }, thing: null }
  return { change: { ...change, fields: await readableFields(context, nounOf(type), change.id, change.fields) }, thing }
}

/** The fields of a change, without those that the viewer may not read of this thing. */
export async function readableFields(context: Context, noun: Noun, id: string, fields: readonly string[]): Promise<readonly string[]> {
  const closed = new Set<string>()
  for (const [i, { properties }] of guardsOf(noun.type).entries()) {
    if (!properties.some(property => fields.includes(property))) continue
    const ids = await readableIds(context, noun, i)
    if (ids && !ids.has(id)) for (const property of properties) closed.add(property)
  }
  return closed.size === 0 ? fields : fields.filter(field => !closed.has(field))
}

const followed = new Map<string, Class>()

/** Declares that a subscription follows a noun; the hub serves it, over the WebSocket alone. */
export function follow(verb: string, type: Class): () => never {
  followed.set(verb, type)
  return () => {
    throw new Error('Subscriptions are served by the hub.')
  }
}

export function followedNoun(verb: string): Noun | undefined {
  const type = followed.get(verb)
  return type && nounOf(type)
}
