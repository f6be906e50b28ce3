import type { EntityManager, EventSubscriber, FlushEventArgs, UnitOfWork } from '@mikro-orm/core'
import { executeWithin } from './database.ts'
import { TOUCHED, type Audience } from './journal.ts'
import { audienceQueries, audienceRoles, moversOf, type Mover } from './law.ts'
import { columnOf, isNounType, nounOf, type Class, type Column, type Noun } from './noun.ts'
import { instantFromDriver, join, list, name, sql, type Dialect, type Sql } from './sql.ts'

/** Under which verb, by whom and why a transaction writes. */
export interface Deed {
  readonly verb: string
  readonly actorId: string | null
  readonly at: Date
  readonly reason: string | null
  readonly requestId: string | null
}

const deeds = new WeakMap<EntityManager, Deed>()

/** Tells the recorder what the transaction of this entity manager does; without it nothing can be flushed. */
export function sign(em: EntityManager, deed: Deed): void {
  deeds.set(em, deed)
}

/** A row of one noun that changes what another noun's fields say, such as a booking its session's count. */
interface Telling { readonly root: string; readonly fields: readonly string[]; readonly watched: readonly string[] }
const tellings = new Map<Class, Telling>()

/** A change of `watched` in a row (and its coming and going) tells the thing that `root` names that `fields` changed. */
export function tells(type: Class, telling: Telling): void {
  tellings.set(type, telling)
}

type Values = Record<string, unknown>

interface Change {
  readonly noun: Noun
  readonly id: string
  readonly entity: Values
  readonly kind: 'CREATED' | 'UPDATED' | 'REMOVED'
  readonly fields: readonly string[]
  readonly before: Values
  readonly after: Values
}

/** The thing that a change touches without changing it. `viewers` narrows to those whose sight may move; absent: everybody. */
interface Touch {
  readonly noun: Noun
  readonly id: string
  readonly fields: readonly string[]
  readonly viewers?: readonly string[]
}

interface Pending {
  readonly changes: readonly Change[]
  readonly touches: readonly Touch[]
  readonly before: Sightings
}

/** Who sees which thing by links, ownership and oneself: noun and id to users. */
type Sightings = ReadonlyMap<string, ReadonlySet<string>>
const key = (noun: Noun, id: string): string => `${noun.name} ${id}`

/**
 * Writes the journal. Before the flush it reads who sees what changes, after it again, and inserts one row per changed
 * or touched thing in the same transaction; so nobody can write without it, and a rollback takes it along.
 */
export class Recorder implements EventSubscriber {
  readonly #dialect: Dialect
  readonly #pending = new WeakMap<UnitOfWork, Pending>()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  async onFlush({ em, uow }: FlushEventArgs): Promise<void> {
    stamp(uow, deeds.get(em)?.at)
    const changes = changesOf(uow)
    if (changes.length === 0) return
    if (!em.isInTransaction()) throw new Error('A noun was flushed outside a transaction: its journal could get lost.')
    const touches = await this.#touches(em, changes)
    const standing = changes.filter(change => change.kind !== 'CREATED')
    this.#pending.set(uow, { changes, touches, before: await this.#sightings(em, standing, touches) })
  }

  async afterFlush({ em, uow }: FlushEventArgs): Promise<void> {
    const pending = this.#pending.get(uow)
    if (!pending) return
    this.#pending.delete(uow)
    const deed = deeds.get(em)
    if (!deed) throw new Error('A transaction wrote without saying under which verb: go through the write path.')
    const standing = pending.changes.filter(change => change.kind !== 'REMOVED')
    const after = await this.#sightings(em, standing, pending.touches)
    const rows = [
      ...pending.changes.map(change => changeRow(change, deed, audienceOfChange(change, pending.before, after))),
      ...pending.touches.flatMap(touch => touchRow(touch, deed, pending.before, after)),
    ]
    await executeWithin(em, insertion(rows), this.#dialect)
  }

  /** What the changed rows tell and whose sight of what they move, each thing once. */
  async #touches(em: EntityManager, changes: readonly Change[]): Promise<Touch[]> {
    const changed = new Set(changes.map(change => key(change.noun, change.id)))
    const told = changes.flatMap(toldBy)
    const moved = (await Promise.all(changes.map(change => this.#movedBy(em, change)))).flat()
    const touches = new Map<string, Touch>()
    for (const touch of [...told, ...moved]) {
      const at = key(touch.noun, touch.id)
      if (!changed.has(at)) touches.set(at, merge(touches.get(at), touch))
    }
    return [...touches.values()]
  }

  async #movedBy(em: EntityManager, change: Change): Promise<Touch[]> {
    const movers = moversOf(change.noun).filter(mover => change.kind !== 'UPDATED' || mover.watched.some(field => change.fields.includes(field)))
    const touches: Touch[] = []
    for (const mover of movers) {
      const viewers = await this.#linkedViewers(em, change, mover)
      if (viewers.length === 0) continue
      for (const id of await this.#linkedThings(em, change, mover)) touches.push({ noun: mover.thing, id, fields: [], viewers })
    }
    return touches
  }

  /** The users whom a link names: by the row itself, or by the linking rows that stand below it. */
  async #linkedViewers(em: EntityManager, change: Change, { sight, depth }: Mover): Promise<string[]> {
    if (depth === 0) return unique([idIn(change.before, sight.viewer), idIn(change.after, sight.viewer)])
    if (change.kind === 'CREATED') return []
    const via = nounOf(sight.via)
    // Only the step next to the linking row needs the query: longer paths do not exist, and the boot check says so.
    const holder = columnOf(via, sight.thing[depth - 1]!).column
    const viewer = columnOf(via, sight.viewer).column
    const found = await this.#query(em, sql`select distinct ${name(viewer)} as id from ${name(via.table)} where ${name(holder)} = ${change.id}`)
    return found.map(row => String(row['id']))
  }

  /** The things at the end of a link's path, as the row stood before and as it stands now. */
  async #linkedThings(em: EntityManager, change: Change, { sight, depth }: Mover): Promise<string[]> {
    const [property, ...rest] = sight.thing.slice(depth)
    const ids = unique([idIn(change.before, property!), idIn(change.after, property!)])
    const next = rest[0]
    if (next === undefined || ids.length === 0) return ids
    const holder = nounOf(columnOf(change.noun, property!).target!())
    const fresh = change.entity[property!] as Values | undefined
    const inMemory = fresh && next in fresh ? idIn(fresh, next) : undefined
    // A thing that is loaded says it itself; where its own relation moves in this flush, its own change moves the sight.
    if (inMemory && ids.length === 1) return [inMemory]
    const stored = await this.#query(em, sql`select ${name(columnOf(holder, next).column)} as id from ${name(holder.table)} where ${name('id')} in ${list(ids)}`)
    return unique([inMemory, ...stored.map(row => String(row['id']))])
  }

  async #sightings(em: EntityManager, changes: readonly Change[], touches: readonly Touch[]): Promise<Sightings> {
    const found = new Map<string, Set<string>>()
    const wanted = [...changes, ...touches] as readonly (Pick<Touch, 'noun' | 'id' | 'viewers'>)[]
    const groups = Map.groupBy(wanted, ({ noun, viewers }) => `${noun.name} ${viewers?.join() ?? '*'}`)
    for (const group of groups.values()) {
      const { noun, viewers } = group[0]!
      const ids = unique(group.map(item => item.id))
      for (const query of audienceQueries(noun, ids, viewers)) {
        for (const row of await this.#query(em, query)) {
          const at = key(noun, String(row['thing']))
          const users = found.get(at) ?? new Set()
          found.set(at, users.add(String(row['viewer'])))
        }
      }
    }
    return found
  }

  #query(em: EntityManager, statement: Sql): Promise<Values[]> {
    return executeWithin(em, statement, this.#dialect)
  }
}

/** Gives rows that are made or changed their `createdAt` and `updatedAt`: the instant of the deed. */
function stamp(uow: UnitOfWork, at: Date | undefined): void {
  for (const changeSet of uow.getChangeSets()) {
    const type = changeSet.meta.class as unknown as Class
    if (!at || !isNounType(type) || changeSet.type.startsWith('delete')) continue
    const stamps = changeSet.type.startsWith('create') ? ['createdAt', 'updatedAt'] : ['updatedAt']
    for (const property of stamps) {
      if (!nounOf(type).columns.has(property)) continue
      ;(changeSet.entity as Values)[property] = at
      ;(changeSet.payload as Values)[property] = at
    }
  }
}

function changesOf(uow: UnitOfWork): Change[] {
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
    if (kind === 'UPDATED' && !news.some(property => noun.columns.has(property) && !noun.columns.get(property)!.quiet)) return []
    const before = kind === 'CREATED' ? {} : plain(noun, original)
    const after = kind === 'REMOVED' ? {} : { ...before, ...plain(noun, kind === 'CREATED' ? entity : (changeSet.payload as Values)) }
    const fields = told.filter(property => before[property] !== after[property] || kind === 'UPDATED')
    return [{ noun, id: String(entity['id']), entity, kind, fields: fields.filter(field => (before[field] ?? after[field] ?? null) !== null || kind === 'UPDATED'), before, after }]
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

function idIn(values: Values, property: string): string | undefined {
  const value = values[property]
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? String((value as Values)['id']) : undefined
}

function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter(id => id !== undefined))]
}

function toldBy(change: Change): Touch[] {
  const telling = tellings.get(change.noun.type)
  if (!telling) return []
  if (change.kind === 'UPDATED' && !telling.watched.some(field => change.fields.includes(field))) return []
  const noun = nounOf(columnOf(change.noun, telling.root).target!())
  const ids = unique([idIn(change.before, telling.root), idIn(change.after, telling.root)])
  if (ids.length === 0) throw new Error(`${change.noun.name} ${change.id} belongs to no ${telling.root}: its change would be lost.`)
  return ids.map(id => ({ noun, id, fields: telling.fields }))
}

/** Two reasons to touch one thing are one touch; whoever must be told whole outweighs whose sight alone may move. */
function merge(standing: Touch | undefined, added: Touch): Touch {
  if (!standing) return added
  const viewers = standing.viewers && added.viewers ? unique([...standing.viewers, ...added.viewers]) : undefined
  return { ...standing, fields: [...new Set([...standing.fields, ...added.fields])], viewers }
}

function compare(before: ReadonlySet<string> = new Set(), after: ReadonlySet<string> = new Set()): Audience {
  return { gain: [...after.difference(before)], keep: [...after.intersection(before)], lose: [...before.difference(after)] }
}

function audienceOfChange(change: Change, before: Sightings, after: Sightings): Audience {
  const roles = audienceRoles(change.noun)
  const { gain, keep, lose } = compare(before.get(key(change.noun, change.id)), after.get(key(change.noun, change.id)))
  if (change.kind === 'CREATED') return { gain: [...roles, ...gain], keep, lose }
  if (change.kind === 'REMOVED') return { gain, keep, lose: [...roles, ...lose] }
  return { gain, keep: [...roles, ...keep], lose }
}

interface Row { readonly columns: readonly (string | number | Date | null)[] }

const COLUMNS = ['at', 'actor_id', 'verb', 'noun', 'noun_id', 'kind', 'fields', 'reason', 'before', 'after', 'audience', 'root_id', 'about_id', 'request_id']

function changeRow(change: Change, deed: Deed, audience: Audience): Row {
  const { noun, id, kind, fields, before, after } = change
  const shown = (values: Values): string | null =>
    Object.keys(values).length === 0 ? null : JSON.stringify(Object.fromEntries(fields.map(field => [field, values[field] ?? null])))
  const named = (property: string | undefined): string | null =>
    property === undefined ? null : (idIn(after, property) ?? idIn(before, property) ?? null)
  return row(deed, noun, id, kind, fields, shown(before), shown(after), audience, named(noun.root) ?? id, named(noun.about))
}

function touchRow(touch: Touch, deed: Deed, before: Sightings, after: Sightings): Row[] {
  const at = key(touch.noun, touch.id)
  const { gain, keep, lose } = compare(before.get(at), after.get(at))
  const audience = touch.fields.length === 0 ? { gain, keep: [], lose } : { gain, keep: [...audienceRoles(touch.noun), ...keep], lose }
  if (audience.gain.length + audience.keep.length + audience.lose.length === 0) return []
  return [row(deed, touch.noun, touch.id, TOUCHED, touch.fields, null, null, audience, touch.id, null)]
}

function row(
  deed: Deed, noun: Noun, id: string, kind: string, fields: readonly string[], before: string | null, after: string | null,
  audience: Audience, rootId: string, aboutId: string | null,
): Row {
  return {
    columns: [
      deed.at, deed.actorId, deed.verb, noun.name, id, kind, JSON.stringify(fields), deed.reason, before, after,
      JSON.stringify(audience), rootId, aboutId, deed.requestId,
    ],
  }
}

function insertion(rows: readonly Row[]): Sql {
  const values = rows.map(({ columns }) => sql`(${join(columns.map(value => sql`${value}`), ', ')})`)
  return sql`insert into ${name('journal')} (${join(COLUMNS.map(column => name(column)), ', ')}) values ${join(values, ', ')}`
}
