import { fault } from './fault.ts'
import { ChangeKind, type Audience } from './journal.ts'
import { guardsOf, seenByRole, sightsOf } from './law.ts'
import { nounByName, nounOf, type Class, type Noun } from './noun.ts'
import { readById } from './read.ts'
import { readableIds, type Row } from './rows.ts'
import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import type { Selection } from './selection.ts'
import { instantFromDriver, join, name, sql, whole, type Sql } from './sql.ts'
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

const ENTRY_COLUMNS = join(['position', 'at', 'actor_id', 'noun', 'noun_id', 'kind', 'fields', 'audience'].map(column => name(column)), ', ')

/** The entries behind a position, in order. */
export function entriesAfter(position: number, limit: number): Sql {
  return sql`select ${ENTRY_COLUMNS} from journal where position > ${position} order by position limit ${whole(limit)}`
}

/** The last entries, the last one first. */
export function lastEntries(limit: number): Sql {
  return sql`select ${ENTRY_COLUMNS} from journal where position is not null order by position desc limit ${whole(limit)}`
}

export function readEntry(raw: RawRow): FeedEntry {
  const [position, at, actorId, noun, nounId, kind, fields, audience] = raw
  return {
    position: Number(position), at: instantFromDriver(at), actorId: actorId as string | null, noun: String(noun), nounId: String(nounId),
    kind: String(kind), fields: fromJson(fields) as string[], audience: fromJson(audience) as Audience,
  }
}

function fromJson(raw: unknown): unknown {
  return typeof raw === 'string' ? JSON.parse(raw) : raw
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

/** What a change is to a viewer: nothing, come into sight, changed, or gone out of sight. */
export function kindFor(audience: Audience, viewer: Viewer): ChangeKind | undefined {
  const holds = (tokens: readonly string[]): boolean => tokens.some(token => token === viewer.role || token === viewer.id || token === '*')
  const before = holds(audience.keep) || holds(audience.lose)
  const after = holds(audience.keep) || holds(audience.gain)
  if (before && after) return ChangeKind.UPDATED
  return after ? ChangeKind.CREATED : before ? ChangeKind.REMOVED : undefined
}

const personal = new Map<Class, readonly string[]>()

/** Names fields that are made for whoever reads them, such as a signed link: who selects one is nobody's equal. */
export function madeForReader(type: Class, ...fields: readonly string[]): void {
  personal.set(type, fields)
}

/**
 * Who among the subscribers of one operation are equals, so that one execution serves them all: a role, where the noun
 * that it follows and every one that it selects is open to the role whole; else each alone, as what they are now.
 */
export function equalsOf(viewer: Viewer, followed: Noun, selection: Selection): string {
  const alone = `${viewer.role} ${viewer.id}`
  // The message itself tells that there is such a thing, and its `fields` name columns: whoever selects no more is under the law too.
  if (!seenByRole(sightsOf(followed.type), viewer.role)) return alone
  for (const [type, fields] of selection) {
    if (type.endsWith('Change') && fields.has('fields') && closedTo(viewer, followed).length > 0) return alone
    const noun = nounByName(type)
    if (!noun) continue
    if (!seenByRole(sightsOf(noun.type), viewer.role)) return alone
    const closed = [...closedTo(viewer, noun), ...(personal.get(noun.type) ?? [])]
    for (const field of fields) if (field.startsWith('viewer') || closed.includes(field)) return alone
  }
  return viewer.role
}

/** The fields of a noun that the viewer's role does not read of everybody. */
function closedTo(viewer: Viewer, { type }: Noun): string[] {
  return guardsOf(type).filter(({ sights }) => !seenByRole(sights, viewer.role)).flatMap(({ properties }) => properties)
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
