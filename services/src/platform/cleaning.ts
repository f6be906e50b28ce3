import type { Database } from './database.ts'
import type { JobHandlers } from './jobs.ts'
import { list, name, sql, type Sql } from './sql.ts'

const HOUR = 60 * 60_000
const BATCH = 500

/** Removes rows that count no more. The journal's are never among them. */
export type Cleaner = (database: Database, now: Date) => Promise<void>

/** The hourly round: each cleaner in turn. One that fails holds up those behind it until the next attempt. */
export function cleaning(...cleaners: readonly Cleaner[]): JobHandlers {
  return {
    clean: {
      every: HOUR,
      run: async ({ context: { database, clock }, signal }) => {
        for (const clean of cleaners) {
          signal.throwIfAborted()
          await clean(database, clock.now())
        }
      },
      // It comes back in an hour in any case.
      fail: () => Promise.resolve(),
    },
  }
}

/** Removes the rows of a table that meet a condition, in steps that hold no lock for long. */
export async function removeRows(database: Database, table: string, condition: Sql, key = 'id'): Promise<void> {
  for (;;) {
    const rows = await database.rows(sql`select distinct ${name(key)} from ${name(table)} where ${condition} limit ${BATCH}`)
    if (rows.length === 0) return
    // The condition once more: a row may have come to count again meanwhile.
    await database.change(sql`delete from ${name(table)} where ${name(key)} in ${list(rows.map(([id]) => String(id)))} and (${condition})`)
  }
}
