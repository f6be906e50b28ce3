/** The rows that every contender reads: made by a seeded generator, written straight into the tables. */
import { rmSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { createPool } from 'mysql2/promise'
import { createApp } from '../src/app.ts'
import { readConfig, type Environment } from '../src/platform/config.ts'
import { virtualClock } from '../src/platform/clock.ts'
import { idSource } from '../src/platform/ids.ts'
import { seededRandom } from '../src/platform/random.ts'
import { toDriver, type Dialect, type Value } from '../src/platform/sql.ts'

export interface Size { readonly users: number; readonly trainers: number; readonly sessions: number; readonly bookingsEach: number }
export const FULL: Size = { users: 5_000, trainers: 200, sessions: 20_000, bookingsEach: 10 }

export interface Place { readonly dialect: Dialect; readonly environment: Environment }

/** Where the bench keeps its data: the given MySQL server, or a SQLite file. */
export function placeOf(directory: string, mysqlUrl: string | undefined): Place {
  const secret = { LECTERN_SECRET: 'a secret for the bench that is long enough', LECTERN_DATA_DIR: directory, LECTERN_PUBLIC_URL: 'http://bench.localhost:4000' }
  return mysqlUrl ? { dialect: 'mysql', environment: { ...secret, DATABASE_URL: mysqlUrl } } : { dialect: 'sqlite', environment: secret }
}

type Insert = (table: string, columns: readonly string[], rows: readonly (readonly Value[])[]) => Promise<void>

/** Makes the tables and fills them; answers the admin's access token. */
export async function prepareData(place: Place, size: Size): Promise<string> {
  if (place.dialect === 'sqlite') rmSync(place.environment['LECTERN_DATA_DIR']!, { recursive: true, force: true })
  const app = await createApp(readConfig(place.environment))
  const standing = await app.services.database.rows({ text: 'select id from user limit 2', values: [] })
  if (standing.length > 1) {
    await app.close()
    throw new Error('Somebody lives in this database already. The bench fills one of its own: name an empty or a new one.')
  }
  const [admin] = await app.services.database.rows({ text: "select id from user where username = 'admin'", values: [] })
  const adminId = String(admin![0])
  const newId = idSource(virtualClock('2026-01-05T09:00:00Z'), seededRandom(1))
  const signIn = newId()
  const { token } = await app.services.tokens.issue(adminId, signIn)
  await app.close()
  const { insert, close } = await opened(place)
  await fill(insert, newId, size, adminId, signIn)
  await close()
  return token
}

async function opened({ dialect, environment }: Place): Promise<{ insert: Insert; close: () => Promise<void> }> {
  // Nobody's password is temporary here: the admin's would let nothing but its change through.
  const settle = 'update user set must_change_password = 0'
  const values = (row: readonly Value[]): (string | number | bigint | null)[] => row.map(value => toDriver(value, dialect))
  const text = (table: string, columns: readonly string[], count: number): string =>
    `insert into \`${table}\` (${columns.map(column => `\`${column}\``).join(', ')}) values ${Array.from({ length: count }, () => `(${columns.map(() => '?').join(', ')})`).join(', ')}`
  if (dialect === 'sqlite') {
    const database = new BetterSqlite(`${environment['LECTERN_DATA_DIR']!}/lectern.sqlite`)
    database.exec('begin')
    return {
      insert: (table, columns, rows) => Promise.resolve(void database.prepare(text(table, columns, rows.length)).run(rows.flatMap(values))),
      close: () => {
        database.exec(`${settle}; commit; analyze`)
        database.close()
        return Promise.resolve()
      },
    }
  }
  const pool = createPool({ uri: environment['DATABASE_URL']!, connectionLimit: 1, timezone: 'Z' })
  return {
    insert: async (table, columns, rows) => {
      await pool.query(text(table, columns, rows.length), rows.flatMap(values))
    },
    close: async () => {
      await pool.query(settle)
      await pool.query('analyze table user, session, booking')
      await pool.end()
    },
  }
}

const FIRST = ['Mara', 'Omar', 'Chiara', 'Yusuf', 'Elena', 'Nikos', 'Priya', 'Ines', 'Noor', 'Layla', 'Wei', 'Beatriz']
const LAST = ['Lindqvist', 'Haddad', 'Conti', 'Demir', 'Petrova', 'Papadakis', 'Nair', 'Duarte', 'Saleh', 'Nasser', 'Zhang', 'Sousa']
const MARKS = ['PRESENT', 'PRESENT', 'PRESENT', 'PRESENT', 'LATE', 'EXCUSED', 'ABSENT', null] as const

async function fill(insert: Insert, newId: () => string, size: Size, adminId: string, signIn: string): Promise<void> {
  const now = new Date()
  await insert('sign_in', ['id', 'user_id', 'refresh_hash', 'last_used_at', 'created_at'], [[signIn, adminId, 'bench', now, now]])
  const users = Array.from({ length: size.users }, (_, i) => userRow(newId(), i, size, now))
  await inBatches(users, rows => insert('user', USER, rows))
  const ids = users.map(row => String(row[0]))
  const sessions = Array.from({ length: size.sessions }, (_, i) => sessionRow(newId(), i, ids[i % size.trainers]!, now))
  await inBatches(sessions, rows => insert('session', SESSION, rows))
  for (let i = 0; i < sessions.length; i += 200) {
    const rows = sessions.slice(i, i + 200).flatMap((session, j) => bookingRows(newId, session, i + j, ids, size, now))
    await inBatches(rows, part => insert('booking', BOOKING, part))
  }
}

async function inBatches<T>(rows: readonly T[], write: (part: readonly T[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) await write(rows.slice(i, i + 500))
}

const USER = ['id', 'username', 'email', 'email_key', 'first_name', 'last_name', 'name_key', 'role', 'is_active', 'must_change_password', 'password_hash', 'created_at', 'updated_at']

function userRow(id: string, i: number, { trainers }: Size, now: Date): Value[] {
  const [first, last] = [FIRST[i % FIRST.length]!, `${LAST[(i * 5) % LAST.length]!} ${i}`]
  const username = `person.${i}`
  return [id, username, `${username}@bench.example`, `${username}@bench.example`, first, last, `${first} ${last}`.toLowerCase(), i < trainers ? 'TRAINER' : 'TRAINEE', true, false, '-', now, now]
}

const SESSION = ['id', 'title', 'title_key', 'trainer_id', 'starts_at', 'duration_minutes', 'time_zone', 'status', 'capacity', 'created_at', 'updated_at']

function sessionRow(id: string, i: number, trainer: string, now: Date): Value[] {
  const title = `Session ${i} of the bench`
  return [id, title, title.toLowerCase(), trainer, new Date(Date.UTC(2024, 0, 1) + i * 30 * 60_000), 60, 'Africa/Cairo', 'SCHEDULED', 12, now, now]
}

const STARTS_AT = SESSION.indexOf('starts_at')
const BOOKING = ['id', 'session_id', 'starts_at', 'trainee_id', 'status', 'attendance', 'created_at', 'updated_at']

function bookingRows(newId: () => string, session: readonly Value[], i: number, users: readonly string[], { trainers, users: all, bookingsEach }: Size, now: Date): Value[][] {
  const trainees = all - trainers
  return Array.from({ length: bookingsEach }, (_, j) => {
    const trainee = users[trainers + ((i * 7 + j * 13) % trainees)]!
    return [newId(), session[0]!, session[STARTS_AT]!, trainee, 'BOOKED', MARKS[(i + j) % MARKS.length] ?? null, new Date(now.getTime() + j), now]
  })
}
