import DataLoader from 'dataloader'
import type { Database } from '../platform/database.ts'
import { fault } from '../platform/fault.ts'
import { dateFromDriver, join, list, name, sql, type Sql } from '../platform/sql.ts'
import { emailKeyOf, LONGEST_EMAIL } from './user.entity.ts'

/** What somebody who signs in is compared with. */
export interface Credentials {
  readonly userId: string
  readonly passwordHash: string
  readonly isActive: boolean
  readonly temporaryUntil: Date | null
}

/** By username or e-mail, in lower case; who is asked about at once is asked about by one statement. Throws UNAVAILABLE. */
export type ReadCredentials = (nameOrEmail: string) => Promise<Credentials | undefined>

declare module '../platform/context.ts' {
  interface Services {
    readonly readCredentials: ReadCredentials
  }
}

/** Milliseconds. Whoever waits for it keeps a core from others. */
const LONGEST_READ = 5_000

export function credentialsReader(database: Database): ReadCredentials {
  const loader = new DataLoader<string, Credentials | undefined>(async names => {
    const keys = names.map(keyOf)
    const found = await read(database, [...new Set(keys)].filter(key => key !== ''))
    return keys.map(key => found.get(key))
  }, { cache: false })
  return nameOrEmail => loader.load(nameOrEmail)
}

/** Nobody is called by more than the longest e-mail. */
function keyOf(nameOrEmail: string): string {
  if (nameOrEmail.length > LONGEST_EMAIL) return ''
  return nameOrEmail.includes('@') ? emailKeyOf(nameOrEmail) : nameOrEmail
}

/** No username holds an @, and each e-mail does: one is never taken for the other, whichever column is asked for both. */
async function read(database: Database, keys: readonly string[]): Promise<ReadonlyMap<string, Credentials>> {
  const late = AbortSignal.timeout(LONGEST_READ)
  const rows = await database.rows(join([byColumn('username', keys), byColumn('email_key', keys)], ' union all '), late).catch((error: unknown) => {
    throw late.aborted ? fault('UNAVAILABLE', 'The database does not answer just now. Try again.') : error
  })
  return new Map(rows.map(([key, userId, passwordHash, isActive, until]) => [String(key), {
    userId: String(userId), passwordHash: String(passwordHash), isActive: Boolean(isActive), temporaryUntil: until === null ? null : dateFromDriver(until),
  }]))
}

function byColumn(column: string, keys: readonly string[]): Sql {
  const key = name('u', column)
  return sql`select ${key}, u.id, u.password_hash, u.is_active, u.temporary_password_expires_at from ${name('user')} u where ${key} in ${list(keys)}`
}
