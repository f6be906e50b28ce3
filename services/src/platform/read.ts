import DataLoader from 'dataloader'
import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { couldBeId } from './ids.ts'
import { visible } from './law.ts'
import { nounOf, type Class, type Noun } from './noun.ts'
import { readPageArgs, writeCursor, type Connection, type Page, type PageArgs, type PageInfo } from './page.ts'
import { planRows, rowMaker, type Row, type RowPlan } from './rows.ts'
import type { Selection } from './selection.ts'
import { and, FALSE, join, list, name, sql, Sql, TRUE, whole } from './sql.ts'

/**
 * The one path by which anything leaves the server: plain rows, by id or by page, the law inside the where-clause,
 * just the columns that the operation selects, to-one relations joined in the same statement.
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

/** A thing by its id; null when it does not exist or the viewer may not see it. Calls of one tick are one statement. */
export function readById<T extends object>(context: Context, type: Class<T>, id: string): Promise<Row<T> | null> {
  if (!couldBeId(id)) return Promise.resolve(null)
  const noun = nounOf(type)
  const loader = loaderOf<string, Row<T> | null>(context, `${noun.name} by id`, ids => readByIds(context, noun, ids))
  return loader.load(id)
}

async function readByIds<T extends object>(context: Context, noun: Noun<T>, ids: readonly string[]): Promise<(Row<T> | null)[]> {
  const plan = planRows(noun, context.selection)
  const rows = await readWhere<T>(context, noun, plan, [sql`${name('t', 'id')} in ${list(ids)}`])
  const found = new Map(rows.map(row => [(row as { id: string }).id, row]))
  return ids.map(id => found.get(id) ?? null)
}

async function readWhere<T extends object>(context: Context, noun: Noun<T>, plan: RowPlan, where: readonly Sql[]): Promise<Row<T>[]> {
  const raws = await context.rows(selectFrom(context, noun, plan, plan.columns, where))
  return raws.map(await rowMaker<T>(plan, context))
}

/** Every visible row that meets the conditions; for what is bounded by its nature. */
export function readAll<T extends object>(context: Context, type: Class<T>, where: readonly Sql[]): Promise<Row<T>[]> {
  const noun = nounOf(type)
  return readWhere(context, noun, planRows(noun, context.selection), where)
}

function selectFrom(context: Context, noun: Noun, plan: RowPlan, columns: readonly Sql[], where: readonly Sql[]): Sql {
  const law = visible(noun, context.viewer, 't')
  const selected = join(columns.map((column, i) => sql`${column} as ${name(`c${i}`)}`), ', ')
  return sql`select ${selected} from ${name(noun.table)} ${name('t')} ${plan.joins(context.viewer)} where ${and([law, ...where])}`
}

/** The rows whose column names this thing. */
export function naming(column: Sql, id: string): Sql {
  return couldBeId(id) ? sql`${column} = ${id}` : FALSE
}

/** A page of a noun. */
export async function readPage<T extends object>(context: Context, type: Class<T>, request: PageRequest): Promise<Connection<Row<T>>> {
  const noun = nounOf(type)
  const page = readPageArgs(request.args)
  const plan = planRows(noun, context.selection)
  const [raws, totalCount] = await Promise.all([
    readWay(context, noun, plan, request, page),
    countIfSelected(context, noun, (request.where ?? []).map(pick)),
  ])
  return connect(context, noun, plan, await rowMaker<T>(plan, context), raws, page, totalCount)
}

/** What many are found by may still stand far along the order: when so many rows of the way do not fill the page, it begins elsewhere. */
const WALK = 4000

async function readWay(context: Context, noun: Noun, plan: RowPlan, request: PageRequest, page: Page): Promise<readonly RawRow[]> {
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

function pick(condition: Condition): Sql {
  if (condition instanceof Sql) return condition
  if (!condition.found) return condition.met
  const found = condition.found.length === 1 ? condition.found[0]! : sql`select id from (${join(condition.found, ' union ')}) as found`
  return sql`${name('t', 'id')} in (${found})`
}

function met(condition: Condition): Sql {
  return condition instanceof Sql ? condition : condition.met
}

function pageStatement(context: Context, noun: Noun, plan: RowPlan, { where, order, picked }: Way, page: Page): Sql {
  // A plus keeps SQLite off the order's index; the others read past it.
  const key = picked ? sql`+${order.key('t')}` : order.key('t')
  const select = selectFrom(context, noun, plan, [...plan.columns, key], [...where, ...behindCursor(key, order, page)])
  return sql`${select} order by ${inOrder(key, fallsAlong(order, page))} limit ${whole(page.size + 1)}`
}

const fallsAlong = (order: Order, page: Page): boolean => (order.descending ?? false) === page.forward

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

function connect<T extends object>(
  context: Context, noun: Noun<T>, plan: RowPlan, rowOf: (raw: RawRow) => Row<T>, raws: readonly RawRow[], page: Page, totalCount: number,
): Connection<Row<T>> {
  const more = raws.length > page.size
  const shown = more ? raws.slice(0, page.size) : [...raws]
  if (!page.forward) shown.reverse()
  const nodes = shown.map(rowOf)
  const keyIndex = plan.columns.length
  const cursor = (i: number): string => writeCursor({ key: shown[i]![keyIndex] as string, id: (nodes[i] as { id: string }).id })
  const selectsEdges = context.selection.get(`${noun.name}Connection`)?.has('edges') ?? false
  const beyondStart = page.cursor !== undefined
  let pageInfo: PageInfo | undefined
  return {
    nodes,
    edges: selectsEdges ? nodes.map((node, i) => ({ node, cursor: cursor(i) })) : [],
    // Made when it is asked for: a list of lists makes many pages, and asks it of few.
    get pageInfo() {
      pageInfo ??= {
        hasNextPage: page.forward ? more : beyondStart,
        hasPreviousPage: page.forward ? beyondStart : more,
        startCursor: nodes.length > 0 ? cursor(0) : null,
        endCursor: nodes.length > 0 ? cursor(nodes.length - 1) : null,
      }
      return pageInfo
    },
    totalCount,
  }
}

async function countIfSelected(context: Context, noun: Noun, where: readonly Sql[]): Promise<number> {
  if (!context.selection.get(`${noun.name}Connection`)?.has('totalCount')) return 0
  return countRows(context, noun, where)
}

/** How many rows the viewer sees that meet the conditions. */
export async function countRows(context: Context, noun: Noun, where: readonly Sql[]): Promise<number> {
  const law = visible(noun, context.viewer, 't')
  const [row] = await context.rows(sql`select count(*) from ${name(noun.table)} ${name('t')} where ${and([law, ...where])}`)
  return Number(row?.[0] ?? 0)
}

export interface ChildRequest extends PageRequest {
  /** The column of the child that names the parent. */
  readonly of: string
  readonly parent: string
  /** What tells this field's arguments from others', so that equal ones are fetched together. */
  readonly key: string
  /** A parent has few children, so all are fetched and sorted here; else each parent's page is a limited select. */
  readonly bounded: boolean
}

/** A page of the children of one parent; all parents of a list are one statement. */
export function readChildren<T extends object>(context: Context, type: Class<T>, request: ChildRequest): Promise<Connection<Row<T>>> {
  const noun = nounOf(type)
  const page = readPageArgs(request.args)
  const loader = loaderOf<string, Connection<Row<T>>>(context, `${noun.name} of ${request.of} ${request.key}`, parents =>
    readChildrenOf<T>(context, noun, request, page, parents))
  return loader.load(request.parent)
}

async function readChildrenOf<T extends object>(
  context: Context, noun: Noun<T>, request: ChildRequest, page: Page, parents: readonly string[],
): Promise<Connection<Row<T>>[]> {
  const plan = planRows(noun, context.selection)
  const column = name('t', noun.columns.get(request.of)!.column)
  const [pages, counts] = await Promise.all([
    request.bounded && page.cursor === undefined && parents.length > 1
      ? overfetch(context, noun, plan, request, page, column, parents)
      : limited(context, noun, plan, request, page, column, parents),
    countChildren(context, noun, request, column, parents),
  ])
  const rowOf = await rowMaker<T>(plan, context)
  return parents.map((parent, i) => connect(context, noun, plan, rowOf, pages[i]!, page, counts.get(parent) ?? 0))
}

/** All children of all parents in one range of the index, cut to pages here. */
async function overfetch(
  context: Context, noun: Noun, plan: RowPlan, request: ChildRequest, page: Page, column: Sql, parents: readonly string[],
): Promise<RawRow[][]> {
  const where = [...(request.where ?? []).map(met), sql`${column} in ${list(parents)}`]
  const columns = [...plan.columns, request.order.key('t'), column]
  const raws = await context.rows(selectFrom(context, noun, plan, columns, where))
  const keyIndex = plan.columns.length
  const groups = Map.groupBy(raws, raw => raw[keyIndex + 1])
  const compare = byKeyAndId(keyIndex, plan.root.idIndex, fallsAlong(request.order, page) ? -1 : 1)
  return parents.map(parent => (groups.get(parent) ?? []).toSorted(compare).slice(0, page.size + 1))
}

function byKeyAndId(keyIndex: number, idIndex: number, sign: 1 | -1): (a: RawRow, b: RawRow) => number {
  return (a, b) => sign * (compareAsStored(a[keyIndex], b[keyIndex]) || compareAsStored(a[idIndex], b[idIndex]))
}

/** Databases order text by its code points; JavaScript by halves of those beyond the first plane, which it puts too early. */
function compareAsStored(a: unknown, b: unknown): number {
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b)
  if (a === b) return 0
  let i = 0
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++
  return rankAt(a, i) - rankAt(b, i)
}

function rankAt(text: string, i: number): number {
  if (i === text.length) return -1
  const unit = text.charCodeAt(i)
  return unit >= 0xD800 && unit <= 0xDFFF ? unit + 0x10000 : unit
}

/** One limited select per parent, all in one statement. */
async function limited(
  context: Context, noun: Noun, plan: RowPlan, request: ChildRequest, page: Page, column: Sql, parents: readonly string[],
): Promise<RawRow[][]> {
  const selects = parents.map((parent, i) => {
    const where = [...(request.where ?? []).map(met), sql`${column} = ${parent}`]
    const inner = pageStatement(context, noun, plan, { where, order: request.order, picked: false }, page)
    return sql`select ${name(`p${i}`)}.*, ${whole(i)} as parent from (${inner}) as ${name(`p${i}`)}`
  })
  const raws = await context.rows(join(selects, ' union all '))
  const groups = Map.groupBy(raws, raw => Number(raw.at(-1)))
  return parents.map((_, i) => groups.get(i) ?? [])
}

async function countChildren(
  context: Context, noun: Noun, request: ChildRequest, column: Sql, parents: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (!context.selection.get(`${noun.name}Connection`)?.has('totalCount')) return new Map()
  const where = and([visible(noun, context.viewer, 't'), ...(request.where ?? []).map(met), sql`${column} in ${list(parents)}`])
  const raws = await context.rows(sql`select ${column}, count(*) from ${name(noun.table)} ${name('t')} where ${where} group by ${column}`)
  return new Map(raws.map(([parent, count]) => [String(parent), Number(count)]))
}

/** One loader per request and kind of question: what is asked in one tick is answered by one statement. */
export function loaderOf<K, V>(context: Context, key: string, load: (keys: readonly K[]) => Promise<readonly V[]>): DataLoader<K, V> {
  const standing = context.loaders.get(key) as DataLoader<K, V> | undefined
  if (standing) return standing
  const loader = new DataLoader<K, V>(keys => load(keys))
  context.loaders.set(key, loader as never)
  return loader
}

/** A context that reads these fields of a noun, for readers that are no GraphQL operation: reports, jobs, rights. */
export function selecting(context: Context, fields: Readonly<Record<string, readonly string[]>>): Context {
  const selection: Selection = new Map(Object.entries(fields).map(([noun, names]) => [noun, new Set(names)]))
  return { ...context, selection, loaders: new Map() }
}

