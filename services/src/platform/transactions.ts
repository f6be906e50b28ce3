import { AsyncLocalStorage } from 'node:async_hooks'
import type BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery, MysqlDialect, MysqlDriver, SqliteAdapter, SqliteDialect, SqliteDriver,
  type DatabaseConnection, type DialectAdapter, type Driver, type QueryResult,
} from 'kysely'
import { LRUCache } from 'lru-cache'
import type { EntityManager } from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/mysql'
import type { ResultSetHeader } from 'mysql2'
import type { Orm } from './database.ts'
import type { Line, Lines } from './lines.ts'
import { createTurns, type Turns } from './turns.ts'

/** A transaction on its way: Kysely hands out no connection, so the driver notes here what it began on. */
interface Deed {
  readonly signal: AbortSignal | undefined
  connection?: DatabaseConnection
  line?: Line
}

const deeds = new AsyncLocalStorage<Deed>()

/** What the transaction that begins here runs on. */
function note(connection: DatabaseConnection, line?: Line): void {
  const deed = deeds.getStore()
  if (deed) Object.assign(deed, { connection, line })
}

const connections = new WeakMap<EntityManager, DatabaseConnection>()

/** The connection that a transaction of `inTransaction` holds, while it lasts: without Kysely, which only passes statements on to it. */
export function connectionOf(em: EntityManager): DatabaseConnection {
  const connection = connections.get(em)
  if (!connection) throw new Error('A statement was to run within a transaction, and there is none.')
  return connection
}

/**
 * Runs one transaction. When the signal comes before the commit, its line is cut, which rolls it back, and it rejects with
 * the signal's reason. A commit under way is not cut: it is the database's to say whether that was done.
 */
export async function inTransaction<T>(orm: Orm, act: (em: EntityManager) => Promise<T>, signal?: AbortSignal): Promise<T> {
  // MikroORM's own `transactional` would make two units of work, and look through the second twice for changes.
  const em = orm.em.fork() as SqlEntityManager
  const deed: Deed = { signal }
  const cut = (): void => deed.line?.cut()
  let isOver = false
  signal?.addEventListener('abort', cut)
  try {
    return await deeds.run(deed, () => em.getConnection().transactional(async transaction => {
      em.setTransactionContext(transaction)
      connections.set(em, deed.connection!)
      const result = await act(em)
      await em.flush()
      signal?.throwIfAborted()
      signal?.removeEventListener('abort', cut)
      isOver = true
      return result
    }))
  } catch (error) {
    throw signal?.aborted && !isOver ? signal.reason : error
  } finally {
    connections.delete(em)
    signal?.removeEventListener('abort', cut)
  }
}

const KEPT_STATEMENTS = 500

/** The one connection that writes to SQLite. What comes with values of its own comes again: it is prepared once. */
class WriterConnection implements DatabaseConnection {
  readonly #database: BetterSqlite.Database
  readonly #kept = new LRUCache<string, BetterSqlite.Statement>({ max: KEPT_STATEMENTS })

  constructor(database: BetterSqlite.Database) {
    this.#database = database
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = parameters.length === 0 ? this.#database.prepare(sql) : this.#prepared(sql)
    if (statement.reader) return { rows: statement.all(parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  /** The same few words each time. */
  control(text: 'begin immediate' | 'commit' | 'rollback'): void {
    this.#prepared(text).run()
  }

  streamQuery(): never {
    throw new Error('Rows are read in pages.')
  }

  #prepared(text: string): BetterSqlite.Statement {
    const kept = this.#kept.get(text) ?? this.#database.prepare(text)
    this.#kept.set(text, kept)
    return kept
  }
}

/** SQLite has one writer: who wants to be it waits in turn, and begins as a writer at once, or it would be refused later. */
class OneWriter extends SqliteDriver {
  readonly #database: BetterSqlite.Database
  readonly #connection: WriterConnection
  readonly #turns: Turns

  constructor(database: BetterSqlite.Database, turns: Turns) {
    super({ database })
    this.#database = database
    this.#turns = turns
    this.#connection = new WriterConnection(database)
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take(deeds.getStore()?.signal)
    return this.#connection
  }

  /** In the next round of the event loop: a line of writers without a pause would keep the process from reading, and from letting anybody in. */
  override async releaseConnection(): Promise<void> {
    setImmediate(this.#turns.give)
  }

  override async beginTransaction(): Promise<void> {
    try {
      this.#connection.control('begin immediate')
      note(this.#connection)
    } catch (error) {
      // Kysely gives back what a transaction held when it ends, and one that never began does not end.
      this.#turns.give()
      throw error
    }
  }

  override async commitTransaction(): Promise<void> {
    this.#connection.control('commit')
  }

  override async rollbackTransaction(): Promise<void> {
    // A full disk has rolled it back already.
    if (this.#database.inTransaction) this.#connection.control('rollback')
  }
}

/** Of several connections as far as Kysely knows: its own way of waiting for the one has no end. */
class PatientAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

export class OneWriterDialect extends SqliteDialect {
  readonly #database: BetterSqlite.Database
  readonly #turns = createTurns({ places: 1 })

  constructor(database: BetterSqlite.Database) {
    super({ database })
    this.#database = database
  }

  override createDriver(): Driver {
    return new OneWriter(this.#database, this.#turns)
  }

  /** How many wait to be the writer. */
  waiting(): number {
    return this.#turns.waiting()
  }

  override createAdapter(): DialectAdapter {
    return new PatientAdapter()
  }
}

/** What Kysely asks of a connection. */
class LineConnection implements DatabaseConnection {
  readonly line: Line
  isInTransaction = false

  constructor(line: Line) {
    this.line = line
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#run<R>(query)
    } finally {
      // A line commits nothing by itself.
      if (!this.isInTransaction) await this.#run(CompiledQuery.raw('commit'))
    }
  }

  async #run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const answer = await new Promise<R[] | ResultSetHeader>((resolve, reject) => {
      const done = (error: Error | null, found: unknown): void => (error ? reject(error) : resolve(found as R[] | ResultSetHeader))
      // What comes with values of its own comes again: it is prepared once.
      if (parameters.length === 0) this.line.connection.query(sql, done)
      else this.line.connection.execute(sql, [...parameters] as (string | number | null)[], done)
    })
    if (Array.isArray(answer)) return { rows: answer }
    const { insertId, affectedRows, changedRows } = answer
    return { rows: [], numAffectedRows: BigInt(affectedRows), numChangedRows: BigInt(changedRows ?? 0), ...(insertId ? { insertId: BigInt(insertId) } : {}) }
  }

  streamQuery(): never {
    throw new Error('Rows are read in pages.')
  }
}

class LineDriver extends MysqlDriver {
  readonly #lines: Lines

  constructor(lines: Lines) {
    super({ pool: never })
    this.#lines = lines
  }

  override async init(): Promise<void> {}

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new LineConnection(await this.#lines.take(deeds.getStore()?.signal))
  }

  override async releaseConnection(connection: unknown): Promise<void> {
    ;(connection as LineConnection).line.giveBack()
  }

  /** The first statement begins it. */
  override async beginTransaction(given: DatabaseConnection): Promise<void> {
    const connection = given as LineConnection
    connection.isInTransaction = true
    note(connection, connection.line)
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#orDiscard(connection, () => super.rollbackTransaction(connection))
  }

  override async destroy(): Promise<void> {}

  /** Kysely would keep a line for ever whose transaction did not end; and nobody else may have it as it stands. */
  async #orDiscard(connection: DatabaseConnection, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      const { line } = connection as LineConnection
      line.cut()
      line.giveBack()
      throw error
    }
  }
}

function never(): never {
  throw new Error('Lines come from `Lines`.')
}

export class LineDialect extends MysqlDialect {
  readonly #lines: Lines

  constructor(lines: Lines) {
    super({ pool: never })
    this.#lines = lines
  }

  override createDriver(): Driver {
    return new LineDriver(this.#lines)
  }
}
