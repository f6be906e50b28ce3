import { createPool, type PoolConnection } from 'mysql2'
import { createTurns, type TurnLimits } from './turns.ts'

/** A connection to MySQL or MariaDB, held by one at a time. */
export interface Line {
  readonly connection: PoolConnection
  /** For the next; a second time does nothing. */
  readonly giveBack: () => void
  /** Not for the next: what it is doing ends here at once, and at the server as soon as that hears of it. */
  readonly cut: () => void
}

export interface Lines {
  readonly take: (signal?: AbortSignal) => Promise<Line>
  readonly waiting: () => number
  readonly close: () => Promise<void>
}

const CONNECT_MS = 10_000
/** A line on which nothing has come for so long is asked whether it stands. */
const KEEP_ALIVE_MS = 10_000

/** As many lines to a database as `places`; `setup` is what each is told before its first use. */
export function openLines(url: string, { setup = [], ...limits }: TurnLimits & { readonly setup?: readonly string[] }): Lines {
  const turns = createTurns(limits)
  const shared = { uri: url, timezone: 'Z', dateStrings: true, supportBigNumbers: true, connectTimeout: CONNECT_MS, keepAliveInitialDelay: KEEP_ALIVE_MS }
  const pool = createPool({ ...shared, connectionLimit: limits.places, maxPreparedStatements: 500 })
  // Lines of their own, or a kill would wait for those that it is to end.
  const killers = createPool({ ...shared, connectionLimit: 2, queueLimit: 100 })
  const ready = new WeakSet<PoolConnection>()
  // Whoever uses a line hears of its failures; between two uses nobody does, and nobody needs to.
  pool.on('connection', connection => void connection.on('error', () => {}))

  const connect = async (): Promise<PoolConnection> => {
    const connection = await new Promise<PoolConnection>((resolve, reject) => pool.getConnection((error, made) => (error ? reject(error) : resolve(made))))
    if (ready.has(connection)) return connection
    try {
      for (const statement of setup) await new Promise<void>((resolve, reject) => void connection.query(statement, error => (error ? reject(error) : resolve())))
    } catch (error) {
      connection.destroy()
      throw error
    }
    ready.add(connection)
    return connection
  }

  const lineOf = (connection: PoolConnection): Line => {
    let isHeld = true
    return {
      connection,
      giveBack: () => {
        if (!isHeld) return
        isHeld = false
        connection.release()
        turns.give()
      },
      cut: () => {
        // The stream first: the connection's own `destroy` would leave whoever waits for an answer without one.
        ;(connection as unknown as { stream: { destroy: (error: Error) => void } }).stream.destroy(new Error('The line was cut.'))
        connection.destroy()
        // Best effort: a server that does not hear it finds the line dead when it answers.
        killers.query('kill ?', [connection.threadId], () => {})
      },
    }
  }

  return {
    waiting: turns.waiting,
    take: async signal => {
      await turns.take(signal)
      try {
        const line = lineOf(await connect())
        if (!signal?.aborted) return line
        line.connection.release()
        throw signal.reason
      } catch (error) {
        turns.give()
        throw error
      }
    },
    close: async () => {
      await Promise.all([pool, killers].map(each => new Promise<void>((resolve, reject) => each.end(error => (error ? reject(error) : resolve())))))
    },
  }
}
