import DataLoader from 'dataloader'
import type { Database } from '../platform/database.ts'
import { dateFromDriver, join, list, name, sql, type Sql } from '../platform/sql.ts'
import { emailKeyOf } from './user.entity.ts'

/** What somebody who signs in is compared with. */
export interface Credentials {
  readonly userId: string
  readonly passwordHash: string
  readonly isActive: boolean
  readonly temporaryUntil: Date | null
}

declare module '../platform/context.ts' {
  interface Services {
    /** By username or e-mail as they were typed; who is asked about at once is asked about by one statement. */
    readonly credentials: Pick<DataLoader<string, Credentials | undefined>, 'load'>
  }
}

/** The longest that an e-mail may be: nobody is called by more. */
const LONGEST_NAME = 254

export function credentialsReader(database: Database): DataLoader<string, Credentials | undefined> {
  return new DataLoader(async names => {
    const keys = names.map(typed => (typed.includes('@') ? emailKeyOf(typed) : typed))
    const found = await read(database, [...new Set(keys)].filter(key => key.length <= LONGEST_NAME))
    return keys.map(key => found.get(key))
  }, { cache: false })
}

/** No username holds an @, and each e-mail does: one is never taken for the other. */
async function read(database: Database, keys: readonly string[]): Promise<ReadonlyMap<string, Credentials>> {
  const [emails, usernames] = [keys.filter(key => key.includes('@')), keys.filter(key => !key.includes('@'))]
  const rows = await database.rows(join([byColumn('username', usernames), byColumn('email_key', emails)], ' union all '))
  return new Map(rows.map(([key, userId, passwordHash, isActive, until]) => [String(key), {
    userId: String(userId), passwordHash: String(passwordHash), isActive: Boolean(isActive), temporaryUntil: until === null ? null : dateFromDriver(until),
  }]))
}

function byColumn(column: string, keys: readonly string[]): Sql {
  const key = name('u', column)
  return sql`select ${key}, u.id, u.password_hash, u.is_active, u.temporary_password_expires_at from ${name('user')} u where ${key} in ${list(keys)}`
}
