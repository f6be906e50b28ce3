import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { EntityManager, EventSubscriber, Options } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM as MySqlOrm, MySqlDriver } from '@mikro-orm/mysql'
import { MikroORM as SqliteOrm, SqliteDriver } from '@mikro-orm/sqlite'
import type { QueryResult } from 'kysely'
import { createPool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'
import { Sql, toDriver, type Dialect } from './sql.ts'
import { ConfigError, type DatabaseConfig } from './config.ts'
import { longestStep } from './deadline.ts'
import { LineDialect } from './line-driver.ts'
import { openLines, type Lines } from './lines.ts'
import type { Class } from './noun.ts'
import { type Prepare, prepareOnce } from './sqlite-statements.ts'
import { OneWriterDialect } from './sqlite-writer.ts'
import { keepStatements, runPrepared } from './statements.ts'
import { connectionOf, inTransaction } from './transactions.ts'

export type Orm = MySqlOrm | SqliteOrm
export type RawRow = readonly unknown[]

/** The database: entities for writing through `orm`, plain rows for reading through `rows`. */
export interface Database {
  readonly dialect: Dialect
  readonly orm: Orm
  /**
   * Reads committed rows, as arrays in the order of the selected columns. Never inside a transaction. When the signal comes it rejects
   * with its reason, and MySQL stops working on it; SQLite answers in the same breath, so that nothing can come between.
   */
  readonly rows: (statement: Sql, signal?: AbortSignal) => Promise<readonly RawRow[]>
  /** One statement that is a transaction by itself, and how many rows it met; for the platform alone, and never for a live noun. */
  readonly change: (statement: Sql) => Promise<number>
  /** Runs while no other process does the same: who comes meanwhile waits. */
  readonly alone: <T>(act: () => Promise<T>) => Promise<T>
  /** How many wait for a connection, or to be the one writer. */
  readonly waiting: () => number
  /** Lets SQLite look how much its tables have grown, by which it chooses its indexes; MySQL does so by itself. */
  readonly tune: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The options that both databases share; the reasons stand beside those that are not MikroORM's defaults. */
function shared(entities: readonly Class[]): Partial<Options> {
  return {
    entities: [...entities] as never,
    extensions: [Migrator],
    timezone: 'Z',
    // Batched updates check versions by a select of their own and then update without them: increments are lost.
    useBatchUpdates: false,
    allowGlobalContext: false,
    // `migrate` runs them, and the log of what a database has been through is theirs.
    migrations: { snapshot: false },
  }
}

export function sqliteOptions(file: string, entities: readonly Class[]): Partial<Options> {
  return { ...shared(entities), driver: SqliteDriver, dbName: file }
}

export function mysqlOptions(url: string, entities: readonly Class[]): Partial<Options> {
  return {
    ...shared(entities),
    driver: MySqlDriver,
    // Its indexes hold all rows of a table: MariaDB knows no others.
    discovery: { onMetadata: ({ indexes }) => { for (const index of indexes) delete index.where } },
    clientUrl: url,
    charset: 'utf8mb4',
    // Byte by byte, as SQLite compares; what must be found whatever its case has a normalised column.
    collate: 'utf8mb4_bin',
  } as Partial<Options>
}

/**
 * Lets go of what `analyze` keeps of single values beside the averages: for their sake SQLite would plan a statement anew each time that it comes with
 * other values, which took longer than most of ours take to run. https://sqlite.org/c3ref/prepare.html
 */
export const FORGET_SAMPLES = ['drop table if exists sqlite_stat4', 'analyze sqlite_schema']

/** Counts every table that was never counted, or has grown or shrunk much since. */
const COUNTING = ['pragma optimize = 0x10002', ...FORGET_SAMPLES]

/** KiB, of each connection, taken as they are needed: SQLite's own two MiB are read anew from the file all the time. */
const CACHE = 'cache_size = -65536'

async function openSqlite(file: string, entities: readonly Class[], subscribers: EventSubscriber[]): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true })
  const writer = new BetterSqlite(file)
  writer.pragma('journal_mode = wal')
  writer.pragma('synchronous = full')
  writer.pragma('foreign_keys = on')
  writer.pragma(CACHE)
  // What a statement or a deed may have to take back is kept beside it, or it would be a file of its own, made and removed for nearly each.
  writer.pragma('temp_store = memory')
  // In pages: what is written often goes from the log to its place once for many commits, and seldom enough not to be felt.
  writer.pragma('wal_autocheckpoint = 4000')
  for (const statement of COUNTING) writer.exec(statement)
  const dialect = new OneWriterDialect(writer)
  const options = { ...sqliteOptions(file, entities), subscribers, driverOptions: dialect }
  const orm = await SqliteOrm.init(options as never)
  keepStatements(orm, 'sqlite')
  // A connection of its own, so that a read never sees what an open transaction has not committed.
  const openReader = (): { connection: BetterSqlite.Database; prepared: Prepare } => {
    const connection = new BetterSqlite(file, { readonly: true })
    connection.pragma(CACHE)
    return { connection, prepared: prepareOnce(text => connection.prepare(text).raw()) }
  }
  let reader = openReader()
  const rows = async ({ text, values }: Sql, signal?: AbortSignal): Promise<readonly RawRow[]> => {
    signal?.throwIfAborted()
    return reader.prepared(text).all(...values.map(value => toDriver(value, 'sqlite'))) as RawRow[]
  }
  const tune = async (): Promise<void> => {
    await inTransaction(orm, async em => {
      for (const statement of COUNTING) await executeWithin(em, new Sql(statement), 'sqlite')
    }, longestStep())
    // A connection reads what was found out when it is opened.
    reader.connection.close()
    reader = openReader()
  }
  const close = async (): Promise<void> => {
    reader.connection.close()
    await orm.close(true)
  }
  const change = (statement: Sql): Promise<number> => inTransaction(orm, em => changeWithin(em, statement, 'sqlite'), longestStep())
  // The data directory is held by one process.
  return { dialect: 'sqlite', orm, rows, change, alone: act => act(), tune, waiting: () => dialect.waiting(), close }
}

/** Makes the database of a URL when it is missing. */
async function createMissingDatabase(url: string): Promise<void> {
  const target = new URL(url)
  const database = decodeURIComponent(target.pathname.slice(1))
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(database)) throw new ConfigError(['DATABASE_URL must name a database of letters, digits, - and _'])
  target.pathname = '/'
  const pool = createPool({ uri: target.href, connectionLimit: 1 })
  try {
    await pool.query(`create database if not exists \`${database}\` character set utf8mb4 collate utf8mb4_bin`)
  } catch (error) {
    throw new ConfigError([`DATABASE_URL: the database at ${target.host} cannot be opened: ${reasonOf(error)}`])
  } finally {
    await pool.end()
  }
}

/** A name that stands for several addresses fails with an error for each, and without a message of its own. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || String(error)
}

const HOUSE_LOCK = "left(concat('lectern ', database()), 64)"
const LONGEST_WAIT = 300
const PLACES = 10

const LINE = [
  // Under REPEATABLE READ the audience of a change misses who came into sight after the snapshot, and the relay's statement keeps others from writing.
  'set session transaction isolation level read committed',
  // All the tries of a transaction that waits for another's lock end within the request's deadline.
  'set session innodb_lock_wait_timeout = 3',
]
// A transaction begins with its first statement, and takes no round trip for saying so.
const WRITER = [...LINE, 'set session autocommit = 0']
// Each statement is a transaction by itself, whatever the server does by default.
const SINGLE = [...LINE, 'set session autocommit = 1']

async function openMySql(url: string, entities: readonly Class[], subscribers: EventSubscriber[]): Promise<Database> {
  await createMissingDatabase(url)
  const writers = openLines(url, { places: PLACES, setup: WRITER })
  const singles = openLines(url, { places: PLACES, setup: SINGLE })
  const orm = await MySqlOrm.init({ ...mysqlOptions(url, entities), subscribers, driverOptions: new LineDialect(writers) } as never)
  keepStatements(orm, 'mysql')
  const close = async (): Promise<void> => {
    await orm.close(true)
    await Promise.all([singles.close(), writers.close()])
  }
  const alone = async <T>(act: () => Promise<T>): Promise<T> => {
    const line = await singles.take()
    const connection = line.connection.promise()
    try {
      const [[row]] = await connection.query<RowDataPacket[]>(`select get_lock(${HOUSE_LOCK}, ${LONGEST_WAIT}) as got`)
      if (Number(row?.['got']) !== 1) throw new ConfigError([`another process has been bringing the database up to date for ${LONGEST_WAIT} s: look what holds it up`])
      return await act()
    } finally {
      // Cut, so that the lock goes with it, whatever happened.
      line.cut()
      line.giveBack()
    }
  }
  return {
    dialect: 'mysql', orm, alone, close,
    // Always prepared: a value has one form then, and cursors hold values.
    rows: async (statement, signal) => (await runSingle(singles, statement, { signal })) as readonly RawRow[],
    // What comes with values of its own comes again: it is prepared once.
    change: async statement => ((await runSingle(singles, statement, { isPrepared: statement.values.length > 0 })) as ResultSetHeader).affectedRows,
    tune: () => Promise.resolve(),
    waiting: () => writers.waiting() + singles.waiting(),
  }
}

async function runSingle(lines: Lines, { text, values }: Sql, { signal = longestStep(), isPrepared = true }: { signal?: AbortSignal | undefined; isPrepared?: boolean }): Promise<unknown> {
  const line = await lines.take(signal)
  signal.addEventListener('abort', line.cut)
  try {
    const given = values.map(value => toDriver(value, 'mysql')) as (string | number | null)[]
    return await new Promise((resolve, reject) => {
      const done = (error: Error | null, answer: unknown): void => (error ? reject(error) : resolve(answer))
      if (isPrepared) line.connection.execute({ sql: text, rowsAsArray: true }, given, done)
      else line.connection.query(text, given, done)
    })
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', line.cut)
    line.giveBack()
  }
}

/** Opens the configured database: MySQL or MariaDB, or the embedded SQLite file. */
export function openDatabase(config: DatabaseConfig, entities: readonly Class[], subscribers: EventSubscriber[]): Promise<Database> {
  return config.kind === 'mysql' ? openMySql(config.url, entities, subscribers) : openSqlite(config.file, entities, subscribers)
}

/** Runs a statement as `executeWithin` does, and answers how many rows it changed. */
export async function changeWithin(em: EntityManager, statement: Sql, dialect: Dialect): Promise<number> {
  return Number((await runWithin(em, statement, dialect)).numAffectedRows ?? 0)
}

/** Runs a statement on the transaction's own connection; only the platform writes so, and never to a live noun. */
export async function executeWithin(em: EntityManager, statement: Sql, dialect: Dialect): Promise<Record<string, unknown>[]> {
  return (await runWithin(em, statement, dialect)).rows
}

function runWithin(em: EntityManager, statement: Sql, dialect: Dialect): Promise<QueryResult<Record<string, unknown>>> {
  return runPrepared(connectionOf(em), em.config as Orm['config'], statement, dialect) as Promise<QueryResult<Record<string, unknown>>>
}
