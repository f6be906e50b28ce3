import type { Clock } from './clock.ts'
import { hearingOf, kindTo, type Place } from './feed.ts'
import type { Past } from './past.ts'
import type { Follower, Hearers, Telling } from './telling.ts'
import { createTurns } from './turns.ts'

/** So many groups catch up at once, each for so many changes; then the others have their turn. */
const GROUPS = 8
const STRETCH = 20
const SLOW_READER_MS = 50

/** Brings followers from where they stand to the head, and into the live set in the very tick in which they are level with it. */
export interface CatchUp {
  /** Resolves when the follower is live, or has left. */
  readonly bring: (follower: Follower, position: number) => Promise<void>
  readonly abandon: (follower: Follower) => void
}

interface Traveller { position: number; readonly arrive: () => void; readonly fail: (error: unknown) => void }

/** Those of one group who are behind. They walk together: what several of them have missed is rendered for them once. */
type Party = Map<Follower, Traveller>

interface Ways {
  readonly past: Past
  readonly clock: Clock
  readonly tell: Telling['tell']
  readonly bookmark: (follower: Follower, at: Place) => Promise<string>
  readonly enter: (follower: Follower) => void
}

export function createCatchUp({ past, clock, tell, bookmark, enter }: Ways): CatchUp {
  const parties = new Map<string, Party>()
  const turns = createTurns({ places: GROUPS, queue: Infinity, patience: Infinity })

  /** Tells some of what they have missed, each from where it stands; who comes meanwhile goes along the next time. */
  const stretch = async (party: Party): Promise<void> => {
    const walking = [...party].filter(([follower]) => !follower.isBehind())
    let position = Math.min(...walking.map(([, traveller]) => traveller.position))
    const told: Hearers[] = []
    while (told.length < STRETCH && position < past.head().position) {
      for (const entry of await past.after(position)) {
        // Beyond the head the live delivery comes, and it must not come twice.
        if (told.length === STRETCH || entry.position > past.head().position) break
        position = entry.position
        if (walking[0]?.[0].noun.name !== entry.noun) continue
        const hearing = hearingOf(entry.audience)
        const due = walking.filter(([{ viewer }, traveller]) => traveller.position < position && kindTo(hearing, viewer) !== undefined)
        if (due.length > 0) told.push({ entry, hearing, followers: due.map(([follower]) => follower) })
      }
    }
    await tell(told)
    for (const [, traveller] of walking) traveller.position = Math.max(traveller.position, position)
  }

  /** Who is level with the head gets its BOOKMARK and goes live in one tick: nothing falls between, and nothing comes twice. */
  const arrive = async (party: Party): Promise<void> => {
    const at = past.head()
    const [first] = [...party].find(([, { position }]) => position === at.position) ?? []
    if (!first) return
    const payload = await bookmark(first, at)
    if (past.head().position !== at.position) return
    for (const [follower, traveller] of party) {
      if (traveller.position !== at.position) continue
      party.delete(follower)
      follower.send([payload])
      enter(follower)
      traveller.arrive()
    }
  }

  /** Lets sockets be written and others be served; on SQLite nothing else of a catch-up ever waits. */
  const breathe = (party: Party): Promise<void> => new Promise(resolve => {
    if ([...party.keys()].every(follower => follower.isBehind())) clock.later(SLOW_READER_MS, resolve)
    else setImmediate(resolve)
  })

  const walk = async (key: string, party: Party): Promise<void> => {
    try {
      while (party.size > 0) {
        await turns.within(() => stretch(party))
        await arrive(party)
        if (party.size > 0) await breathe(party)
      }
    } catch (error) {
      for (const { fail } of party.values()) fail(error)
    } finally {
      parties.delete(key)
    }
  }

  return {
    bring: (follower, position) => new Promise((resolve, reject) => {
      const { groupKey } = follower
      const party = parties.get(groupKey) ?? new Map<Follower, Traveller>()
      party.set(follower, { position, arrive: resolve, fail: reject })
      if (parties.has(groupKey)) return
      parties.set(groupKey, party)
      void walk(groupKey, party)
    }),
    abandon: follower => {
      const party = parties.get(follower.groupKey)
      party?.get(follower)?.arrive()
      party?.delete(follower)
    },
  }
}
