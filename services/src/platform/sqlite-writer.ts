import type BetterSqlite from 'better-sqlite3'
import {
  SqliteAdapter, SqliteDialect, SqliteDriver, type CompiledQuery, type DatabaseConnection, type DialectAdapter, type Driver, type QueryResult,
} from 'kysely'
import { keptStatements, type KeptStatements } from './sqlite-statements.ts'
import { note, signalOfDeed, TakenBack } from './transactions.ts'
import { createTurns, type Turns } from './turns.ts'

/** The one connection that writes to SQLite. What comes with values of its own comes again: it is prepared once. */
class Writer {
  readonly #database: BetterSqlite.Database
  readonly #prepared: KeptStatements

  constructor(database: BetterSqlite.Database) {
    this.#database = database
    this.#prepared = keptStatements(text => database.prepare(text))
  }

  get isInTransaction(): boolean {
    return this.#database.inTransaction
  }

  run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = parameters.length === 0 ? this.#database.prepare(sql) : this.#prepared(sql)
    if (statement.reader) return { rows: statement.all(parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  /** The same few words each time. */
  control(text: 'begin immediate' | 'commit' | 'rollback' | 'savepoint deed' | 'rollback to deed' | 'release deed'): void {
    this.#prepared(text).run()
  }
}

/** A commit is for so many at most, and for those who came within so many milliseconds. */
const MOST_TOGETHER = 16
const LONGEST_TOGETHER = 20

/** Deeds that are written and wait for the commit that is for all of them. */
interface Group {
  readonly begun: number
  readonly deeds: PromiseWithResolvers<void>[]
}

/**
 * What is open on the writer. Whoever waits to be the writer while a deed ends writes behind it in the same transaction, after a savepoint of
 * their own, so that many deeds wait for the disk once (group commit). Nobody hears that their deed is done before that commit; what
 * takes all of it back, such as a full disk, has the others do theirs again.
 */
class OpenTransaction {
  readonly #writer: Writer
  #group: Group | undefined

  constructor(writer: Writer) {
    this.#writer = writer
  }

  begin(): void {
    this.#writer.control(this.#group ? 'savepoint deed' : 'begin immediate')
  }

  run<R>(query: CompiledQuery): QueryResult<R> {
    try {
      return this.#writer.run(query)
    } catch (error) {
      if (!this.#writer.isInTransaction) this.#refuse(new TakenBack(error))
      throw error
    }
  }

  /** A deed is written; resolves when it is committed. */
  write(): Promise<void> {
    if (this.#group) this.#writer.control('release deed')
    const deed = Promise.withResolvers<void>()
    this.#group ??= { begun: performance.now(), deeds: [] }
    this.#group.deeds.push(deed)
    return deed.promise
  }

  /** Takes back the deed that is being done, and no other. */
  undo(): void {
    if (this.#group) {
      this.#writer.control('rollback to deed')
      this.#writer.control('release deed')
    } else if (this.#writer.isInTransaction) this.#writer.control('rollback')
  }

  get isFull(): boolean {
    return this.#group !== undefined && (this.#group.deeds.length >= MOST_TOGETHER || performance.now() - this.#group.begun > LONGEST_TOGETHER)
  }

  commit(): void {
    const { deeds } = this.#group ?? {}
    if (!deeds) return
    try {
      this.#writer.control('commit')
    } catch (error) {
      if (this.#writer.isInTransaction) this.#writer.control('rollback')
      // Who was alone is told why; of several, each tries alone what was too much for all.
      return this.#refuse(deeds.length === 1 ? error : new TakenBack(error))
    }
    this.#group = undefined
    for (const deed of deeds) deed.resolve()
  }

  #refuse(why: unknown): void {
    const { deeds = [] } = this.#group ?? {}
    this.#group = undefined
    for (const deed of deeds) deed.reject(why)
  }
}

/** One turn at being the writer. */
class Turn implements DatabaseConnection {
  readonly #open: OpenTransaction
  hasBegun = false
  isOver = false

  constructor(open: OpenTransaction) {
    this.#open = open
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // A statement outside of a transaction is done when it has run: nothing may stand open before it.
    if (!this.hasBegun) this.#open.commit()
    return this.#open.run<R>(query)
  }

  streamQuery(): never {
    throw new Error('Rows are read in pages.')
  }
}

/** SQLite has one writer: who wants to be it waits in turn, and begins as a writer at once, or it would be refused later. */
class OneWriter extends SqliteDriver {
  readonly #turns: Turns
  readonly #open: OpenTransaction

  constructor(database: BetterSqlite.Database, turns: Turns) {
    super({ database })
    this.#turns = turns
    this.#open = new OpenTransaction(new Writer(database))
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take(signalOfDeed())
    return new Turn(this.#open)
  }

  override async releaseConnection(turn?: unknown): Promise<void> {
    this.#end(turn as Turn)
  }

  override async beginTransaction(given: DatabaseConnection): Promise<void> {
    const turn = given as Turn
    try {
      this.#open.begin()
      turn.hasBegun = true
      note(turn)
    } catch (error) {
      // Kysely gives back what a transaction held when it ends, and one that never began does not end.
      this.#end(turn)
      throw error
    }
  }

  override async commitTransaction(turn: DatabaseConnection): Promise<void> {
    const committed = this.#open.write()
    this.#end(turn as Turn)
    await committed
  }

  override async rollbackTransaction(turn: DatabaseConnection): Promise<void> {
    // Whose commit failed is rolled back already.
    if (!(turn as Turn).isOver) this.#open.undo()
  }

  override async destroy(): Promise<void> {
    this.#open.commit()
    await super.destroy()
  }

  #end(turn: Turn): void {
    if (turn.isOver) return
    turn.isOver = true
    if (this.#open.isFull || this.#turns.waiting() === 0) this.#open.commit()
    // In the next round of the event loop: a line of writers without a pause would keep the process from reading, and from letting anybody in.
    setImmediate(() => {
      // Whoever waited may have left.
      if (this.#turns.waiting() === 0) this.#open.commit()
      this.#turns.give()
    })
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
