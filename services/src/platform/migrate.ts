import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { EntityManager, Transaction } from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/mysql'
import { ConfigError } from './config.ts'
import type { Database } from './database.ts'
import type { Dialect } from './sql.ts'

/** One statement of a migration file, logged by its name once it is done. */
export interface Migration {
  readonly name: string
  readonly statement: string
}

export const migrationFolder = (dialect: Dialect): string => fileURLToPath(new URL(`../../migrations/${dialect}`, import.meta.url))

/** The migrations of every file, in order. */
export async function readMigrations(dialect: Dialect): Promise<readonly Migration[]> {
  const folder = migrationFolder(dialect)
  if (!existsSync(folder)) throw new Error('The migrations are missing: build first.')
  const files = readdirSync(folder).filter(file => /^Migration\d{14}\.[jt]s$/.test(file)).sort()
  const all = await Promise.all(files.map(async file => {
    const { statements } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href)) as { statements: readonly string[] }
    return statements.map((statement, i) => ({ name: `${file.slice(0, -3)}.${String(i + 1).padStart(3, '0')}`, statement }))
  }))
  return all.flat()
}

/**
 * Brings the tables up to date, one process at a time. MySQL commits at every statement: a start that was killed half-way
 * is finished by the next one. On SQLite all of it is one transaction. A database that a newer program has brought up to
 * date is refused: this one would write what that one does not expect.
 */
export async function migrate(database: Database): Promise<void> {
  const { dialect, orm } = database
  const migrations = await readMigrations(dialect)
  await database.alone(async () => {
    const storage = orm.migrator.getStorage()
    const done = new Set(await storage.executed())
    refuseNewer([...done], migrations)
    const pending = migrations.filter(({ name }) => !done.has(name))
    if (pending.length === 0) return
    const log = (name: string, transaction?: Transaction): Promise<void> => storage.logMigration({ name }, transaction)
    await (dialect === 'mysql' ? eachForItself(database, pending, log) : allOrNone(database, pending, log))
  })
}

type LogMigration = (name: string, transaction?: Transaction) => Promise<void>

function refuseNewer(done: readonly string[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = done.find(name => !known.has(name))
  if (unknown === undefined) return
  throw new ConfigError([`the database is that of another, newer Lectern (${unknown}): start that one, or restore a backup that this one made`])
}

/** What stands already: a table, a column, an index, what was to be dropped, a foreign key. */
const STANDING = new Set([1050, 1051, 1060, 1061, 1091, 1826])
/** The old name of what was to be renamed. */
const UNKNOWN_NAME = new Set([1054, 1146])

function standsAlready(error: unknown, statement: string): boolean {
  const { errno = 0, message = '' } = error as { errno?: number; message?: string }
  if (UNKNOWN_NAME.has(errno)) return /\b(rename|change)\b/.test(statement)
  // MariaDB's word for a foreign key of that name.
  return STANDING.has(errno) || (errno === 1005 && /errno: 121\b/.test(message))
}

/** A start may have been killed between a statement and its row in the log: the first that is pending may find itself done. */
async function eachForItself({ orm }: Database, pending: readonly Migration[], log: LogMigration): Promise<void> {
  const connection = (orm.em as SqlEntityManager).getConnection()
  for (const [i, migration] of pending.entries()) {
    try {
      await connection.execute(migration.statement, [], 'run')
    } catch (error) {
      if (i > 0 || !standsAlready(error, migration.statement)) throw failed(migration, error, 'It goes on there at the next start.')
    }
    await log(migration.name)
  }
}

/** Some changes of a SQLite table make it anew under its name: meanwhile what points at it may not be judged. */
async function allOrNone({ orm }: Database, pending: readonly Migration[], log: LogMigration): Promise<void> {
  const em = orm.em.fork() as SqlEntityManager
  const connection = em.getConnection()
  await connection.execute('pragma foreign_keys = off')
  try {
    await em.transactional(async inner => {
      const transaction = (inner as EntityManager & SqlEntityManager).getTransactionContext()
      for (const migration of pending) {
        try {
          await connection.execute(migration.statement, [], 'run', transaction)
        } catch (error) {
          throw failed(migration, error, 'Nothing of it stands.')
        }
        await log(migration.name, transaction)
      }
      const [dangling] = await connection.execute<object[]>('pragma foreign_key_check', [], 'all', transaction)
      if (dangling) throw new Error(`The migration would leave a row that points at nothing: ${JSON.stringify(dangling)}`)
    })
  } finally {
    await connection.execute('pragma foreign_keys = on')
  }
}

function failed({ name, statement }: Migration, error: unknown, state: string): Error {
  return new Error(`The database could not be brought up to date: ${name} failed. ${state}\n${statement}`, { cause: error })
}
