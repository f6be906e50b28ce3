import type BetterSqlite from 'better-sqlite3'
import {
  SqliteAdapter, SqliteDialect, SqliteDriver, type CompiledQuery, type DatabaseConnection, type DialectAdapter, type Driver, type QueryResult,
} from 'kysely'
import { type Prepare, prepareOnce } from './sqlite-statements.ts'
import { deedUnderWay, note, TakenBack } from './transactions.ts'
import { createTurns, type Turns } from './turns.ts'

/** The one connection that writes to SQLite. What comes with values of its own comes again: it is prepared once. */
class Writer {
  readonly #database: BetterSqlite.Database
  readonly #prepared: Prepare

  constructor(database: BetterSqlite.Database) {
    this.#database = database
    this.#prepared = prepareOnce(text => database.prepare(text))
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

/** A commit is for so many at most, and whoever ends so many milliseconds after the first of them is the last. */
const MOST_TOGETHER = 16
const LONGEST_TOGETHER = 20

/** Deeds that are done and wait for the commit that is for all of them. */
interface Group {
  /** When the first of them was done. */
  readonly since: number
  readonly waiting: PromiseWithResolvers<void>[]
}

/**
 * What is open on the writer. Whoever waits to be the writer while a deed ends writes behind it in the same transaction, after a savepoint of
 * their own, so that many deeds wait for the disk once (group commit). Nobody hears how theirs ended before that commit. What takes all of
 * them back, such as a full disk, has each done once more, alone.
 */
class OpenTransaction {
  readonly #writer: Writer
  #group: Group | undefined
  #isDoing = false

  constructor(writer: Writer) {
    this.#writer = writer
  }

  /** Whether nobody else is to write behind what stands open. */
  get isDue(): boolean {
    return this.#group !== undefined && (this.#group.waiting.length >= MOST_TOGETHER || performance.now() - this.#group.since > LONGEST_TOGETHER)
  }

  begin(): void {
    this.#writer.control(this.#group ? 'savepoint deed' : 'begin immediate')
    this.#isDoing = true
  }

  /** A statement of the deed that is being done, or one that is no part of any. */
  run<R>(query: CompiledQuery): QueryResult<R> {
    if (this.#isDoing) this.#checkStanding()
    return this.#writer.run(query)
  }

  /** The deed is done; resolves when it is committed. */
  finish(): Promise<void> {
    this.#checkStanding()
    if (this.#group) this.#writer.control('release deed')
    this.#isDoing = false
    this.#group ??= { since: performance.now(), waiting: [] }
    return this.#settled(this.#group)
  }

  /** Takes back the deed that is being done, and no other; resolves when that which it may have seen of the others is committed. */
  async undo(): Promise<void> {
    const group = this.#group
    this.#isDoing = false
    if (!group) return this.#rollBack()
    const settled = this.#settled(group).catch(() => {})
    try {
      this.#writer.control('rollback to deed')
    } catch (error) {
      // All are gone already, as on a full disk, or cannot be told apart any more.
      this.#takeBack(new TakenBack(error))
    }
    await settled
  }

  commit(isAlone = false): void {
    const group = this.#group
    if (!group) return
    try {
      this.#writer.control('commit')
      this.#group = undefined
      for (const deed of group.waiting) deed.resolve()
    } catch (error) {
      this.#takeBack(isAlone ? error : new TakenBack(error))
    }
  }

  /** Commits what is done, and nothing of what is being done. */
  close(): void {
    if (this.#isDoing) void this.undo()
    this.commit()
  }

  #settled({ waiting }: Group): Promise<void> {
    const deed = Promise.withResolvers<void>()
    waiting.push(deed)
    return deed.promise
  }

  /** SQLite rolls back by itself what cannot go on: what is written then would stand by itself. */
  #checkStanding(): void {
    if (!this.#writer.isInTransaction) throw new TakenBack()
  }

  #takeBack(why: unknown): void {
    const { waiting = [] } = this.#group ?? {}
    this.#group = undefined
    for (const deed of waiting) deed.reject(why)
    this.#rollBack()
  }

  #rollBack(): void {
    if (this.#writer.isInTransaction) this.#writer.control('rollback')
  }
}

/** One turn at being the writer. */
class Turn implements DatabaseConnection {
  readonly #open: OpenTransaction
  readonly isAlone: boolean
  hasBegun = false
  isOver = false

  constructor(open: OpenTransaction, isAlone: boolean) {
    this.#open = open
    this.isAlone = isAlone
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.isOver) throw new Error('A statement came after the end of its transaction: somebody did not wait for it.')
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
    const { signal, isAlone = false } = deedUnderWay() ?? {}
    await this.#turns.take(signal)
    return new Turn(this.#open, isAlone)
  }

  override async releaseConnection(turn?: unknown): Promise<void> {
    this.#end(turn as Turn)
  }

  override async beginTransaction(given: DatabaseConnection): Promise<void> {
    const turn = given as Turn
    try {
      if (turn.isAlone) this.#open.commit()
      this.#open.begin()
      turn.hasBegun = true
      note(turn)
    } catch (error) {
      // Kysely gives back what a transaction held when it ends, and one that never began does not end.
      this.#end(turn)
      throw error
    }
  }

  override async commitTransaction(given: DatabaseConnection): Promise<void> {
    const turn = given as Turn
    const committed = this.#open.finish()
    if (turn.isAlone) this.#open.commit(true)
    this.#end(turn)
    await committed
  }

  override async rollbackTransaction(given: DatabaseConnection): Promise<void> {
    const turn = given as Turn
    // Whose commit failed is rolled back already.
    if (turn.isOver) return
    const undone = this.#open.undo()
    this.#end(turn)
    await undone
  }

  override async destroy(): Promise<void> {
    this.#open.close()
    await super.destroy()
  }

  #end(turn: Turn): void {
    if (turn.isOver) return
    turn.isOver = true
    if (this.#open.isDue || this.#turns.waiting() === 0) this.#open.commit()
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
