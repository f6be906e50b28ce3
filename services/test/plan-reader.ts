import BetterSqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import type { Environment } from '../src/platform/config.ts'
import { Sql, toDriver, type Dialect } from '../src/platform/sql.ts'

/** Reads how the database goes about a statement. */
export interface PlanReader {
  /** About how many rows it touches. */
  readonly rows: (statement: Sql) => Promise<number>
  /** In the database's own words. */
  readonly plan: (statement: Sql) => Promise<string>
  readonly close: () => Promise<void>
}

export function openPlans(environment: Environment): Promise<PlanReader> {
  const url = environment['DATABASE_URL']
  return url ? openMySql(url) : Promise.resolve(openSqlite(`${environment['LECTERN_DATA_DIR']!}/lectern.sqlite`))
}

const driven = ({ values }: Sql, dialect: Dialect): (string | number | null)[] => values.map(value => toDriver(value, dialect) as string | number | null)

/** MySQL and MariaDB count what they touch: the statement is run between two readings of the counters. */
async function openMySql(url: string): Promise<PlanReader> {
  const connection = await createConnection({ uri: url, timezone: 'Z', dateStrings: true })
  const count = async (): Promise<number> => {
    const [rows] = await connection.query("show session status like 'Handler%'")
    const counters = rows as { Variable_name: string; Value: string }[]
    return counters.filter(({ Variable_name: name }) => /_read_|_tmp_write/.test(name)).reduce((sum, { Value }) => sum + Number(Value), 0)
  }
  await count()
  const overhead = -(await count()) + (await count())
  let standing = await count()
  const rows: PlanReader['rows'] = async statement => {
    await connection.execute(statement.text, driven(statement, 'mysql'))
    const before = standing
    standing = await count()
    return standing - before - overhead
  }
  const plan: PlanReader['plan'] = async statement => {
    const [lines] = await connection.query(`explain ${statement.text}`, driven(statement, 'mysql'))
    standing = await count()
    return (lines as object[]).map(line => Object.values(line).join(' | ')).join('\n')
  }
  return { rows, plan, close: () => connection.end() }
}

/**
 * What stands in a statement with a limit of its own has a plan of its own: a page of one thing's children, which is wrapped to stand with those
 * of others, what is counted of each condition and where a walk would end, the ids of a page that was picked out.
 */
function partsOf(statement: Sql): readonly Sql[] {
  const { text, values } = statement
  const parts: Sql[] = []
  const open: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') open.push(i + 1)
    if (text[i] !== ')') continue
    const begin = open.pop()!
    const part = text.slice(begin, i)
    const given = text.slice(0, begin).split('?').length - 1
    if (/^select .* limit \d+( offset \d+)?$/s.test(part)) parts.push(new Sql(part, values.slice(given, given + part.split('?').length - 1)))
  }
  return parts.length > 0 ? parts : [statement]
}

/** SQLite tells its plan but not the rows: those are worked out of the plan, the sizes of the tables and what the statement finds. */
function openSqlite(file: string): PlanReader {
  const database = new BetterSqlite(file, { readonly: true })
  const number = (text: string, values: readonly unknown[] = []): number => Number(database.prepare(text).pluck().get(...values))
  const tables = new Set(database.prepare("select name from sqlite_schema where type = 'table'").pluck().all())
  const sizes = new Map<string, number>()
  const sizeOf = (table: string): number => sizes.get(table) ?? sizes.set(table, number(`select count(*) from \`${table}\``)).get(table)!
  const linesOf = (statement: Sql): string[] => {
    const lines = database.prepare(`explain query plan ${statement.text}`).all(...driven(statement, 'sqlite')) as { detail: string }[]
    return lines.map(({ detail }) => detail)
  }

  const rowsOf = (statement: Sql): number => {
    const { text } = statement
    const [plan, values] = [linesOf(statement), driven(statement, 'sqlite')]
    const aliases = new Map([...text.matchAll(/\b(?:from|join) `?(\w+)`?(?: `(\w+)`)?/g)].map(([, table, alias]) => [alias ?? table!, table!]))
    const scanned = plan.flatMap(line => /^SCAN (\w+)/.exec(line)?.[1] ?? []).filter(alias => tables.has(aliases.get(alias)))
    const [, first, passed = 0] = / limit (\d+)(?: offset (\d+))?$/.exec(text) ?? []
    const limit = Number(first ?? Infinity) + Number(passed)
    const sorts = plan.includes('USE TEMP B-TREE FOR ORDER BY')
    const all = text.replace(/( order by (?:(?! order by ).)*)? limit \d+( offset \d+)?$/s, '')
    const found = limit < Infinity ? number(`select count(*) from (${all} limit ${MOST_COUNTED})`, values) : 0
    const main = [...aliases.keys()][0]!
    const driver = plan.find(line => new RegExp(`^(SCAN|SEARCH) ${main}\\b`).test(line)) ?? ''
    const range = /^SEARCH \w+ .*\((\w+)[<>]/.exec(driver)?.[1]
    // A walk along the order ends when the page is full: after as much of the way as the page is of what there is to find.
    const way = range ? rowsInRange(aliases.get(main)!, range, text, values) : driver.startsWith('SCAN') ? sizeOf(aliases.get(main)!) : 0
    const walked = sorts ? way : way * Math.min(1, limit / Math.max(1, found))
    return walked + (sorts ? found : 0) + scanned.filter(alias => alias !== main).reduce((sum, alias) => sum + sizeOf(aliases.get(alias)!), 0)
  }

  /** The rows between the bounds that a statement sets to a column. */
  const rowsInRange = (table: string, column: string, text: string, values: readonly unknown[]): number => {
    const bounds = [...text.matchAll(/`t`\.`(\w+)` ([<>]=?) \?(?! or )/g)].filter(([, of]) => of === (column === 'rowid' ? 'id' : column))
    const bound = bounds.map(({ index }) => values[text.slice(0, index).split('?').length - 1])
    return number(`select count(*) from \`${table}\` t where ${bounds.map(([term]) => term).join(' and ')}`, bound)
  }
  return {
    rows: statement => Promise.resolve(Math.round(partsOf(statement).reduce((sum, part) => sum + rowsOf(part), 0))),
    plan: statement => Promise.resolve(linesOf(statement).join('\n')),
    close: () => Promise.resolve(void database.close()),
  }
}

const MOST_COUNTED = 20_000
