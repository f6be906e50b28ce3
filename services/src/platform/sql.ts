/**
 * A statement in pieces. Text and values travel together, so that nothing a person typed ever becomes SQL.
 * Identifiers are quoted by backticks, which MySQL, MariaDB and SQLite all read.
 */
export class Sql {
  readonly text: string
  readonly values: readonly Value[]

  constructor(text: string, values: readonly Value[] = []) {
    this.text = text
    this.values = values
  }
}

/** What may stand in a statement as a parameter; each dialect writes instants its own way. */
export type Value = string | number | bigint | boolean | null | Date
export type Dialect = 'mysql' | 'sqlite'

/** Builds a statement: `Sql` pieces are spliced in, everything else becomes a parameter. All that is asked or written comes by here: hence the plain loop. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  let text = strings[0]!
  const values: Value[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (part instanceof Sql) {
      text += part.text
      for (const value of part.values) values.push(value)
    } else {
      text += '?'
      values.push(part)
    }
    text += strings[i + 1]!
  }
  return new Sql(text, values)
}

/** A quoted identifier: a table, a column, or `alias.column`. Only ever called with names of our own. */
export function name(first: string, second?: string): Sql {
  return new Sql(second === undefined ? `\`${first}\`` : `\`${first}\`.\`${second}\``)
}

export function join(parts: readonly Sql[], separator: string): Sql {
  let text = ''
  const values: Value[] = []
  for (let i = 0; i < parts.length; i++) {
    text += i === 0 ? parts[i]!.text : separator + parts[i]!.text
    for (const value of parts[i]!.values) values.push(value)
  }
  return new Sql(text, values)
}

/** A whole number of our own as text: MySQL takes no floating parameter in `limit`, and mysql2 sends every number as one. */
export function whole(value: number): Sql {
  return new Sql(String(Math.trunc(value)))
}

export const TRUE = new Sql('1 = 1')
export const FALSE = new Sql('1 = 0')

export function and(parts: readonly Sql[]): Sql {
  const needed = parts.filter(part => part !== TRUE)
  return needed.length === 0 ? TRUE : needed.length === 1 ? needed[0]! : join(needed.map(part => sql`(${part})`), ' and ')
}

export function or(parts: readonly Sql[]): Sql {
  if (parts.includes(TRUE)) return TRUE
  const needed = parts.filter(part => part !== FALSE)
  return needed.length === 0 ? FALSE : needed.length === 1 ? needed[0]! : join(needed.map(part => sql`(${part})`), ' or ')
}

/**
 * A parenthesised list for `in`. Its length is padded to a power of two by repeating the last value, or every length
 * would be a prepared statement of its own.
 */
export function list(values: readonly Value[]): Sql {
  if (values.length === 0) return new Sql('(null)')
  const length = 2 ** Math.ceil(Math.log2(values.length))
  const padded = [...values]
  while (padded.length < length) padded.push(values.at(-1)!)
  return new Sql(`(${'?, '.repeat(length - 1)}?)`, padded)
}

/** A parameter as the driver wants it: MySQL reads instants as text in UTC, SQLite as milliseconds. */
export function toDriver(value: Value, dialect: Dialect): string | number | bigint | null {
  if (value instanceof Date) return dialect === 'sqlite' ? value.getTime() : value.toISOString().slice(0, 23).replace('T', ' ')
  if (typeof value === 'boolean') return value ? 1 : 0
  return value
}

/** An instant as the driver gave it, as ISO 8601 in UTC with milliseconds; prepared statements drop `.000`. */
export function instantFromDriver(raw: unknown): string {
  if (typeof raw === 'number') return new Date(raw).toISOString()
  const text = String(raw).replace(' ', 'T')
  return text.length === 19 ? `${text}.000Z` : `${text.padEnd(23, '0')}Z`
}

/** The same, as a date. */
export function dateFromDriver(raw: unknown): Date {
  return new Date(instantFromDriver(raw))
}

/** A JSON column as the driver gave it: text on SQLite and MariaDB, read already on MySQL. */
export function jsonFromDriver(raw: unknown): unknown {
  return typeof raw === 'string' ? JSON.parse(raw) : raw
}

/** How an insert begins that leaves alone what stands already. */
export function insertOrIgnore(dialect: Dialect): Sql {
  return dialect === 'mysql' ? INSERT_IGNORE : INSERT_OR_IGNORE
}
const [INSERT_IGNORE, INSERT_OR_IGNORE] = [new Sql('insert ignore'), new Sql('insert or ignore')]
