import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { ConfigError } from './config.ts'

/**
 * Holds the data directory for this process: the embedded database has one. Throws, naming the holder, when another
 * process lives in it. The lock is the operating system's, by way of SQLite: it ends with its process however that ends,
 * two who come at once cannot both have it, and it holds between containers, whose process ids say nothing to each other.
 */
export function lockDataDir(dataDir: string): () => void {
  // The database holds hashes and addresses: nobody else of this machine reads in it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const holder = join(dataDir, 'lectern.pid')
  const lock = new BetterSqlite(join(dataDir, 'lock.sqlite'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) throw error
    throw new ConfigError([`LECTERN_DATA_DIR ${dataDir} is in use by ${nameOf(holder)}: stop that one, or give this one a directory of its own`])
  }
  writeFileSync(holder, String(process.pid), { mode: 0o600 })
  return () => {
    rmSync(holder, { force: true })
    lock.close()
  }
}

/** Less than this, and the next writes of a busy day may find no room. */
const FLOOR_BYTES = 64 * 1024 * 1024

/** Rejects when the data directory takes no file, or has little room left. */
export async function checkDisk(dataDir: string, floor = FLOOR_BYTES): Promise<void> {
  await writeFile(join(dataDir, 'disk-check'), 'written by the readiness check', { mode: 0o600 })
  const { bavail, bsize } = await statfs(dataDir)
  if (bavail * bsize < floor) throw new Error(`${dataDir} has ${bavail * bsize} bytes left, less than ${floor}.`)
}

function nameOf(holder: string): string {
  try {
    return `process ${readFileSync(holder, 'utf8')}`
  } catch {
    return 'another process'
  }
}
