import { closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { ConfigError, type Config } from './config.ts'
import { lockDataDir } from './data-dir.ts'
import { readMigrations } from './migrate.ts'

/**
 * Copies the embedded database as it stands now into a new file, while the server runs and writes: one snapshot, read
 * through, on the disk, and only then under its name.
 */
export function backUp(config: Config, target: string): void {
  const source = embedded(config, 'mysqldump --single-transaction makes a backup of yours')
  if (!existsSync(source)) throw new ConfigError([`LECTERN_DATA_DIR ${config.dataDir} holds no database yet`])
  if (existsSync(target)) throw new ConfigError([`${target} stands already: name a new file`])
  const partial = `${target}.partial-${process.pid}`
  // It holds hashes and addresses: nobody else of this machine reads in it.
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    const database = new BetterSqlite(source, { fileMustExist: true })
    database.prepare('vacuum into ?').run(partial)
    database.close()
    examine(partial)
    flush(partial)
    renameSync(partial, target)
    flush(dirname(target))
  } finally {
    rmSync(partial, { force: true })
  }
}

/** Puts a backup in the place of the embedded database of a server that is stopped. Answers where the one that stood there is kept. */
export async function restore(config: Config, backup: string, now: Date): Promise<string | undefined> {
  const target = embedded(config, 'load the dump with the mysql client while every Lectern is stopped')
  if (!existsSync(backup)) throw new ConfigError([`${backup} is missing`])
  if (existsSync(`${backup}-wal`) && statSync(`${backup}-wal`).size > 0) {
    throw new ConfigError([`${backup} is a part of a database: ${backup}-wal holds the rest. Restore what npm run backup made`])
  }
  const unlock = lockDataDir(config.dataDir)
  const incoming = `${target}.incoming`
  try {
    copyFileSync(backup, incoming)
    await refuseNewer(backup, examine(incoming))
    flush(incoming)
    const kept = existsSync(target) ? keepAside(target, now) : undefined
    // In one step: at no moment is there no database, which a start would take for a first one.
    renameSync(incoming, target)
    flush(dirname(target))
    return kept
  } finally {
    rmSync(incoming, { force: true })
    unlock()
  }
}

function embedded({ database }: Config, instead: string): string {
  if (database.kind === 'mysql') throw new ConfigError([`DATABASE_URL is set, and this is for the embedded database: ${instead}`])
  return database.file
}

/** Reads a copy through; answers which migrations it has been through. */
function examine(file: string): readonly string[] {
  const problem = (what: string): ConfigError => new ConfigError([`${file} is no whole database of Lectern: ${what}`])
  const copy = new BetterSqlite(file)
  try {
    const found = copy.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw problem(String(found))
    if ((copy.pragma('foreign_key_check') as unknown[]).length > 0) throw problem('some rows point at nothing')
    return copy.prepare('select name from mikro_orm_migrations').pluck().all() as string[]
  } catch (error) {
    throw error instanceof ConfigError ? error : problem((error as Error).message)
  } finally {
    copy.close()
  }
}

async function refuseNewer(backup: string, done: readonly string[]): Promise<void> {
  const known = new Set((await readMigrations('sqlite')).map(({ name }) => name))
  const unknown = done.find(name => !known.has(name))
  if (unknown !== undefined) throw new ConfigError([`${backup} is of another, newer Lectern (${unknown}): restore it with that one`])
}

/** Gives the present database a second name. What stands in its write-ahead log is written into it first, if it can still be read. */
function keepAside(target: string, now: Date): string {
  const kept = `${target}.replaced-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  try {
    const present = new BetterSqlite(target)
    present.pragma('wal_checkpoint(truncate)')
    present.close()
  } catch {
    // Damaged, which may be why a backup is wanted: its parts are kept as they are.
  }
  for (const part of ['-wal', '-shm']) if (existsSync(target + part)) renameSync(target + part, kept + part)
  linkSync(target, kept)
  return kept
}

function flush(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}
