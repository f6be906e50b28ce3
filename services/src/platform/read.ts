import DataLoader from 'dataloader'
import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { couldBeId } from './ids.ts'
import { visible } from './law.ts'
import { nounOf, type Class, type Noun } from './noun.ts'
import { readPageArgs, writeCursor, type Connection, type Edge, type Page, type PageInfo } from './page.ts'
import { planRows, rowMaker, selectRows, type Row, type RowPlan } from './rows.ts'
import type { Selection } from './selection.ts'
import { and, list, name, sql, type Sql } from './sql.ts'
import { pick, readWay, type PageRequest } from './way.ts'

/**
 * The one path by which anything leaves the server: plain rows, by id or by page, the law inside the where-clause,
 * just the columns that the operation selects, to-one relations joined in the same statement.
 */

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
  const raws = await context.rows(selectRows(context, noun, plan, where))
  return raws.map(await rowMaker<T>(plan, context))
}

/** Every visible row that meets the conditions; for what is bounded by its nature. */
export function readAll<T extends object>(context: Context, type: Class<T>, where: readonly Sql[]): Promise<Row<T>[]> {
  const noun = nounOf(type)
  return readWhere(context, noun, planRows(noun, context.selection), where)
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
  return connect(plan, await rowMaker<T>(plan, context), raws, page, totalCount)
}

/** The page that these rows are, which were asked for with one more than it holds. */
export function connect<T extends object>(plan: RowPlan, rowOf: (raw: RawRow) => Row<T>, raws: readonly RawRow[], page: Page, totalCount: number): Connection<Row<T>> {
  const shown = raws.slice(0, page.size)
  if (!page.forward) shown.reverse()
  return new RowPage(shown, shown.map(rowOf), plan.width, raws.length > page.size, page, totalCount)
}

/**
 * Edges and page info are made when they are asked for: a list of lists makes many pages, and asks it of few. By accessors of a class:
 * those of an object literal would be made with each page, and V8 keeps what they close over until its next full collection.
 */
class RowPage<Node> implements Connection<Node> {
  readonly nodes: readonly Node[]
  readonly totalCount: number
  readonly #raws: readonly RawRow[]
  readonly #keyIndex: number
  readonly #more: boolean
  readonly #page: Page
  // Compiled operations read a property once for each field of what it holds.
  #edges: readonly Edge<Node>[] | undefined
  #pageInfo: PageInfo | undefined

  constructor(raws: readonly RawRow[], nodes: readonly Node[], keyIndex: number, more: boolean, page: Page, totalCount: number) {
    this.nodes = nodes
    this.totalCount = totalCount
    this.#raws = raws
    this.#keyIndex = keyIndex
    this.#more = more
    this.#page = page
  }

  get edges(): readonly Edge<Node>[] {
    return (this.#edges ??= this.nodes.map((node, i) => ({ node, cursor: this.#cursor(i) })))
  }

  get pageInfo(): PageInfo {
    return (this.#pageInfo ??= this.#describe())
  }

  #describe(): PageInfo {
    const { forward, cursor } = this.#page
    const isAny = this.nodes.length > 0
    return {
      hasNextPage: forward ? this.#more : cursor !== undefined,
      hasPreviousPage: forward ? cursor !== undefined : this.#more,
      startCursor: isAny ? this.#cursor(0) : null,
      endCursor: isAny ? this.#cursor(this.nodes.length - 1) : null,
    }
  }

  #cursor(i: number): string {
    return writeCursor({ key: this.#raws[i]![this.#keyIndex] as string, id: (this.nodes[i] as { id: string }).id })
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

