import { changeFor, kindTo, type FeedChange, type FeedEntry, type Hearing } from './feed.ts'
import { ChangeKind } from './journal.ts'
import type { Log } from './log.ts'
import type { Looks } from './looks.ts'
import type { Noun } from './noun.ts'
import type { Viewer } from './viewer.ts'

/** So few are rendered for one by one sooner than the law is asked about all of them. */
const FEW = 3

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
  readonly send: (payload: string) => void
  /** Whether it reads more slowly than it is written to: what it has missed can wait. */
  readonly isBehind: () => boolean
  /** A change could not be told: cuts the follower off, so that it comes back with its cursor and has lost nothing. */
  readonly lose: () => void
}

export interface Telling {
  /** Tells an entry to those of one group whom it concerns; answers whether there were any. */
  readonly tell: (followers: readonly Follower[], entry: FeedEntry, hearing: Hearing) => Promise<boolean>
  /** Gives the same bytes to all of one group: the stream's own markers. */
  readonly mark: (followers: readonly Follower[], marker: FeedChange) => Promise<void>
}

/** Renders each change once for all to whom it looks alike; whoever cannot be told is given to `lose`. */
export function createTelling(log: Log, lose: (follower: Follower) => void): Telling {
  const losing = async (followers: readonly Follower[], act: () => Promise<void>): Promise<void> => {
    try {
      await act()
    } catch (error) {
      log.error({ err: error, noun: followers[0]?.noun.name }, 'a change could not be told; who follows comes back for it')
      for (const follower of followers) lose(follower)
    }
  }

  const mark: Telling['mark'] = (followers, change) => losing(followers, async () => {
    const payload = await followers[0]!.render(change)
    for (const follower of followers) follower.send(payload)
  })

  const tellEach = async (followers: readonly Follower[], change: FeedChange): Promise<void> => {
    await Promise.all([...Map.groupBy(followers, ({ viewer }) => viewer.id).values()].map(same => mark(same, change)))
  }

  /** The law is asked before the change is rendered and once more after it: whose rights moved in between is rendered for alone. */
  const tellByLooks = async (followers: readonly Follower[], change: FeedChange, looks: Looks): Promise<void> => {
    const viewers = [...new Map(followers.map(({ viewer }) => [viewer.id, viewer])).values()]
    if (viewers.length <= FEW) return tellEach(followers, change)
    const before = await looks(change, viewers)
    const alike = [...Map.groupBy(followers, ({ viewer }) => before(viewer))]
    const payloads = await Promise.all(alike.map(([, [first]]) => first!.render(change)))
    const after = await looks(change, viewers)
    const moved: Follower[] = []
    for (const [i, [look, those]] of alike.entries()) {
      const isSound = after(those[0]!.viewer) === look
      for (const follower of those) {
        if (isSound && after(follower.viewer) === look) follower.send(payloads[i]!)
        else moved.push(follower)
      }
    }
    await tellEach(moved, change)
  }

  const tellAs = (kind: ChangeKind, followers: readonly Follower[], entry: FeedEntry): Promise<void> => {
    const [{ viewer, looks }] = followers as readonly [Follower]
    const change = changeFor(kind, entry, viewer.role)
    return looks ? losing(followers, () => tellByLooks(followers, change, looks)) : mark(followers, change)
  }

  return {
    mark,
    tell: async (followers, entry, hearing) => {
      const kinds = kindsAmong(followers, hearing)
      await Promise.all([...kinds].map(([kind, those]) => tellAs(kind, those, entry)))
      return kinds.size > 0
    },
  }
}

function kindsAmong(followers: readonly Follower[], hearing: Hearing): ReadonlyMap<ChangeKind, readonly Follower[]> {
  const [first] = followers
  // Seen by the whole role before and after, it cannot be anything else to anybody of it.
  if (first && kindTo(hearing, { role: first.viewer.role, id: '' }) === ChangeKind.UPDATED) return new Map([[ChangeKind.UPDATED, followers]])
  const kinds = Map.groupBy(followers, ({ viewer }) => kindTo(hearing, viewer))
  kinds.delete(undefined)
  return kinds as Map<ChangeKind, Follower[]>
}
