/** Where a run keeps its data: a SQLite folder, or a database of its own on the named server; gone when the run is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { accessTokens } from '../../src/identity/token.service.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { keyRing } from '../../src/platform/keys.ts'
import { toDriver, type Dialect, type Value } from '../../src/platform/sql.ts'
import { placeOf, type Place } from '../data.ts'

export interface OwnPlace extends Place { readonly drop: () => Promise<void> }

let places = 0

export async function ownPlace(serverUrl: string | undefined): Promise<OwnPlace> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-bench-'))
  const forget = (): void => rmSync(directory, { recursive: true, force: true })
  if (serverUrl === undefined) return { ...placeOf(directory, undefined), drop: () => Promise.resolve(forget()) }
  const url = new URL(serverUrl)
  const database = `${url.pathname.slice(1) || 'lectern_bench'}_${process.pid}_${++places}`
  url.pathname = `/${database}`
  return {
    ...placeOf(directory, url.href),
    drop: async () => {
      forget()
      url.pathname = '/'
      const connection = await createConnection(url.href)
      await connection.query(`drop database if exists \`${database}\``)
      await connection.end()
    },
  }
}

export interface Tables {
  readonly dialect: Dialect
  readonly rows: (text: string, values?: readonly Value[]) => Promise<readonly (readonly unknown[])[]>
  readonly run: (text: string, values?: readonly Value[]) => Promise<void>
  readonly insert: (table: string, columns: readonly string[], rows: readonly (readonly Value[])[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** The tables themselves, for what a case needs to stand, and for counting afterwards what it did. */
export async function openTables({ dialect, environment }: Place): Promise<Tables> {
  const driven = (values: readonly Value[]): (string | number | bigint | null)[] => values.map(value => toDriver(value, dialect))
  const connection = dialect === 'mysql' ? await createConnection({ uri: environment['DATABASE_URL']!, timezone: 'Z', dateStrings: true }) : undefined
  const database = dialect === 'sqlite' ? new BetterSqlite(`${environment['LECTERN_DATA_DIR']!}/lectern.sqlite`, { timeout: 10_000 }) : undefined
  const run: Tables['run'] = async (text, values = []) => {
    if (connection) await connection.query(text, driven(values))
    else database!.prepare(text).run(...driven(values))
  }
  return {
    dialect,
    run,
    rows: async (text, values = []) => {
      if (!connection) return database!.prepare(text).raw().all(...driven(values)) as unknown[][]
      const [found] = await connection.query({ sql: text, rowsAsArray: true }, driven(values))
      return found as unknown as unknown[][]
    },
    insert: async (table, columns, rows) => {
      for (let i = 0; i < rows.length; i += 500) {
        const part = rows.slice(i, i + 500)
        const places = part.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')
        await run(`insert into \`${table}\` (${columns.map(column => `\`${column}\``).join(', ')}) values ${places}`, part.flat())
      }
    },
    close: async () => {
      database?.close()
      await connection?.end()
    },
  }
}

/** Issues access tokens as the server does: a run lasts longer than one. */
export function tokensOf({ environment }: Place): (userId: string, signInId: string) => Promise<string> {
  const ring = keyRing([environment['LECTERN_SECRET']!], 'access token')
  const tokens = accessTokens(ring, environment['LECTERN_PUBLIC_URL']!, systemClock)
  return async (userId, signInId) => (await tokens.issue(userId, signInId)).token
}
