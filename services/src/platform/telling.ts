import { changeFor, kindTo, type FeedChange, type FeedEntry, type Hearing } from './feed.ts'
import { ChangeKind } from './journal.ts'
import type { Log } from './log.ts'
import type { Looks } from './looks.ts'
import type { Noun } from './noun.ts'
import { createTurns } from './turns.ts'
import type { Viewer } from './viewer.ts'

/** So few are rendered for one by one sooner than the law is asked about all of them. */
const FEW = 3
/** So many renderings are under way at once: the database has places for others than followers. */
const RENDERING = 16
/** So many are sent to before requests have their turn. */
const SLICE = 250

/** One subscriber's end: gets serialised payloads, and is told when its right has ended. */
export interface Follower {
  readonly viewer: Viewer
  readonly noun: Noun
  /** Followers with equal keys are told together: they ask the same, in the same role. */
  readonly groupKey: string
  /** What a change looks like to each of its group; absent: the same to all of them. */
  readonly looks?: Looks | undefined
  /** Executes the follower's operation for one change and serialises the result. */
  readonly render: (change: FeedChange) => Promise<string>
  /** Sends some payloads, one behind the other. */
  readonly send: (payloads: readonly string[]) => void
  /** Whether it reads more slowly than it is written to: what it has missed can wait. */
  readonly isBehind: () => boolean
  /** A change could not be told: cuts the follower off, so that it comes back with its cursor and has lost nothing. */
  readonly lose: () => void
}

/** An entry, and those of one group whom it may concern. */
export interface Hearers { readonly entry: FeedEntry; readonly hearing: Hearing; readonly followers: readonly Follower[] }

export interface Telling {
  /** Tells some entries to those of one group, each follower all of theirs in one go. */
  readonly tell: (entries: readonly Hearers[]) => Promise<void>
  /** Gives the same bytes to all of one group: the stream's own markers. */
  readonly mark: (followers: readonly Follower[], marker: FeedChange) => Promise<void>
}

/** Who has left is told nothing more; who cannot be told is lost. */
interface Ends { readonly isGone: (follower: Follower) => boolean; readonly lose: (follower: Follower) => void }

interface Delivery { readonly payload: string; readonly followers: readonly Follower[] }

/** Renders each change once for all to whom it looks alike. */
export function createTelling(log: Log, { isGone, lose }: Ends): Telling {
  const rendering = createTurns({ places: RENDERING, queue: Infinity, patience: Infinity })

  const losing = async (followers: readonly Follower[], act: () => Promise<readonly Delivery[]>): Promise<readonly Delivery[]> => {
    try {
      return await act()
    } catch (error) {
      log.error({ err: error, noun: followers[0]?.noun.name }, 'a change could not be told; who follows comes back for it')
      for (const follower of followers) if (!isGone(follower)) lose(follower)
      return []
    }
  }

  const renderAlike = (followers: readonly Follower[], change: FeedChange): Promise<readonly Delivery[]> =>
    losing(followers, async () => [{ payload: await rendering.within(() => followers[0]!.render(change)), followers }])

  const renderEach = async (followers: readonly Follower[], change: FeedChange): Promise<readonly Delivery[]> =>
    (await Promise.all([...Map.groupBy(followers, ({ viewer }) => viewer.id).values()].map(same => renderAlike(same, change)))).flat()

  /** The law is asked before the change is rendered and once more after it: whose rights moved in between is rendered for alone. */
  const renderByLooks = async (followers: readonly Follower[], change: FeedChange, looks: Looks): Promise<readonly Delivery[]> => {
    const viewers = [...new Map(followers.map(({ viewer }) => [viewer.id, viewer])).values()]
    if (viewers.length <= FEW) return renderEach(followers, change)
    const before = await looks(change, viewers)
    const alike = [...Map.groupBy(followers, ({ viewer }) => before.get(viewer.id))]
    const rendered = await Promise.all(alike.map(async ([look, same]) => ({ look, deliveries: await renderAlike(same, change) })))
    const after = await looks(change, viewers)
    const moved: Follower[] = []
    const sound = rendered.flatMap(({ look, deliveries }) => deliveries.map(({ payload, followers: same }) => {
      const isSound = after.get(same[0]!.viewer.id) === look
      const [stand, move] = parted(same, ({ viewer }) => isSound && after.get(viewer.id) === look)
      moved.push(...move)
      return { payload, followers: stand }
    }))
    return [...sound, ...(await renderEach(moved, change))]
  }

  const render = async ({ entry, hearing, followers }: Hearers): Promise<readonly Delivery[]> => {
    const ofKinds = [...kindsAmong(followers, hearing)].map(([kind, those]) => {
      const [{ viewer, looks }] = those as readonly [Follower]
      const change = changeFor(kind, entry, viewer.role)
      return looks ? losing(those, () => renderByLooks(those, change, looks)) : renderAlike(those, change)
    })
    return (await Promise.all(ofKinds)).flat()
  }

  const send = (follower: Follower, payloads: readonly string[]): void => {
    if (!isGone(follower)) follower.send(payloads)
  }

  const post = async (deliveries: readonly Delivery[]): Promise<void> => {
    const [only, ...others] = deliveries
    if (others.length > 0) return inSlices([...letters(deliveries)], ([follower, payloads]) => send(follower, payloads))
    const payloads = only ? [only.payload] : []
    await inSlices(only?.followers ?? [], follower => send(follower, payloads))
  }

  return {
    mark: async (followers, marker) => post(await renderAlike(followers, marker)),
    tell: async entries => {
      const deliveries: Delivery[] = []
      for (const each of entries) deliveries.push(...(await render(each)))
      await post(deliveries)
    },
  }
}

/** Requests have their turn in between. */
async function inSlices<T>(all: readonly T[], act: (one: T) => void): Promise<void> {
  for (const [i, one] of all.entries()) {
    if (i > 0 && i % SLICE === 0) await new Promise(resolve => setImmediate(resolve))
    act(one)
  }
}

/** What each follower is sent, in order. */
function letters(deliveries: readonly Delivery[]): ReadonlyMap<Follower, readonly string[]> {
  const all = new Map<Follower, string[]>()
  for (const { payload, followers } of deliveries) {
    for (const follower of followers) {
      const payloads = all.get(follower)
      if (payloads) payloads.push(payload)
      else all.set(follower, [payload])
    }
  }
  return all
}

function parted<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  const parts = Map.groupBy(all, is)
  return [parts.get(true) ?? [], parts.get(false) ?? []]
}

/** What an entry is to whom of those whom it concerns. */
function kindsAmong(followers: readonly Follower[], hearing: Hearing): ReadonlyMap<ChangeKind, readonly Follower[]> {
  const [first] = followers
  // Seen by the whole role before and after, it cannot be anything else to anybody of it.
  if (first && kindTo(hearing, { role: first.viewer.role, id: '' }) === ChangeKind.UPDATED) return new Map([[ChangeKind.UPDATED, followers]])
  const kinds = Map.groupBy(followers, ({ viewer }) => kindTo(hearing, viewer))
  kinds.delete(undefined)
  return kinds as Map<ChangeKind, Follower[]>
}
