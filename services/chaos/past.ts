import { NOUNS, type JournalRow, type NounName, type Values } from './evidence.ts'
import { emptyWorld, readsContact, sees, type Eyes, type World } from './sight.ts'

/** A change that a pair of eyes has to be told. */
export interface Due {
  readonly deed: number
  readonly position: number
  readonly noun: NounName
  readonly id: string
  readonly kind: 'CREATED' | 'UPDATED' | 'REMOVED'
}

/** What was so from a deed on, until the next such moment. */
interface Moment<T> { readonly deed: number; readonly value: T }

/** The journal told once more from the first row: what stood when, and who saw what when. Deeds are counted in the order of their positions. */
export interface Past {
  readonly head: number
  readonly rowAt: (position: number) => (JournalRow & { readonly deed: number }) | undefined
  readonly dues: (eyes: Eyes, noun: NounName) => readonly Due[]
  readonly dueAt: (eyes: Eyes, noun: NounName, position: number) => Due | undefined
  /** Changes that somebody had to be told and that no row of the journal tells. */
  readonly untold: readonly string[]
  /** The states of a thing from a deed on; null when it did not exist. */
  readonly statesFrom: (noun: string, id: string, deed: number) => readonly (Values | null)[]
  readonly seesFrom: (eyes: Eyes, noun: Watched, id: string, deed: number) => boolean
  /** Whether it is out of sight at some moment from a deed on. */
  readonly losesFrom: (eyes: Eyes, noun: Watched, id: string, deed: number) => boolean
  readonly everSaw: (eyes: Eyes, noun: Watched, id: string, until: number) => boolean
  readonly end: World
}

/** A noun, or the contact details of a person. */
type Watched = NounName | 'Contact'

const keyOf = (...parts: readonly string[]): string => parts.join(' ')
export const isNoun = (name: string): name is NounName => (NOUNS as readonly string[]).includes(name)
const VERSIONED: readonly string[] = ['User', 'Session']

export function replay(journal: readonly JournalRow[], viewers: readonly Eyes[]): Past {
  const world = emptyWorld()
  const deeds = [...Map.groupBy(journal, ({ requestId }) => requestId).values()]
  const rows = new Map(deeds.flatMap((group, deed) => group.map(row => [row.position, { ...row, deed }] as const)))
  const states = new Map<string, Moment<Values | null>[]>()
  const sights = new Map<string, Moment<boolean>[]>()
  const dues = new Map<string, Map<number, Due>>()
  const untold: string[] = []
  const dueMap = (name: string): Map<number, Due> => {
    const made = dues.get(name) ?? new Map<number, Due>()
    dues.set(name, made)
    return made
  }

  for (const [deed, group] of deeds.entries()) {
    const watched = new Watch()
    watched.add(group, world)
    const told = toldBy(group, world)
    for (const row of group) apply(world, row)
    watched.add(group, world)
    for (const name of toldBy(group, world)) told.add(name)
    const after = sightsOf(world, viewers, watched)
    for (const name of told) remember(states, name, deed, stateOf(world, name))
    // Whatever moved the sight of a thing before stood near it too, so that what was noted last still holds.
    const before = new Map([...after.keys()].map(name => [name, sights.get(name)?.at(-1)?.value ?? false]))
    for (const [name, seen] of after) if (seen !== before.get(name)) remember(sights, name, deed, seen)
    for (const eyes of viewers) {
      for (const [noun, id] of watched.things()) {
        const at = keyOf(eyes.id, eyes.role, noun, id)
        const kind = kindOf(before.get(at) ?? false, after.get(at) ?? false, told.has(keyOf(noun, id)))
        if (!kind) continue
        const position = group.findLast(row => row.noun === noun && row.id === id)?.position
        if (position === undefined) untold.push(`${kind} ${noun} ${id} by ${group[0]!.requestId} to ${eyes.role} ${eyes.id}`)
        else dueMap(keyOf(eyes.id, eyes.role, noun)).set(position, { deed, position, noun, id, kind })
      }
    }
  }

  return {
    head: journal.at(-1)?.position ?? 0, untold, end: world,
    rowAt: position => rows.get(position),
    dues: (eyes, noun) => [...(dues.get(keyOf(eyes.id, eyes.role, noun)) ?? new Map<number, Due>()).values()],
    dueAt: (eyes, noun, position) => dues.get(keyOf(eyes.id, eyes.role, noun))?.get(position),
    statesFrom: (noun, id, deed) => from(states.get(keyOf(noun, id)), deed, null),
    seesFrom: (eyes, noun, id, deed) => from(sights.get(keyOf(eyes.id, eyes.role, noun, id)), deed, false).includes(true),
    losesFrom: (eyes, noun, id, deed) => from(sights.get(keyOf(eyes.id, eyes.role, noun, id)), deed, false).includes(false),
    everSaw: (eyes, noun, id, until) =>
      (sights.get(keyOf(eyes.id, eyes.role, noun, id)) ?? []).some(({ deed, value }) => value && deed <= until),
  }
}

/** The value that held when the deed was done, and all later ones. */
function from<T>(moments: readonly Moment<T>[] = [], deed: number, begin: T): readonly T[] {
  const first = moments.findLastIndex(moment => moment.deed <= deed)
  return [...(first < 0 ? [begin] : []), ...moments.slice(Math.max(first, 0)).map(({ value }) => value)]
}

function remember<T>(of: Map<string, Moment<T>[]>, name: string, deed: number, value: T): void {
  listIn(of, name).push({ deed, value })
}

function listIn<T>(of: Map<string, T[]>, name: string): T[] {
  const list = of.get(name) ?? []
  of.set(name, list)
  return list
}

function kindOf(before: boolean, after: boolean, isTold: boolean): Due['kind'] | undefined {
  if (before !== after) return after ? 'CREATED' : 'REMOVED'
  return before && isTold ? 'UPDATED' : undefined
}

function apply(world: World, { noun, id, kind, after }: JournalRow): void {
  if (!isNoun(noun) || kind === 'TOUCHED') return
  const things = world[noun]
  if (kind === 'REMOVED') return void things.delete(id)
  const before = things.get(id)
  const version = VERSIONED.includes(noun) ? { version: Number(before?.['version'] ?? 0) + 1 } : {}
  things.set(id, { ...before, ...after, ...version, id })
}

function stateOf(world: World, name: string): Values | null {
  const [noun, id] = name.split(' ') as [NounName, string]
  const thing = world[noun].get(id)
  if (!thing || noun !== 'Session') return thing ?? null
  const seatsTaken = world.Booking.values().filter(({ session, status }) => session === id && status === 'BOOKED').toArray().length
  return { ...thing, seatsTaken }
}

/** What has changed for all who see it: the things themselves, and the seats of a session whose bookings came or went. */
function toldBy(group: readonly JournalRow[], world: World): Set<string> {
  const told = new Set<string>()
  for (const { noun, id, kind, fields } of group) {
    if (!isNoun(noun) || kind === 'TOUCHED') continue
    told.add(keyOf(noun, id))
    const session = noun === 'Booking' && (kind !== 'UPDATED' || fields.includes('status')) ? world.Booking.get(id)?.['session'] : undefined
    if (session !== undefined) told.add(keyOf('Session', String(session)))
  }
  return told
}

/** Things near a deed: those whose sight it can move. */
class Watch {
  readonly #names = new Set<string>()

  add(group: readonly JournalRow[], world: World): void {
    for (const { noun, id } of group) {
      if (!isNoun(noun)) continue
      this.#names.add(keyOf(noun, id))
      const thing = world[noun].get(id)
      if (noun === 'Session') this.#person(thing?.['trainer'])
      if (noun === 'Assignment') for (const side of ['trainer', 'trainee']) this.#person(thing?.[side])
      if (noun === 'Booking' && thing) {
        const session = String(thing['session'])
        this.#names.add(keyOf('Session', session))
        this.#person(world.Session.get(session)?.['trainer'])
      }
    }
  }

  #person(id: unknown): void {
    if (typeof id === 'string') this.#names.add(keyOf('User', id))
  }

  things(): readonly (readonly [NounName, string])[] {
    return [...this.#names].map(name => name.split(' ') as [NounName, string])
  }
}

function sightsOf(world: World, viewers: readonly Eyes[], watch: Watch): Map<string, boolean> {
  const found = new Map<string, boolean>()
  for (const eyes of viewers) {
    for (const [noun, id] of watch.things()) {
      const isSeen = sees(world, eyes, noun, id)
      found.set(keyOf(eyes.id, eyes.role, noun, id), isSeen)
      if (noun === 'User') found.set(keyOf(eyes.id, eyes.role, 'Contact', id), isSeen && readsContact(world, eyes, id))
    }
  }
  return found
}
