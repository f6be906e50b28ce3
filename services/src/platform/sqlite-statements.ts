import type BetterSqlite from 'better-sqlite3'

/** The statement of a text. */
export type Prepare = (text: string) => BetterSqlite.Statement

const MOST = 1_000

/** Prepares each text once for its connection. There are few texts, for values stand beside them; all statements are let go of should they ever be many. */
export function prepareOnce(prepare: Prepare): Prepare {
  const kept = new Map<string, BetterSqlite.Statement>()
  return text => {
    const found = kept.get(text)
    if (found) return found
    if (kept.size >= MOST) kept.clear()
    const prepared = prepare(text)
    kept.set(text, prepared)
    return prepared
  }
}
