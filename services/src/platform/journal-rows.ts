import { idIn, type Change, type Values } from './changes.ts'
import { TOUCHED, type Audience } from './journal.ts'
import type { Noun } from './noun.ts'
import { join, name, sql, Sql, type Value } from './sql.ts'

/** Under which verb, by whom and why a transaction writes. */
export interface Deed {
  readonly verb: string
  readonly actorId: string | null
  readonly at: Date
  readonly reason: string | null
  readonly requestId: string | null
}

/** A journal row about to be written, by its columns; its position is none of its own. */
export type JournalRow = Readonly<Record<(typeof COLUMNS)[number], Value>>

const COLUMNS = [
  'at', 'actor_id', 'verb', 'noun', 'noun_id', 'kind', 'fields', 'reason', 'before', 'after', 'audience', 'root_id', 'about_id', 'request_id',
] as const

export function changeRow(change: Change, deed: Deed, audience: Audience): JournalRow {
  const { noun, id, kind, fields, before, after } = change
  const named = (property: string | undefined): string | null =>
    property === undefined ? null : (idIn(after, property) ?? idIn(before, property) ?? null)
  return {
    ...row(deed, noun, id, fields, audience), kind, before: shown(before, fields), after: shown(after, fields),
    root_id: named(noun.root) ?? id, about_id: named(noun.about),
  }
}

/** The row of a thing that was touched without being changed: for the feed alone. */
export function touchRow(noun: Noun, id: string, fields: readonly string[], deed: Deed, audience: Audience): JournalRow {
  return { ...row(deed, noun, id, fields, audience), kind: TOUCHED, before: null, after: null, root_id: id, about_id: null }
}

type Common = 'at' | 'actor_id' | 'verb' | 'noun' | 'noun_id' | 'fields' | 'reason' | 'audience' | 'request_id'

function row({ at, actorId, verb, reason, requestId }: Deed, noun: Noun, id: string, fields: readonly string[], audience: Audience): Pick<JournalRow, Common> {
  return {
    at, actor_id: actorId, verb, noun: noun.name, noun_id: id, fields: JSON.stringify(fields), reason,
    audience: JSON.stringify(audience), request_id: requestId,
  }
}

function shown(values: Values, fields: readonly string[]): string | null {
  if (Object.keys(values).length === 0) return null
  return JSON.stringify(Object.fromEntries(fields.map(field => [field, values[field] ?? null])))
}

const INSERT = sql`insert into ${name('journal')} (${join([...COLUMNS, 'position'].map(column => name(column)), ', ')}) values `
const PLACES = `(${[...COLUMNS, 'position'].map(() => '?').join(', ')})`

/** SQLite takes no more than 32,766 values in one statement. */
const MOST_AT_ONCE = 1_000

/** All rows of a flush, by one statement unless they are very many; `first` is the position of the first of them, where it is given already. */
export function insertions(rows: readonly JournalRow[], first: number | null): Sql[] {
  const written = rows.map((row, i) => new Sql(PLACES, [...COLUMNS.map(column => row[column]), first === null ? null : first + i]))
  return Array.from({ length: Math.ceil(rows.length / MOST_AT_ONCE) }, (_, part) =>
    sql`${INSERT}${join(written.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE), ', ')}`)
}
