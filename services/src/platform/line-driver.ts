import { CompiledQuery, MysqlDialect, MysqlDriver, type DatabaseConnection, type Driver, type QueryResult } from 'kysely'
import type { ResultSetHeader } from 'mysql2'
import type { Line, Lines } from './lines.ts'
import { deedUnderWay, note } from './transactions.ts'

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
    return new LineConnection(await this.#lines.take(deedUnderWay()?.signal))
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
