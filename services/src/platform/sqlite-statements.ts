import type BetterSqlite from 'better-sqlite3'

/** The statement of a text. */
export type KeptStatements = (text: string) => BetterSqlite.Statement

const MOST = 1_000

/** Statements of one connection to SQLite, each prepared once. There are few texts, for values stand beside them; all are let go of should they ever be many. */
export function keptStatements(prepare: KeptStatements): KeptStatements {
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
