import { AsyncLocalStorage } from 'node:async_hooks'
import type { DatabaseConnection } from 'kysely'
import type { EntityManager } from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/mysql'
import type { Orm } from './database.ts'
import type { Line } from './lines.ts'

/** A transaction on its way: Kysely hands out no connection, so the driver notes here what it began on. */
interface Deed {
  /** How long it may wait and take. */
  readonly signal: AbortSignal | undefined
  /** Shares its commit with no other. */
  readonly isAlone: boolean
  connection?: DatabaseConnection
  line?: Line
}

const deeds = new AsyncLocalStorage<Deed>()

/** For the drivers: what the transaction that begins here runs on. */
export function note(connection: DatabaseConnection, line?: Line): void {
  const deed = deeds.getStore()
  if (deed) Object.assign(deed, { connection, line })
}

/** For the drivers: the transaction that begins here. */
export function deedUnderWay(): Readonly<Deed> | undefined {
  return deeds.getStore()
}

/** A transaction was taken back with those beside it, whichever of them was the reason. */
export class TakenBack extends Error {
  constructor(cause?: unknown) {
    super('A transaction was taken back with those beside it.', { cause })
  }
}

const connections = new WeakMap<EntityManager, DatabaseConnection>()

/** The connection that a transaction of `inTransaction` holds, while it lasts: without Kysely, which only passes statements on to it. */
export function connectionOf(em: EntityManager): DatabaseConnection {
  const connection = connections.get(em)
  if (!connection) throw new Error('A statement was to run within a transaction, and there is none.')
  return connection
}

/**
 * Runs one transaction; once more and alone, when it was taken back with others. When the signal comes before the commit, its line is cut,
 * which rolls it back, and it rejects with the signal's reason. A commit under way is not cut: it is the database's to say whether that was done.
 */
export async function inTransaction<T>(orm: Orm, act: (em: EntityManager) => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await attempt(orm, act, { signal, isAlone: false })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
    return attempt(orm, act, { signal, isAlone: true })
  }
}

async function attempt<T>(orm: Orm, act: (em: EntityManager) => Promise<T>, deed: Deed): Promise<T> {
  const { signal } = deed
  // MikroORM's own `transactional` would make two units of work, and look through the second twice for changes.
  const em = orm.em.fork() as SqlEntityManager
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
