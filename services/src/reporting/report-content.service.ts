import type { User } from '../identity/user.entity.ts'
import type { Context } from '../platform/context.ts'
import type { Class } from '../platform/noun.ts'
import { PAGE_LIMIT } from '../platform/page.ts'
import { readPage } from '../platform/read.ts'
import type { Row as NounRow } from '../platform/rows.ts'
import { name, sql, type Sql } from '../platform/sql.ts'
import type { Order } from '../platform/way.ts'
import type { ColumnKind, ReportColumn, ReportPart, Row, RowPage } from './files/document.ts'
import type { ReportWords } from './report-words.ts'

/** From, included, until, excluded; null: open. */
export interface Range {
  readonly from: Date | null
  readonly to: Date | null
}

/** What a report holds: its first part are the records, the others sum them up. */
export interface Content {
  readonly parts: ReportPart[]
  /** How many things are read for it, to tell how far it is. */
  readonly total: number
  readonly pages: (onRead: (things: number) => void) => AsyncIterable<RowPage>
}

/** Reads everything as the viewer of the context may see it. */
export type ContentOf = (context: Context, range: Range, words: ReportWords) => Promise<Content>

export function part(words: string, ...columns: readonly (readonly [title: string, kind?: ColumnKind, width?: number])[]): ReportPart {
  return { name: words, columns: columns.map(([title, kind = 'text', width]): ReportColumn => ({ key: title, title, kind, width })) }
}

export function within(column: string, { from, to }: Range): Sql[] {
  return [...(from ? [sql`${name('t', column)} >= ${from}`] : []), ...(to ? [sql`${name('t', column)} < ${to}`] : [])]
}

/** Every visible row in order, a page at a time: memory holds one page, however long the report. Whoever reads more with each row takes smaller ones. */
export async function* eachPage<T extends object>(
  context: Context, type: Class<T>, where: readonly Sql[], order: Order, size = PAGE_LIMIT,
): AsyncGenerator<readonly NounRow<T>[]> {
  let after: string | null = null
  do {
    const page: { nodes: readonly NounRow<T>[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } =
      await readPage(context, type, { where, order, args: { first: size, after } })
    if (page.nodes.length > 0) yield page.nodes
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
}

/** A summary's rows, in pages like everything else. */
export function* inPages(partIndex: number, rows: Iterable<Row>): Generator<RowPage> {
  let page: Row[] = []
  for (const row of rows) {
    page.push(row)
    if (page.length < 500) continue
    yield { part: partIndex, rows: page }
    page = []
  }
  if (page.length > 0) yield { part: partIndex, rows: page }
}

type Named = Pick<NounRow<User>, 'firstName' | 'lastName'>

export function fullName(user: Named | null): string {
  return user ? `${user.firstName} ${user.lastName}` : ''
}

/** A tally of a thing that many records name; made when the first of them comes. */
export function tallyOf<K, T>(tallies: Map<K, T>, key: K, make: () => T): T {
  let tally = tallies.get(key)
  if (!tally) {
    tally = make()
    tallies.set(key, tally)
  }
  return tally
}
