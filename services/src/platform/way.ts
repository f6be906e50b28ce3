import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { couldBeId } from './ids.ts'
import { visible } from './law.ts'
import type { Noun } from './noun.ts'
import type { Page, PageArgs } from './page.ts'
import { selectRows, type RowPlan } from './rows.ts'
import { and, FALSE, join, name, sql, Sql, TRUE, whole } from './sql.ts'

/**
 * How a page is come by. Two ways lead there: along its order, where each row is asked for what it is to meet until the page is full;
 * or by what the conditions find, all of which is put in order. Either can be a thousand times as long as the other, and no database
 * knows which beforehand: none knows how many rows a search finds, and SQLite sorts whatever a filter finds rather than to trust in the page's end.
 */

/** What a page is ordered by; the id follows always, so that pages neither skip nor repeat. */
export interface Order {
  /** The order key of a row, given its alias; never null. */
  readonly key: (alias: string) => Sql
  readonly descending?: boolean
}

/**
 * What rows are to meet. Plain SQL is a column by which an index finds them. What most rows meet, or what no index of the
 * table knows, is asked of each row on the way; where the rows that meet it can be few all the same, `found` selects their
 * ids from where they are known (each select some of them), so that a page can begin there.
 */
export type Condition = Sql | { readonly met: Sql; readonly found?: readonly Sql[] }

export interface PageRequest {
  /** Conditions besides the law; the row's alias is `t`. */
  readonly where?: readonly Condition[]
  readonly order: Order
  readonly args: PageArgs
  readonly limits?: Limits
}

/** What tells the ways apart, in rows. */
export interface Limits {
  /** So few are picked out and sorted in no time; of more, a walk along the order soon fills the page. */
  readonly few: number
  /** Unless they stand together far down the order. To pass a row whose index holds what is asked is nothing; for its words it must be fetched. */
  readonly walk: number
  /** As many are picked out, when such a walk was in vain; beyond them nothing is quick. */
  readonly many: number
}

const LIMITS: Limits = { few: 1000, walk: 4000, many: 100_000 }

/** One way, with the conditions in the form by which it is cheap; picked: by what they find. */
interface Way { readonly where: readonly Sql[]; readonly order: Order; readonly picked: boolean }

export function orderBy(column: string, descending = false): Order {
  return { key: alias => name(alias, column), descending }
}

/** The rows whose column names this thing. */
export function naming(column: Sql, id: string): Sql {
  return couldBeId(id) ? sql`${column} = ${id}` : FALSE
}

/** The rows of a page as the driver gives them: the columns of the plan, then the order key; one more than the page holds, if there is. */
export async function readWay(context: Context, noun: Noun, plan: RowPlan, request: PageRequest, page: Page): Promise<readonly RawRow[]> {
  const { where = [], order, limits = LIMITS } = request
  const read = (way: Way): Promise<readonly RawRow[]> =>
    context.rows((way.where.length > 0 ? leanStatement : pageStatement)(context, noun, plan, way, page))
  const along = where.map(condition => (isAlong(condition, order) ? met(condition) : onTheWay(condition)))
  const walk = (end = wholeWay(noun, order)): Promise<readonly RawRow[]> => read({ where: along.length > 0 ? [...along, ...end] : [], order, picked: false })
  const pickOut = (found: Found): Promise<readonly RawRow[]> => read({ where: where.map(condition => found.get(condition) ?? onTheWay(condition)), order, picked: true })

  const finders = findersOf(context, noun, request)
  const few = await foundWithin(context, finders, limits.few)
  if (few) return pickOut(few)
  // What the order's own index holds is passed so quickly that a walk may take its time.
  if (!where.some(condition => !(condition instanceof Sql) && condition.found)) return walk()
  const end = await walkEnd(context, noun, request, page, limits.walk)
  if (!end) return walk()
  const near = await walk([end])
  if (near.length > page.size) return near
  const many = await foundWithin(context, finders, limits.many)
  return many ? pickOut(many) : walk()
}

/** What can begin a page: the selects that find it, and the conditions that are met by what they find. */
interface Finder { readonly selects: readonly Sql[]; readonly conditions: readonly Condition[] }

function findersOf({ viewer }: Context, noun: Noun, { where = [], order }: PageRequest): Finder[] {
  const finders = where.flatMap(condition => (condition instanceof Sql || !condition.found ? [] : [{ selects: condition.found, conditions: [condition] }]))
  const law = visible(noun, viewer, 't')
  const plain = where.filter(condition => condition instanceof Sql)
  // Bounds of the order are the walk's own. The law is as good as any condition, where it is one and does not stand alone.
  if (where.length === 0 || (law === TRUE && plain.every(condition => isAlong(condition, order)))) return finders
  return [...finders, { selects: [sql`select 1 from ${name(noun.table)} ${name('t')} where ${and([law, ...plain])}`], conditions: plain }]
}

/** Conditions in the form that begins with what they find. */
type Found = ReadonlyMap<Condition, Sql>

/** What finds least, if that is no more than so much; all else is asked of it. */
async function foundWithin(context: Context, finders: readonly Finder[], limit: number): Promise<Found | undefined> {
  if (finders.length === 0) return undefined
  const selects = finders.flatMap(finder => finder.selects)
  const [row = []] = await context.rows(sql`select ${join(selects.map(some => sql`(select count(*) from (${some} limit ${whole(limit + 1)}) as some)`), ', ')}`)
  const countOf = (some: Sql): number => Number(row[selects.indexOf(some)])
  const sumOf = (finder: Finder): number => finder.selects.reduce((sum, some) => sum + countOf(some), 0)
  const least = finders.toSorted((one, other) => sumOf(one) - sumOf(other))[0]!
  if (sumOf(least) > limit) return undefined
  // What found nothing a moment ago is left out, and with it the table that several need to find each thing once.
  const full = least.selects.filter(some => countOf(some) > 0)
  const those = full.length > 0 ? full : least.selects.slice(0, 1)
  return new Map(least.conditions.map(condition => [condition, condition instanceof Sql ? condition : among(those)]))
}

/** Where a walk of so many rows ends; undefined when the order ends before. */
async function walkEnd(context: Context, noun: Noun, { where = [], order }: PageRequest, page: Page, passed: number): Promise<Sql | undefined> {
  const key = order.key('t')
  const falls = fallsAlong(order, page)
  const bounds = where.filter(condition => isAlong(condition, order)).map(met)
  const [end] = await context.rows(sql`select ${key} from ${name(noun.table)} ${name('t')}
    where ${and([...bounds, ...behindCursor(key, order, page)])} order by ${inOrder(key, falls)} limit 1 offset ${whole(passed)}`)
  return end && (falls ? sql`${key} >= ${end[0] as string}` : sql`${key} <= ${end[0] as string}`)
}

/** That the key is anything at all: MySQL asks what an index holds of its entries, before it fetches their rows, in ranges alone. */
function wholeWay(noun: Noun, order: Order): Sql[] {
  const key = order.key('t')
  const column = [...noun.columns.values()].find(of => name('t', of.column).text === key.text)
  if (column?.kind === 'instant') return [sql`${key} >= ${EARLIEST}`]
  return column?.kind === 'text' ? [sql`${key} >= ${''}`] : []
}

const EARLIEST = new Date('0001-01-01T00:00:00Z')

/** Bounds of the order itself, which a walk begins or ends at. */
function isAlong(condition: Condition, { key }: Order): boolean {
  return condition instanceof Sql && condition.text.startsWith(key('t').text)
}

/** A condition by which no database begins: it is asked of rows that were found otherwise. */
function onTheWay(condition: Condition): Sql {
  const asked = met(condition)
  return asked === FALSE ? asked : sql`(${asked}) is true`
}

export function met(condition: Condition): Sql {
  return condition instanceof Sql ? condition : condition.met
}

export function pick(condition: Condition): Sql {
  if (condition instanceof Sql) return condition
  return condition.found ? among(condition.found) : condition.met
}

/** Among what the selects find. */
function among(selects: readonly Sql[]): Sql {
  const all = selects.length === 1 ? selects[0]! : sql`select id from (${join(selects, ' union ')}) as found`
  return sql`${name('t', 'id')} in (${all})`
}

export function pageStatement(context: Context, noun: Noun, plan: RowPlan, { where, order, picked }: Way, page: Page): Sql {
  const key = keyOf(order, picked)
  const select = selectRows(context, noun, plan, [...where, ...behindCursor(key, order, page)], [key])
  return sql`${select} ${cutOf(key, order, page)}`
}

/** The rows of the page alone are read whole: of all that is passed or found, an index tells the ids, or MySQL would fetch, join and sort each. */
function leanStatement(context: Context, noun: Noun, plan: RowPlan, { where, order, picked }: Way, page: Page): Sql {
  const [id, key] = [name('t', 'id'), keyOf(order, picked)]
  const met = and([visible(noun, context.viewer, 't'), ...where, ...behindCursor(key, order, page)])
  const ids = sql`select ${id} from ${name(noun.table)} ${name('t')} where ${met} ${cutOf(key, order, page)}`
  return pageStatement(context, noun, plan, { where: [sql`${id} in (select id from (${ids}) as page)`], order, picked: true }, { ...page, cursor: undefined })
}

/** A plus keeps SQLite off the order's index; the others read past it. */
const keyOf = (order: Order, picked: boolean): Sql => (picked ? sql`+${order.key('t')}` : order.key('t'))

function cutOf(key: Sql, order: Order, page: Page): Sql {
  return sql`order by ${inOrder(key, fallsAlong(order, page))} limit ${whole(page.size + 1)}`
}

export const fallsAlong = (order: Order, page: Page): boolean => (order.descending ?? false) === page.forward

function inOrder(key: Sql, falls: boolean): Sql {
  const way = falls ? sql`desc` : sql`asc`
  return sql`${key} ${way}, ${name('t', 'id')} ${way}`
}

function behindCursor(key: Sql, order: Order, page: Page): Sql[] {
  return page.cursor ? [beyond(key, name('t', 'id'), page.cursor, fallsAlong(order, page))] : []
}

/** `a >= ? and (a > ? or id > ?)`: the one form that every database walks along the index. */
function beyond(key: Sql, id: Sql, cursor: { key: string | number; id: string | number }, descending: boolean): Sql {
  return descending
    ? sql`${key} <= ${cursor.key} and (${key} < ${cursor.key} or ${id} < ${cursor.id})`
    : sql`${key} >= ${cursor.key} and (${key} > ${cursor.key} or ${id} > ${cursor.id})`
}
