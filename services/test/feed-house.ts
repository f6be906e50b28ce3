import { createHub, type Hub, type Listener } from '../src/platform/hub.ts'
import { systemClock, type Clock } from '../src/platform/clock.ts'
import type { Database } from '../src/platform/database.ts'
import { hearingOf, kindTo, readFeedCursor, type FeedChange } from '../src/platform/feed.ts'
import { nounOf, type Class } from '../src/platform/noun.ts'
import { createRelay } from '../src/platform/relay.ts'
import type { Follower } from '../src/platform/telling.ts'
import type { Viewer } from '../src/platform/viewer.ts'
import { findForChange } from '../src/platform/write.ts'
import { journalAfter, newClub, newPerson, openClubHouse, type ClubHouse } from './club-house.ts'
import { Club, Person } from './clubs.ts'

interface HubParts { readonly database?: Database; readonly clock?: Clock; readonly listeners?: Listener[]; readonly beforePoll?: () => void }

/** A club house whose changes are told: by as many hubs as a test opens. */
export interface FeedHouse {
  readonly house: ClubHouse
  readonly host: Person
  readonly makePerson: () => Promise<Person>
  readonly makeClub: () => Promise<Club>
  readonly rename: (club: Pick<Club, 'id'>, title: string) => Promise<void>
  readonly openHub: (parts?: HubParts) => Promise<Hub>
  readonly stopHubs: () => Promise<void>
  /** Positions are given, and these hubs have told what they mean. */
  readonly relayed: (...hubs: readonly Hub[]) => Promise<void>
  /** What a viewer must have heard of a noun behind a position, from the table alone. */
  readonly due: (viewer: Viewer, type: Class, after: number) => Promise<number[]>
  readonly close: () => Promise<void>
}

export async function openFeedHouse(): Promise<FeedHouse> {
  const house = await openClubHouse()
  const hubs: Hub[] = []
  const makePerson = (): Promise<Person> => house.write(async work => {
    const made = newPerson(work)
    work.em.persist(made)
    return made
  })
  const host = await makePerson()
  return {
    house, host, makePerson,
    makeClub: () => house.write(async work => {
      const made = newClub(work, work.em.getReference(Person, host.id))
      work.em.persist(made)
      return made
    }),
    rename: (club, title) => house.write(async work => {
      const loaded = await findForChange(work, Club, club.id)
      loaded.title = title
    }),
    openHub: async ({ database = house.database, clock = systemClock, listeners = [], beforePoll = () => {} } = {}) => {
      const hub = await createHub({ database, clock, log: house.services.log, beforePoll }, listeners)
      hubs.push(hub)
      return hub
    },
    stopHubs: async () => {
      for (const hub of hubs.splice(0)) await hub.stop()
    },
    relayed: async (...given) => {
      await createRelay(house.database, () => {}).run()
      for (const hub of given) await hub.settle()
    },
    due: async (viewer, type, after) => {
      const rows = await journalAfter(house)
      return rows.filter(row => row.noun === type.name && row.position !== null && row.position > after && kindTo(hearingOf(row.audience), viewer) !== undefined)
        .map(({ position }) => position!).toSorted((a, b) => a - b)
    },
    close: () => house.close(),
  }
}

export interface Listening extends Follower {
  readonly heard: FeedChange[]
  readonly changes: () => FeedChange[]
  readonly positions: () => number[]
  /** How often it was cut off because a change could not be told. */
  readonly losses: () => number
}

let groups = 0
export function listener(viewer: Viewer, type: Class, { groupKey = `group ${++groups}`, render }: { groupKey?: string; render?: Follower['render'] } = {}): Listening {
  const heard: FeedChange[] = []
  let losses = 0
  const changes = (): FeedChange[] => heard.filter(({ kind }) => kind !== 'BOOKMARK' && kind !== 'RESET')
  return {
    viewer, noun: nounOf(type), groupKey, heard, changes,
    positions: () => changes().map(({ cursor }) => readFeedCursor(cursor).position),
    render: render ?? (change => Promise.resolve(JSON.stringify(change))),
    send: payloads => heard.push(...payloads.map(payload => JSON.parse(payload) as FeedChange)),
    isBehind: () => false,
    lose: () => losses++,
    losses: () => losses,
  }
}
