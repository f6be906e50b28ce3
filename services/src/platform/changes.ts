import type { UnitOfWork } from '@mikro-orm/core'
import { isNounType, nounOf, type Class, type Column, type Noun } from './noun.ts'
import { instantFromDriver } from './sql.ts'

export type Values = Record<string, unknown>

/** What one flush does to one thing. */
export interface Change {
  readonly noun: Noun
  readonly id: string
  readonly entity: Values
  readonly kind: 'CREATED' | 'UPDATED' | 'REMOVED'
  readonly fields: readonly string[]
  readonly before: Values
  readonly after: Values
}

/** Gives rows that are made or changed their `createdAt` and `updatedAt`: the instant of the deed. */
export function stamp(uow: UnitOfWork, instantOf: (thing: object) => Date | undefined): void {
  for (const changeSet of uow.getChangeSets()) {
    const type = changeSet.meta.class as unknown as Class
    const at = instantOf(changeSet.entity)
    if (!at || !isNounType(type) || changeSet.type.startsWith('delete') || isBookkeeping(changeSet, nounOf(type))) continue
    const stamps = changeSet.type.startsWith('create') ? ['createdAt', 'updatedAt'] : ['updatedAt']
    for (const property of stamps) {
      if (!nounOf(type).columns.has(property)) continue
      ;(changeSet.entity as Values)[property] = at
      ;(changeSet.payload as Values)[property] = at
    }
  }
}

/** A row of which only copies and sort keys were written was not changed for anybody. */
function isBookkeeping({ type, payload }: { type: string; payload: object }, { columns }: Noun): boolean {
  return type.startsWith('update') && Object.keys(payload).every(property => columns.get(property)?.quiet ?? true)
}

/** What a flush is about to write, as the journal tells it. */
export function changesOf(uow: UnitOfWork): Change[] {
  return uow.getChangeSets().flatMap(changeSet => {
    const type = changeSet.meta.class as unknown as Class
    if (!isNounType(type) || !nounOf(type).journaled) return []
    const noun = nounOf(type)
    const entity = changeSet.entity as Values
    const original = (changeSet.originalEntity ?? uow.getOriginalEntityData(changeSet.entity) ?? {}) as Values
    const kind = changeSet.type.startsWith('create') ? 'CREATED' : changeSet.type.startsWith('delete') ? 'REMOVED' : 'UPDATED'
    const news = kind === 'UPDATED' ? Object.keys(changeSet.payload) : [...noun.columns.keys()]
    const told = news.filter(property => isNews(noun.columns.get(property)))
    // A change of secrets alone is still a deed and leaves its row; one of bookkeeping alone is none.
    if (isBookkeeping(changeSet, noun)) return []
    const before = kind === 'CREATED' ? {} : plain(noun, original)
    const after = kind === 'REMOVED' ? {} : { ...before, ...plain(noun, kind === 'CREATED' ? entity : (changeSet.payload as Values)) }
    const fields = kind === 'UPDATED' ? told : told.filter(field => (before[field] ?? after[field] ?? null) !== null)
    return [{ noun, id: String(entity['id']), entity, kind, fields, before, after }]
  })
}

function isNews(column: Column | undefined): boolean {
  return column !== undefined && !column.secret && !column.quiet && column.property !== 'id'
}

/** The values of a row as JSON: ids for relations, ISO 8601 for instants, no secrets. */
function plain(noun: Noun, values: Values): Values {
  const out: Values = {}
  for (const column of noun.columns.values()) {
    if (!(column.property in values) || column.secret || column.kind === 'bytes') continue
    out[column.property] = plainValue(column, values[column.property])
  }
  return out
}

function plainValue(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (column.kind === 'toOne') return typeof value === 'object' ? (value as Values)['id'] : value
  if (column.kind === 'instant') return value instanceof Date ? value.toISOString() : instantFromDriver(value)
  if (column.kind === 'flag') return Boolean(value)
  return value
}

/** The id that a value names, be it the id itself or the thing. */
export function idIn(values: Values, property: string): string | undefined {
  const value = values[property]
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? String((value as Values)['id']) : undefined
}
