import type { Context } from './context.ts'
import type { RawRow } from './database.ts'
import { visible } from './law.ts'
import { nounOf, type Class, type Noun } from './noun.ts'
import { readPageArgs, type Connection, type Page } from './page.ts'
import { connect, loaderOf } from './read.ts'
import { planRows, rowMaker, selectRows, type Row, type RowPlan } from './rows.ts'
import { and, join, list, name, sql, type Sql, whole } from './sql.ts'
import { fallsAlong, met, pageStatement, type PageRequest } from './way.ts'

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
  return parents.map((parent, i) => connect(plan, rowOf, pages[i]!, page, counts.get(parent) ?? 0))
}

/** All children of all parents in one range of the index, cut to pages here. */
async function overfetch(
  context: Context, noun: Noun, plan: RowPlan, request: ChildRequest, page: Page, column: Sql, parents: readonly string[],
): Promise<RawRow[][]> {
  const where = [...(request.where ?? []).map(met), sql`${column} in ${list(parents)}`]
  const raws = await context.rows(selectRows(context, noun, plan, where, [request.order.key('t'), column]))
  const keyIndex = plan.width
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
