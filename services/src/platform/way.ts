import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { couldBeId } from './ids.ts'
import { visible } from './law.ts'
import type { Noun } from './noun.ts'
import type { Page, PageArgs } from './page.ts'
import { selectRows, type RowPlan } from './rows.ts'
import { and, FALSE, join, name, sql, Sql, TRUE, whole } from './sql.ts'

/** How a page is come by: along an index from the cursor on, or by what its conditions find, whichever is less work. */

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

export function orderBy(column: string, descending = false): Order {
  return { key: alias => name(alias, column), descending }
}

/** A page whose conditions have found their form; picked: by what they find, not along the order. */
interface Way { readonly where: readonly Sql[]; readonly order: Order; readonly picked: boolean }

export interface PageRequest {
  /** Conditions besides the law; the row's alias is `t`. */
  readonly where?: readonly Condition[]
  readonly order: Order
  readonly args: PageArgs
}

/** The rows whose column names this thing. */
export function naming(column: Sql, id: string): Sql {
  return couldBeId(id) ? sql`${column} = ${id}` : FALSE
}

/** What many are found by may still stand far along the order: when so many rows of the way do not fill the page, it begins elsewhere. */
const WALK = 4000

/** The rows of a page as the driver gives them: the columns of the plan, then the order key; one more than the page holds, if there is. */
export async function readWay(context: Context, noun: Noun, plan: RowPlan, request: PageRequest, page: Page): Promise<readonly RawRow[]> {
  const way = await wayTo(context, noun, request)
  const read = (by: Way): Promise<readonly RawRow[]> => context.rows(pageStatement(context, noun, plan, by, page))
  const { where = [], order } = request
  if (way.picked || !where.some(condition => !(condition instanceof Sql) && condition.found)) return read(way)
  const key = order.key('t')
  const falls = fallsAlong(order, page)
  const plain = where.filter(condition => condition instanceof Sql)
  const along = plain.filter(condition => isAlong(condition, key))
  const [end] = await context.rows(sql`select ${key} from ${name(noun.table)} ${name('t')}
    where ${and([...along, ...behindCursor(key, order, page)])} order by ${inOrder(key, falls)} limit 1 offset ${whole(WALK)}`)
  if (!end) return read(way)
  const until = falls ? sql`${key} >= ${end[0] as string}` : sql`${key} <= ${end[0] as string}`
  const near = await read({ ...way, where: [...way.where, until] })
  if (near.length > page.size) return near
  return plain.length > along.length
    ? read({ where: where.map(met), order, picked: false })
    : read({ where: where.map(pick), order, picked: true })
}

/** So many rows at most are fetched all and sorted; of more, a walk along the order soon fills the page. */
const FEW = 1000

/**
 * The conditions of a page in the form by which it is cheap. No database knows how many rows a search finds, and SQLite
 * sorts whatever a filter finds rather than to trust in the page's end: so what is found is counted first, as far as it matters.
 */
async function wayTo(context: Context, noun: Noun, { where = [], order }: PageRequest): Promise<Way> {
  const key = order.key('t')
  const isFew = async (...found: readonly Sql[]): Promise<boolean> => {
    const counts = found.map(some => sql`(select count(*) from (${some} limit ${whole(FEW + 1)}) as few)`)
    const [row] = await context.rows(sql`select ${join(counts, ' + ')}`)
    return Number(row?.[0]) <= FEW
  }
  const narrow = await Promise.all(where.map(async condition => !(condition instanceof Sql) && condition.found !== undefined && isFew(...condition.found)))
  const plain = where.filter(condition => condition instanceof Sql)
  const law = visible(noun, context.viewer, 't')
  const isNarrow = where.length > 0 && law !== TRUE
  const picked = narrow.includes(true) || ((isNarrow || !plain.every(condition => isAlong(condition, key))) &&
    (await isFew(sql`select 1 from ${name(noun.table)} ${name('t')} where ${and([law, ...plain])}`)))
  const formed = where.map((condition, i) => {
    if (!(condition instanceof Sql)) return narrow[i] ? pick(condition) : onTheWay(condition.met)
    return picked || isAlong(condition, key) ? condition : onTheWay(condition)
  })
  return { where: picked || where.length === 0 ? formed : [...formed, ...wholeWay(noun, key)], order, picked }
}

/** Bounds of the order itself, which a walk begins or ends at. */
const isAlong = (condition: Sql, key: Sql): boolean => condition.text.startsWith(key.text)

/** That the key is anything at all: MySQL asks what an index holds of its entries, before it fetches their rows, in ranges alone. */
function wholeWay(noun: Noun, key: Sql): Sql[] {
  const column = [...noun.columns.values()].find(of => name('t', of.column).text === key.text)
  if (column?.kind === 'instant') return [sql`${key} >= ${EARLIEST}`]
  return column?.kind === 'text' ? [sql`${key} >= ${''}`] : []
}

const EARLIEST = new Date('0001-01-01T00:00:00Z')

/** A condition by which no database begins: it is asked of rows that were found otherwise. */
function onTheWay(condition: Sql): Sql {
  return condition === FALSE ? condition : sql`(${condition}) is true`
}

export function pick(condition: Condition): Sql {
  if (condition instanceof Sql) return condition
  if (!condition.found) return condition.met
  const found = condition.found.length === 1 ? condition.found[0]! : sql`select id from (${join(condition.found, ' union ')}) as found`
  return sql`${name('t', 'id')} in (${found})`
}

export function met(condition: Condition): Sql {
  return condition instanceof Sql ? condition : condition.met
}

export function pageStatement(context: Context, noun: Noun, plan: RowPlan, { where, order, picked }: Way, page: Page): Sql {
  // A plus keeps SQLite off the order's index; the others read past it.
  const key = picked ? sql`+${order.key('t')}` : order.key('t')
  const select = selectRows(context, noun, plan, [...plan.columns, key], [...where, ...behindCursor(key, order, page)])
  return sql`${select} order by ${inOrder(key, fallsAlong(order, page))} limit ${whole(page.size + 1)}`
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
