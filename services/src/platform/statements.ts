import { CompiledQuery, type Kysely, type QueryResult } from 'kysely'
import type { Orm } from './database.ts'
import { toDriver, type Dialect, type Sql, type Value } from './sql.ts'

/**
 * MikroORM writes the values of each statement into its text, which the database then reads anew. Of what it sends within a transaction
 * they travel beside it instead: so what a flush writes is prepared once, like everything else.
 */
export function keepStatements({ em, config }: Orm, dialect: Dialect): void {
  const connection = em.getConnection()
  const written = connection.execute.bind(connection)
  const kept = async (text: string, values: readonly Value[], method: 'all' | 'get' | 'run', transaction: Kysely<unknown>): Promise<unknown> => {
    const { rows, numAffectedRows, insertId } = await runPrepared(transaction, config, { text, values }, dialect)
    if (method === 'all') return rows
    if (method === 'get') return rows[0]
    return { affectedRows: Number(numAffectedRows ?? rows.length), insertId: Number(insertId ?? 0), row: rows[0], rows }
  }
  connection.execute = ((query: unknown, params: unknown = [], method: 'all' | 'get' | 'run' = 'all', transaction?: unknown, context?: unknown) => {
    const isKept = transaction && typeof query === 'string' && Array.isArray(params) && params.length > 0 && params.every(isValue) && !ESCAPES.test(query)
    return isKept ? kept(query, params as Value[], method, transaction as Kysely<unknown>) : written(query as never, params as never, method, transaction as never, context as never)
  }) as typeof connection.execute
}

interface Ready { readonly executeQuery: (query: CompiledQuery) => Promise<QueryResult<unknown>> }

/** Past MikroORM's writing of values into the text: so it is read by the database once, not with each use. */
export function runPrepared(connection: Ready, config: Orm['config'], { text, values }: Sql, dialect: Dialect): Promise<QueryResult<unknown>> {
  config.getLogger().logQuery({ level: 'info', query: text })
  return connection.executeQuery(CompiledQuery.raw(text, values.map(value => toDriver(value, dialect))))
}

/** What stands for an identifier, or for a question mark. */
const ESCAPES = /\?\?|\\\?/

function isValue(value: unknown): value is Value | Uint8Array {
  return value === null || typeof value !== 'object' ? value !== undefined && typeof value !== 'symbol' : value instanceof Date || value instanceof Uint8Array
}
