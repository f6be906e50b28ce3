import type { EntityManager, EventSubscriber, FlushEventArgs, UnitOfWork } from '@mikro-orm/core'
import { changesOf, idIn, stamp, type Change, type Values } from './changes.ts'
import { executeWithin } from './database.ts'
import type { Audience } from './journal.ts'
import { changeRow, insertions, touchRow, type Deed, type JournalRow } from './journal-rows.ts'
import { audienceQueries, audienceRoles, decidesSight, moversOf, sightsOf, type Mover } from './law.ts'
import { columnOf, nounOf, type Class, type Noun } from './noun.ts'
import { takePositions } from './relay.ts'
import { join, list, name, sql, type Dialect, type Sql } from './sql.ts'

/** More than most flushes ask; SQLite takes 500 selects in one statement, and prepares one for each number of them. */
const MOST_IN_UNION = 20

const deeds = new WeakMap<object, Deed>()

/** Tells the recorder what the transaction of this entity manager does; without it, or the thing's own deed, nothing can be flushed. */
export function signTransaction(em: EntityManager, deed: Deed): void {
  deeds.set(em, deed)
}

/** Tells the recorder which of several deeds writes this thing. */
export function signThing(thing: object, deed: Deed): void {
  deeds.set(thing, deed)
}

function deedOf(em: EntityManager, thing: object): Deed | undefined {
  return deeds.get(thing) ?? deeds.get(em)
}

const heard = new WeakSet<EntityManager>()

/**
 * Whether anybody may be waiting to hear what a transaction wrote. A new thing that the law shows to nobody, such as a sign-in, gets
 * its position when the feed is looked after anyway.
 */
export function isHeard({ em }: { readonly em: EntityManager }): boolean {
  return heard.has(em)
}

/** A row of one noun that changes what another noun's fields say, such as a booking its session's count. */
interface Telling { readonly root: string; readonly fields: readonly string[]; readonly watched: readonly string[] }
const tellings = new Map<Class, Telling>()

/** A change of `watched` in a row (and its coming and going) tells the thing that `root` names that `fields` changed. */
export function tells(type: Class, telling: Telling): void {
  tellings.set(type, telling)
}

/** The thing that a change touches without changing it. `viewers` narrows to those whose sight may move; absent: everybody. */
interface Touch {
  readonly noun: Noun
  readonly id: string
  readonly fields: readonly string[]
  readonly viewers?: readonly string[]
  readonly deed: Deed
}

function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter(id => id !== undefined))]
}

/** A change and the deed that makes it. */
type Done = Change & { readonly deed: Deed }

interface Pending {
  readonly changes: readonly Done[]
  readonly touches: readonly Touch[]
  /** Who saw what before the flush, where it may take sight from somebody. */
  readonly before: Sightings | undefined
}

/** Who sees which thing by links, ownership and oneself: noun and id to users. */
type Sightings = ReadonlyMap<string, ReadonlySet<string>>
type Made = ReadonlyMap<Class, readonly string[]>
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
    stamp(uow, thing => deedOf(em, thing)?.at)
    const found = changesOf(uow)
    if (found.length === 0) return
    if (!em.isInTransaction()) throw new Error('A noun was flushed outside a transaction: its journal could get lost.')
    const changes = found.map(change => signed(em, change))
    const touches = await this.#touches(em, changes)
    await this.#lock(em, touches)
    const standing = changes.filter(change => change.kind !== 'CREATED')
    const before = changes.some(takesSight) ? (await this.#sightings(em, [...standing, ...touches])).all : undefined
    this.#pending.set(uow, { changes, touches, before })
  }

  async afterFlush({ em, uow }: FlushEventArgs): Promise<void> {
    const pending = this.#pending.get(uow)
    if (!pending) return
    this.#pending.delete(uow)
    const { changes, touches } = pending
    if (touches.length > 0 || changes.some(isForSomebody)) heard.add(em)
    const standing = changes.filter(change => change.kind !== 'REMOVED')
    // A flush that takes sight from nobody is asked about once: what its new rows do not give stood before.
    const { all: after, old } = await this.#sightings(em, [...standing, ...touches], madeBy(changes))
    const before = pending.before ?? old
    const rows = [
      ...changes.map(change => changeRow(change, change.deed, audienceOfChange(change, before, after))),
      ...touches.flatMap(touch => touchRows(touch, before, after)),
    ]
    // Where one writes at a time, the order of writing is the order of the commits.
    const first = this.#dialect === 'sqlite' ? await takePositions(em, rows.length) : null
    for (const statement of insertions(rows, first)) await executeWithin(em, statement, this.#dialect)
  }

  /**
   * Sight comes by several ways: two deeds that each take one of them would each find the other still standing, and
   * nobody would be told of the end. So whoever moves the sight of a thing locks it first, and sees what was done before.
   */
  async #lock(em: EntityManager, touches: readonly Touch[]): Promise<void> {
    // SQLite has one writer at a time.
    if (this.#dialect !== 'mysql') return
    const moved = Map.groupBy(touches.filter(({ viewers }) => viewers !== undefined), ({ noun }) => noun)
    for (const [{ table }, group] of [...moved].toSorted(([a], [b]) => (a.name < b.name ? -1 : 1))) {
      await this.#query(em, sql`select id from ${name(table)} where id in ${list(group.map(({ id }) => id))} order by id for update`)
    }
  }

  /** What the changed rows tell and whose sight of what they move, each thing once. */
  async #touches(em: EntityManager, changes: readonly Done[]): Promise<Touch[]> {
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

  async #movedBy(em: EntityManager, change: Done): Promise<Touch[]> {
    const movers = moversOf(change.noun).filter(mover => change.kind !== 'UPDATED' || mover.watched.some(field => change.fields.includes(field)))
    const touches: Touch[] = []
    for (const mover of movers) {
      const viewers = await this.#linkedViewers(em, change, mover)
      if (viewers.length === 0) continue
      for (const id of await this.#linkedThings(em, change, mover)) touches.push({ noun: mover.thing, id, fields: [], viewers, deed: change.deed })
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

  /** All sight of these things, and what of it no row gives that the flush has made. */
  async #sightings(em: EntityManager, wanted: readonly Pick<Touch, 'noun' | 'id' | 'viewers'>[], made: Made = new Map()): Promise<{ readonly all: Sightings; readonly old: Sightings }> {
    const [all, old] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
    const groups = Map.groupBy(wanted, ({ noun, viewers }) => `${noun.name} ${viewers ? 'some' : 'all'}`)
    const queries = [...groups.values()].flatMap(group => {
      const { noun, viewers } = group[0]!
      const asked = viewers && unique(group.flatMap(touch => touch.viewers ?? []))
      return audienceQueries(noun, unique(group.map(({ id }) => id)), { viewers: asked, made })
    })
    for (let i = 0; i < queries.length; i += MOST_IN_UNION) {
      for (const row of await this.#query(em, join(queries.slice(i, i + MOST_IN_UNION), ' union all '))) {
        const at = `${String(row['noun'])} ${String(row['thing'])}`
        for (const found of Number(row['is_new']) === 1 ? [all] : [all, old]) found.set(at, (found.get(at) ?? new Set()).add(String(row['viewer'])))
      }
    }
    return { all, old }
  }

  #query(em: EntityManager, statement: Sql): Promise<Values[]> {
    return executeWithin(em, statement, this.#dialect)
  }
}

function signed(em: EntityManager, change: Change): Done {
  const deed = deedOf(em, change.entity)
  if (!deed) throw new Error('A transaction wrote without saying under which verb: go through the write path.')
  return { ...change, deed }
}

/** What changes or ends the server itself listens to, whoever sees it: rights end by it. */
function isForSomebody({ kind, noun }: Change): boolean {
  return kind !== 'CREATED' || sightsOf(noun.type).length > 0
}

function takesSight({ kind, noun, fields }: Change): boolean {
  if (kind !== 'UPDATED') return kind === 'REMOVED'
  const decisive = decidesSight(noun)
  return fields.some(field => decisive.has(field))
}

function madeBy(changes: readonly Change[]): Made {
  const made = Map.groupBy(changes.filter(({ kind }) => kind === 'CREATED'), ({ noun }) => noun.type)
  return new Map(made.entries().map(([type, group]) => [type, group.map(({ id }) => id)]))
}

function toldBy(change: Done): Touch[] {
  const telling = tellings.get(change.noun.type)
  if (!telling) return []
  if (change.kind === 'UPDATED' && !telling.watched.some(field => change.fields.includes(field))) return []
  const noun = nounOf(columnOf(change.noun, telling.root).target!())
  const ids = unique([idIn(change.before, telling.root), idIn(change.after, telling.root)])
  if (ids.length === 0) throw new Error(`${change.noun.name} ${change.id} belongs to no ${telling.root}: its change would be lost.`)
  return ids.map(id => ({ noun, id, fields: telling.fields, deed: change.deed }))
}

/**
 * Two reasons to touch one thing are one touch; whoever must be told whole outweighs whose sight alone may move. Where several deeds of one
 * flush touch it, it is told as the last one's, and as nobody's where they are different people's.
 */
function merge(standing: Touch | undefined, added: Touch): Touch {
  if (!standing) return added
  const viewers = standing.viewers && added.viewers ? unique([...standing.viewers, ...added.viewers]) : undefined
  const deed = standing.deed.actorId === added.deed.actorId ? added.deed : { ...added.deed, actorId: null }
  return { ...added, deed, fields: [...new Set([...standing.fields, ...added.fields])], viewers }
}

function compare(before: ReadonlySet<string> = new Set(), after: ReadonlySet<string> = new Set()): Audience {
  return { gain: [...after.difference(before)], keep: [...after.intersection(before)], lose: [...before.difference(after)] }
}

function audienceOfChange(change: Change, before: Sightings, after: Sightings): Audience {
  const roles = audienceRoles(change.noun)
  const at = key(change.noun, change.id)
  const { gain, keep, lose } = compare(change.kind === 'CREATED' ? undefined : before.get(at), after.get(at))
  if (change.kind === 'CREATED') return { gain: [...roles, ...gain], keep, lose }
  if (change.kind === 'REMOVED') return { gain, keep, lose: [...roles, ...lose] }
  return { gain, keep: [...roles, ...keep], lose }
}

function touchRows({ noun, id, fields, deed }: Touch, before: Sightings, after: Sightings): JournalRow[] {
  const at = key(noun, id)
  const { gain, keep, lose } = compare(before.get(at), after.get(at))
  const audience = fields.length === 0 ? { gain, keep: [], lose } : { gain, keep: [...audienceRoles(noun), ...keep], lose }
  return audience.gain.length + audience.keep.length + audience.lose.length === 0 ? [] : [touchRow(noun, id, fields, deed, audience)]
}
