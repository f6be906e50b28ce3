import { createCatchUp } from './catch-up.ts'
import type { Clock, Cancel } from './clock.ts'
import type { Database } from './database.ts'
import {
  entriesAfter, feedCursor, FEED_REACH, hearingOf, readEntry, readFeedCursor, type FeedChange, type FeedEntry, type Hearing, type Place,
} from './feed.ts'
import { ChangeKind } from './journal.ts'
import type { Log } from './log.ts'
import type { Noun } from './noun.ts'
import { openPast, PAGE } from './past.ts'
import { createTelling, type Follower } from './telling.ts'

/** A right that ends, ends within a second on every process, without Redis too. */
const POLL_MS = 500
const BOOKMARK_MS = 30_000
/** So many entries at most: the first of them waits until the last is rendered. */
const TOGETHER = 16

export interface Hub {
  /** Catches the follower up from its cursor, cuts over, and streams until `leave`. */
  readonly join: (follower: Follower, after: string | undefined) => Promise<void>
  readonly leave: (follower: Follower) => void
  /** The bell: there may be new positions. What is given along need not be read, if it is what comes next. */
  readonly wake: (given?: readonly FeedEntry[]) => void
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

/** The live of one group, by their user. */
interface Group { readonly noun: Noun; readonly role: string; readonly users: Map<string, Set<Follower>> }

/** `beforePoll` runs with each poll: what committed while its own relay failed gets its position then. */
interface HubServices { readonly database: Database; readonly clock: Clock; readonly log: Log; readonly beforePoll: () => void }

/**
 * Delivers the journal to those who follow it. Joining is: while behind, walk up with those of one's group who are behind too;
 * once level with the head, enter the live set in the same tick. Nothing falls between, and nothing comes twice.
 */
export async function createHub(services: HubServices, listeners: readonly Listener[]): Promise<Hub> {
  const { database, clock, log, beforePoll } = services
  const past = await openPast(database)
  const groups = new Map<string, Group>()
  const gone = new WeakSet<Follower>()
  let reading: Promise<void> | undefined
  let rung = false
  let given: readonly FeedEntry[] = []
  let isBookmarkDue = false
  let stopped = false
  let polling: Cancel = () => {}
  let bookmarking: Cancel = () => {}

  const leave = (follower: Follower): void => {
    gone.add(follower)
    catchUp.abandon(follower)
    const { groupKey, viewer } = follower
    const group = groups.get(groupKey)
    const same = group?.users.get(viewer.id)
    if (!group || !same?.delete(follower)) return
    if (same.size === 0) group.users.delete(viewer.id)
    if (group.users.size === 0) groups.delete(groupKey)
  }

  const enter = (follower: Follower): void => {
    const { groupKey, viewer, noun } = follower
    const group: Group = groups.get(groupKey) ?? { noun, role: viewer.role, users: new Map() }
    groups.set(groupKey, group)
    group.users.set(viewer.id, (group.users.get(viewer.id) ?? new Set()).add(follower))
  }

  const telling = createTelling(log, {
    isGone: follower => gone.has(follower),
    lose: follower => {
      leave(follower)
      follower.lose()
    },
  })
  const catchUp = createCatchUp({
    past, clock, enter, tell: telling.tell,
    bookmark: (follower, at) => follower.render(marker(ChangeKind.BOOKMARK, at, follower.viewer.role)),
  })

  /** What was given, if it comes next; or else what the table holds. */
  const next = async (): Promise<readonly FeedEntry[]> => {
    const [known, { position }] = [given, past.head()]
    given = []
    return known[0]?.position === position + 1 ? known : (await database.rows(entriesAfter(position, PAGE))).map(readEntry)
  }

  const readOn = async (): Promise<void> => {
    try {
      while (rung && !stopped) {
        rung = false
        const entries = await next()
        for (let i = 0; i < entries.length; i += TOGETHER) await deliver(entries.slice(i, i + TOGETHER))
        if (entries.length === PAGE) rung = true
        if (isBookmarkDue) await bookmark()
      }
    } catch (error) {
      // The poll comes back to it: the table is the truth, and the head has not moved past what was not read.
      log.error({ err: error }, 'the feed could not be read')
    } finally {
      reading = undefined
    }
  }

  /** What has come meanwhile is told together: a write to a socket costs the same for one message as for several. */
  const deliver = async (entries: readonly FeedEntry[]): Promise<void> => {
    // In one tick: the head moves, and who is live now will hear these entries from here; who joins later has them behind them.
    for (const entry of entries) past.add(entry)
    const heard = entries.map(entry => ({ entry, hearing: hearingOf(entry.audience) }))
    const ofGroups = [...groups.values()].map(group => heard.map(each => ({ ...each, followers: concernedIn(group, each.entry, each.hearing) })))
    // Rights end before anything more is told.
    for (const entry of entries) for (const listener of listeners) hear(listener, entry)
    await Promise.all(ofGroups.map(hearers => telling.tell(hearers.filter(({ followers }) => followers.length > 0))))
  }

  const hear = (listener: Listener, entry: FeedEntry): void => {
    try {
      listener(entry)
    } catch (error) {
      log.error({ err: error, position: entry.position }, 'a listener of the feed failed')
    }
  }

  const join = async (follower: Follower, after: string | undefined): Promise<void> => {
    const cursor = after === undefined ? undefined : readFeedCursor(after)
    if (cursor && cursor.position > past.head().position) {
      // It may come from a process that has read further than this one.
      wake()
      await reading
    }
    let { position } = past.head()
    if (cursor) {
      const isNear = cursor.role === follower.viewer.role && cursor.position <= position && cursor.position >= position - FEED_REACH
      if (isNear && (await past.stands(cursor))) position = cursor.position
      else {
        const place = past.head()
        position = place.position
        follower.send([await follower.render(marker(ChangeKind.RESET, place, follower.viewer.role))])
      }
    }
    if (!gone.has(follower)) await catchUp.bring(follower, position)
  }

  const marker = (kind: ChangeKind, place: Place, role: string): FeedChange => ({
    kind, cursor: feedCursor(place, role), id: null, fields: [], at: clock.now().toISOString(), actorId: null,
  })

  const poll = (): void => {
    beforePoll()
    wake()
    if (!stopped) polling = clock.later(POLL_MS, poll)
  }

  /** Keeps the cursors of idle streams young. It comes between two deliveries, so that it runs ahead of none and behind none. */
  const bookmark = async (): Promise<void> => {
    isBookmarkDue = false
    await Promise.all([...groups.values()].map(group => telling.mark(everybodyIn(group), marker(ChangeKind.BOOKMARK, past.head(), group.role))))
  }

  const bookmarkOn = (): void => {
    isBookmarkDue = true
    wake()
    if (!stopped) bookmarking = clock.later(BOOKMARK_MS, bookmarkOn)
  }

  const wake = (entries?: readonly FeedEntry[]): void => {
    // Whoever else has rung since the last look means the table.
    given = rung ? [] : entries ?? []
    rung = true
    if (!stopped) reading ??= readOn()
  }

  polling = clock.later(POLL_MS, poll)
  bookmarking = clock.later(BOOKMARK_MS, bookmarkOn)

  return {
    join, leave, wake,
    settle: async () => {
      do {
        wake()
        await reading
      } while (reading)
    },
    head: past.head,
    followers: () => [...groups.values()].reduce((sum, group) => sum + everybodyIn(group).length, 0),
    stop: async () => {
      stopped = true
      polling()
      bookmarking()
      await reading
    },
  }
}

function everybodyIn({ users }: Group): Follower[] {
  const all: Follower[] = []
  for (const same of users.values()) all.push(...same)
  return all
}

/** Those of a group whom an entry may concern, found from the shorter side: many may follow what concerns a few, and few what concerns many. */
function concernedIn(group: Group, entry: FeedEntry, hearing: Hearing): Follower[] {
  const { noun, role, users } = group
  if (noun.name !== entry.noun) return []
  if (hearing.has(role) || hearing.has('*')) return everybodyIn(group)
  const named = users.size < hearing.size ? [...users.keys()].filter(id => hearing.has(id)) : [...hearing.keys()].filter(id => users.has(id))
  return named.flatMap(id => [...users.get(id)!])
}
