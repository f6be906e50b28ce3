import { LRUCache } from 'lru-cache'
import type { Clock, Cancel } from './clock.ts'
import type { Database } from './database.ts'
import {
  BEGINNING, entriesAfter, feedCursor, FEED_REACH, kindFor, lastEntries, readEntry, readFeedCursor, type FeedChange, type FeedEntry, type Place,
} from './feed.ts'
import { ChangeKind } from './journal.ts'
import type { Log } from './log.ts'
import type { Noun } from './noun.ts'
import { createTurns } from './turns.ts'
import type { Viewer } from './viewer.ts'

const PAGE = 500
const RING = 2_000
/** A right that ends, ends within a second on every process, without Redis too. */
const POLL_MS = 500
const BOOKMARK_MS = 30_000
/** So many catch up at once, each for so many changes; then the others have their turn. */
const CATCHING_UP = 8
const STRETCH = 20
const SLOW_READER_MS = 50

/** One subscriber's end: gets serialised payloads, and is told when its right has ended. */
export interface Follower {
  readonly viewer: Viewer
  readonly noun: Noun
  /** Followers with equal keys get the same bytes: one execution, one serialisation. */
  readonly groupKey: string
  /** Executes the follower's operation for one change and serialises the result. */
  readonly render: (change: FeedChange) => Promise<string>
  readonly send: (payload: string) => void
  /** Whether it reads more slowly than it is written to: what it has missed can wait. */
  readonly isBehind: () => boolean
  /** A change could not be told: cuts the follower off, so that it comes back with its cursor and has lost nothing. */
  readonly lose: () => void
}

export interface Hub {
  /** Catches the follower up from its cursor, cuts over, and streams until `leave`. */
  readonly join: (follower: Follower, after: string | undefined) => Promise<void>
  readonly leave: (follower: Follower) => void
  /** The bell: there may be new positions. */
  readonly wake: () => void
  /** Resolves when every position that stands has been delivered. */
  readonly settle: () => Promise<void>
  /** The last place that was delivered. */
  readonly head: () => Place
  readonly followers: () => number
  /** Resolves when what is being delivered has been. */
  readonly stop: () => Promise<void>
}

/** Hears every entry in order, before the followers do: rights that end, jobs to wake. */
export type Listener = (entry: FeedEntry) => void

/** `beforePoll` runs with each poll: what committed while its own relay failed gets its position then. */
interface HubServices { readonly database: Database; readonly clock: Clock; readonly log: Log; readonly beforePoll: () => void }

/**
 * Delivers the journal to those who follow it. Joining is: while behind, take from the ring or the table; once level
 * with the head, enter the live set in the same tick. Nothing falls between, and nothing comes twice.
 */
export async function createHub(services: HubServices, listeners: readonly Listener[]): Promise<Hub> {
  const { database, clock, log, beforePoll } = services
  const groups = new Map<string, Set<Follower>>()
  const gone = new WeakSet<Follower>()
  // What stood last is at hand from the start: after a restart everybody comes back for it at once.
  const ring: FeedEntry[] = (await database.rows(lastEntries(RING))).map(readEntry).toReversed()
  const pages = new LRUCache<number, Promise<readonly FeedEntry[]>>({ max: FEED_REACH / PAGE })
  const catchingUp = createTurns({ places: CATCHING_UP, queue: Infinity, patience: Infinity })
  let head = ring.at(-1)?.position ?? 0
  /** The ring ends with it. */
  const atHead = (): Place => ring.at(-1) ?? BEGINNING
  // The last place that everybody who follows was told: behind `head` while a change is being rendered.
  let told = atHead()
  let reading: Promise<void> | undefined
  let rung = false
  let stopped = false
  let polling: Cancel = () => {}
  let bookmarking: Cancel = () => {}

  const readOn = async (): Promise<void> => {
    try {
      while (rung && !stopped) {
        rung = false
        const raws = await database.rows(entriesAfter(head, PAGE))
        for (const raw of raws) await deliver(readEntry(raw))
        if (raws.length === PAGE) rung = true
      }
    } catch (error) {
      // The poll comes back to it: the table is the truth, and the head has not moved past what was not read.
      log.error({ err: error }, 'the feed could not be read')
    } finally {
      reading = undefined
    }
  }

  const deliver = async (entry: FeedEntry): Promise<void> => {
    // In one tick: the head moves, and who is live now will hear this entry from here; who joins later has it behind them.
    head = entry.position
    ring.push(entry)
    if (ring.length > RING) ring.splice(0, ring.length - RING)
    const hearing = [...groups.values()].map(group => [...group])
    for (const listener of listeners) hear(listener, entry)
    await Promise.all(hearing.map(followers => tell(followers, entry)))
    told = entry
  }

  const hear = (listener: Listener, entry: FeedEntry): void => {
    try {
      listener(entry)
    } catch (error) {
      log.error({ err: error, position: entry.position }, 'a listener of the feed failed')
    }
  }

  const tell = async (followers: readonly Follower[], entry: FeedEntry): Promise<void> => {
    const [first] = followers
    const change = first && changeFor(first, entry)
    if (!change) return
    await renderTo(first, followers, change)
  }

  const renderTo = async (first: Follower, followers: readonly Follower[], change: FeedChange): Promise<void> => {
    try {
      const payload = await first.render(change)
      for (const follower of followers) follower.send(payload)
    } catch (error) {
      log.error({ err: error, noun: first.noun.name }, 'a change could not be told; who follows comes back for it')
      for (const follower of followers) follower.lose()
    }
  }

  /** A whole page of what lies before the ring. It begins where all pages do, so that all who catch up share one reading of it. */
  const page = (start: number): Promise<readonly FeedEntry[]> => {
    const kept = pages.get(start)
    if (kept) return kept
    const read = database.rows(entriesAfter(start, PAGE)).then(raws => raws.map(readEntry))
    pages.set(start, read)
    const forget = (): void => void pages.delete(start)
    read.then(entries => entries.length < PAGE && forget(), forget)
    return read
  }

  const behind = async (position: number): Promise<readonly FeedEntry[]> => {
    const oldest = ring[0]
    if (oldest && oldest.position <= position + 1) return ring.slice(position + 1 - oldest.position)
    const entries = (await page(position - position % PAGE)).filter(entry => entry.position > position)
    if (entries.length === 0) throw new Error(`The journal ends before position ${head}, which was delivered: was another database put in its place?`)
    return entries
  }

  /** Whether the entry that a cursor was given for still stands there: not when a backup has taken the database's place since. */
  const stands = async ({ position, at }: Place): Promise<boolean> =>
    position === 0 || (await behind(position - 1)).some(entry => entry.position === position && entry.at === at)

  /** Lets sockets be written and others be served; on SQLite nothing else of a catch-up ever waits. */
  const breathe = async (follower: Follower): Promise<void> => {
    do await new Promise<void>(resolve => {
      if (follower.isBehind()) clock.later(SLOW_READER_MS, resolve)
      else setImmediate(resolve)
    })
    while (follower.isBehind() && !gone.has(follower))
  }

  /** Tells some of what a follower has missed, and answers how far it has come. */
  const stretch = async (follower: Follower, from: number): Promise<number> => {
    let position = from
    let left = STRETCH
    while (position < head && left > 0 && !gone.has(follower)) {
      for (const entry of await behind(position)) {
        // Beyond the head the live delivery comes, and it must not come twice.
        if (entry.position > head || left === 0 || gone.has(follower)) break
        const change = changeFor(follower, entry)
        if (change) follower.send(await follower.render(change))
        if (change) left--
        position = entry.position
      }
    }
    return position
  }

  const join = async (follower: Follower, after: string | undefined): Promise<void> => {
    const cursor = after === undefined ? undefined : readFeedCursor(after)
    if (cursor && cursor.position > head) {
      // It may come from a process that has read further than this one.
      wake()
      await reading
    }
    let position = head
    if (cursor) {
      const isNear = cursor.role === follower.viewer.role && cursor.position <= head && cursor.position >= head - FEED_REACH
      if (isNear && (await stands(cursor))) position = cursor.position
      else {
        const place = atHead()
        position = place.position
        follower.send(await follower.render(marker(ChangeKind.RESET, place, follower.viewer.role)))
      }
    }
    while (!gone.has(follower)) {
      if (position < head) {
        const from = position
        position = await catchingUp.within(() => stretch(follower, from))
        await breathe(follower)
        continue
      }
      const bookmark = await follower.render(marker(ChangeKind.BOOKMARK, atHead(), follower.viewer.role))
      if (position !== head || gone.has(follower)) continue
      follower.send(bookmark)
      const group = groups.get(follower.groupKey) ?? new Set()
      groups.set(follower.groupKey, group.add(follower))
      return
    }
  }

  const marker = (kind: ChangeKind, place: Place, role: string): FeedChange => ({
    kind, cursor: feedCursor(place, role), id: null, fields: [], at: clock.now().toISOString(), actorId: null,
  })

  const poll = (): void => {
    beforePoll()
    wake()
    if (!stopped) polling = clock.later(POLL_MS, poll)
  }

  /** Keeps the cursors of idle streams young. */
  const bookmark = (): void => {
    for (const group of groups.values()) {
      const followers = [...group]
      const [first] = followers
      // Not the head: the change that stands there may still be on its way to them.
      if (first) void renderTo(first, followers, marker(ChangeKind.BOOKMARK, told, first.viewer.role))
    }
    if (!stopped) bookmarking = clock.later(BOOKMARK_MS, bookmark)
  }

  const wake = (): void => {
    rung = true
    if (!stopped) reading ??= readOn()
  }

  polling = clock.later(POLL_MS, poll)
  bookmarking = clock.later(BOOKMARK_MS, bookmark)

  return {
    join,
    leave: follower => {
      gone.add(follower)
      const group = groups.get(follower.groupKey)
      group?.delete(follower)
      if (group?.size === 0) groups.delete(follower.groupKey)
    },
    wake,
    settle: async () => {
      do {
        wake()
        await reading
      } while (reading)
    },
    head: atHead,
    followers: () => [...groups.values()].reduce((sum, group) => sum + group.size, 0),
    stop: async () => {
      stopped = true
      polling()
      bookmarking()
      await reading
    },
  }
}

function changeFor(follower: Follower, entry: FeedEntry): FeedChange | undefined {
  if (entry.noun !== follower.noun.name) return undefined
  const kind = kindFor(entry.audience, follower.viewer)
  if (!kind) return undefined
  const { at, actorId, nounId, fields } = entry
  return { cursor: feedCursor(entry, follower.viewer.role), kind, id: nounId, fields: kind === ChangeKind.REMOVED ? [] : fields, at, actorId }
}
