import { readChildren } from '../platform/children.ts'
import type { Context } from '../platform/context.ts'
import { readableFields } from '../platform/feed.ts'
import { couldBeId } from '../platform/ids.ts'
import { JournalEntry, NO_TOUCH } from '../platform/journal.ts'
import { seenByRole, sightsOf, visible } from '../platform/law.ts'
import { nounByName, nounOf, type Noun } from '../platform/noun.ts'
import type { Connection, ForwardArgs } from '../platform/page.ts'
import { loaderOf } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { derivedSelection } from '../platform/selection.ts'
import { FALSE, list, name, Sql, sql, TRUE } from '../platform/sql.ts'
import type { Viewer } from '../platform/viewer.ts'
import { naming, orderBy, type Condition, type Order } from '../platform/way.ts'
import { User } from './user.entity.ts'

/** Which entries are asked for. */
export interface JournalQuery {
  readonly noun?: string | null
  readonly nounId?: string | null
  readonly actorId?: string | null
  readonly verbs?: readonly string[] | null
  readonly from?: Date | null
  readonly to?: Date | null
}

const column = (property: string): Sql => name('t', property)

/** In the words of the indexes that hold no touch. */
const noTouch = new Sql(`t.${NO_TOUCH}`)

/** What a reader of history sees: committed changes in their order, not what moved the sight of them. */
const HISTORY: Condition[] = [{ met: sql`${column('position')} is not null and ${noTouch}` }]

/** By the number that a row is written under: it rises with every acknowledgement, as the position does, and never moves. */
const NEWEST_FIRST = orderBy('id', true)
/** A stretch of time is walked from its end, however long ago that was. */
const LATEST_FIRST = orderBy('at', true)

export function journalOrder(query: JournalQuery | null | undefined): Order {
  return query?.from || query?.to ? LATEST_FIRST : NEWEST_FIRST
}

export function journalWhere(viewer: Viewer, query: JournalQuery | null | undefined): Condition[] {
  const { noun, nounId, actorId, verbs, from, to } = query ?? {}
  const where = [...HISTORY]
  if (noun) where.push(sql`${column('noun')} = ${noun}`)
  if (nounId) where.push(couldBeId(nounId) ? sql`${column('noun_id')} = ${nounId} and ${noTouch}` : FALSE)
  if (actorId) where.push(naming(column('actor_id'), actorId), visibleActor(viewer))
  if (verbs) where.push(sql`${column('verb')} in ${list(verbs)}`)
  if (from) where.push(sql`${column('at')} >= ${from}`)
  if (to) where.push(sql`${column('at')} < ${to}`)
  return where
}

/** Whom the viewer may not see is no answer to who did it, neither as a field nor as a filter. */
function visibleActor(viewer: Viewer): Sql {
  const law = visible(nounOf(User), viewer, 'u')
  // Who sees everybody finds the deeds of those too who are gone.
  return law === TRUE ? TRUE : sql`${column('actor_id')} in (select ${name('u', 'id')} from ${name('user')} ${name('u')} where ${law})`
}

/** The journal's connection is named for what people call it, not for its rows. */
export function readingJournal(context: Context): Context {
  const selection = derivedSelection(context.selection, 'journal', selected => ({ JournalEntryConnection: selected.get('JournalConnection') }))
  return { ...context, selection }
}

/** What happened to a thing and to what belongs to it, or to a person: `of` is the column that names it. */
export function readHistory(
  context: Context, of: 'rootId' | 'aboutId', id: string, args: ForwardArgs, where: readonly Sql[] = [],
): Promise<Connection<Row<JournalEntry>>> {
  const key = `${where.map(({ text }) => text).join(' and ')} ${JSON.stringify(args)}`
  return readChildren(readingJournal(context), JournalEntry, {
    of, parent: id, key, bounded: false, where: [...journalWhere(context.viewer, null), ...where], order: NEWEST_FIRST, args,
  })
}

type Entry = Pick<Row<JournalEntry>, 'noun' | 'nounId' | 'aboutId' | 'fields' | 'before' | 'after'>
type Shown = Pick<Entry, 'fields' | 'before' | 'after'>

const shown = new WeakMap<object, Promise<Shown>>()

/** What the viewer may read of an entry: who may see that something happened may not see all of what it was. */
export function readShown(context: Context, entry: Entry): Promise<Shown> {
  let made = shown.get(entry)
  if (!made) {
    made = makeShown(context, entry)
    shown.set(entry, made)
  }
  return made
}

async function makeShown(context: Context, entry: Entry): Promise<Shown> {
  const noun = nounByName(entry.noun)
  if (!noun || !(await isReadable(context, noun, entry))) return { fields: [], before: null, after: null }
  const fields = await readableFields(context, noun, entry.nounId, entry.fields)
  const only = (values: Record<string, unknown> | null): Record<string, unknown> | null =>
    values && Object.fromEntries(fields.map(field => [field, values[field] ?? null]))
  return { fields: [...fields], before: only(entry.before), after: only(entry.after) }
}

/** By one's role, because it was done to oneself, or because the thing is in sight now. */
async function isReadable(context: Context, noun: Noun, { nounId, aboutId }: Entry): Promise<boolean> {
  const { viewer } = context
  const sights = sightsOf(noun.type)
  if (viewer.kind === 'system' || seenByRole(sights, viewer.role)) return true
  if (!sights.some(sight => sight.kind !== 'role')) return false
  return aboutId === viewer.id || inSight(context, noun, nounId)
}

function inSight(context: Context, noun: Noun, id: string): Promise<boolean> {
  const loader = loaderOf<string, boolean>(context, `${noun.name} in sight`, async ids => {
    const rows = await context.rows(
      sql`select ${name('t', 'id')} from ${name(noun.table)} ${name('t')} where ${name('t', 'id')} in ${list(ids)} and (${visible(noun, context.viewer, 't')})`)
    const seen = new Set(rows.map(([seenId]) => String(seenId)))
    return ids.map(one => seen.has(one))
  })
  return loader.load(id)
}
