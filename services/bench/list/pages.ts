/** The pages of the list, by prepared statements and nothing else: what the floor answers with, and peers at their best resolve to. */
import BetterSqlite from 'better-sqlite3'
import { createPool } from 'mysql2/promise'
import { readCursor, writeCursor, type Cell } from './cursor.ts'

type Read = (statement: string, values: readonly (string | number)[]) => Promise<readonly (readonly Cell[])[]>

const PAGE = `select s.id, s.title, s.starts_at, s.duration_minutes, s.status, u.id, u.username, u.first_name, u.last_name
  from session s left join user u on u.id = s.trainer_id WHERE order by s.starts_at, s.id limit 51`
const FIRST = PAGE.replace('WHERE', '')
const NEXT = PAGE.replace('WHERE', 'where s.starts_at >= ? and (s.starts_at > ? or s.id > ?)')
const CHILDREN = `select b.session_id, b.id, b.attendance, u.id, u.username, u.first_name, u.last_name, b.created_at
  from booking b left join user u on u.id = b.trainee_id where b.session_id in (${Array.from({ length: 50 }, () => '?').join(', ')})`

const instant = (raw: Cell): string => (typeof raw === 'number' ? new Date(raw).toISOString() : `${String(raw).replace(' ', 'T').padEnd(19)}${String(raw).length === 19 ? '.000' : ''}Z`)
const person = ([id, username, firstName, lastName]: readonly Cell[]): object => ({ id, username, firstName, lastName })

function open(): Read {
  const url = process.env['DATABASE_URL']
  if (url) {
    const pool = createPool({ uri: url, connectionLimit: 10, timezone: 'Z', dateStrings: true })
    return async (text, values) => (await pool.execute({ sql: text, rowsAsArray: true }, [...values]))[0] as unknown as Cell[][]
  }
  const database = new BetterSqlite(`${process.env['LECTERN_DATA_DIR']!}/lectern.sqlite`, { readonly: true })
  const prepared = new Map([FIRST, NEXT, CHILDREN].map(text => [text, database.prepare(text).raw()]))
  return (text, values) => Promise.resolve(prepared.get(text)!.all(...values) as Cell[][])
}

const read = open()

export interface SessionsPage { readonly nodes: readonly object[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } }

export async function sessionsPage(after: string | null | undefined): Promise<SessionsPage> {
  const cursor = after ? readCursor(after) : undefined
  const rows = cursor ? await read(NEXT, [cursor[0], cursor[0], cursor[1]]) : await read(FIRST, [])
  const shown = rows.slice(0, 50)
  const children = Map.groupBy(await read(CHILDREN, shown.map(row => row[0] as string)), row => row[0])
  const nodes = shown.map(row => ({
    id: row[0], title: row[1], startsAt: instant(row[2]!), durationMinutes: row[3], status: row[4],
    trainer: person(row.slice(5, 9)),
    bookings: { nodes: bookingsOf(children.get(row[0]!) ?? []) },
  }))
  const last = shown.at(-1)!
  return { nodes, pageInfo: { hasNextPage: rows.length > 50, endCursor: writeCursor(last[2]!, last[0]!) } }
}

function bookingsOf(rows: readonly (readonly Cell[])[]): object[] {
  const ordered = rows.toSorted((a, b) => (a[7]! < b[7]! ? -1 : a[7]! > b[7]! ? 1 : a[1]! < b[1]! ? -1 : 1))
  return ordered.slice(0, 10).map(row => ({ id: row[1], attendance: row[2], trainee: person(row.slice(3, 7)) }))
}
