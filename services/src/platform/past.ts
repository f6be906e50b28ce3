import { LRUCache } from 'lru-cache'
import type { Database } from './database.ts'
import { BEGINNING, entriesAfter, FEED_REACH, lastEntries, readEntry, type FeedEntry, type Place } from './feed.ts'

const RING = 2_000
export const PAGE = 500

/** What has been delivered, for those who were away. */
export interface Past {
  /** The last entry that was delivered. */
  readonly head: () => Place
  readonly add: (entry: FeedEntry) => void
  /** Some of the entries behind a position that lies before the head. */
  readonly after: (position: number) => Promise<readonly FeedEntry[]>
  /** Whether the entry that a cursor was given for still stands there: not when a backup has taken the database's place since. */
  readonly stands: (place: Place) => Promise<boolean>
}

/** The last entries are at hand from the start: after a restart everybody comes back for them at once. */
export async function openPast(database: Database): Promise<Past> {
  const ring: FeedEntry[] = (await database.rows(lastEntries(RING))).map(readEntry).toReversed()
  const pages = new LRUCache<number, Promise<readonly FeedEntry[]>>({ max: FEED_REACH / PAGE })
  const head = (): Place => ring.at(-1) ?? BEGINNING

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

  const after = async (position: number): Promise<readonly FeedEntry[]> => {
    const oldest = ring[0]
    if (oldest && oldest.position <= position + 1) return ring.slice(position + 1 - oldest.position)
    const entries = (await page(position - position % PAGE)).filter(entry => entry.position > position)
    if (entries.length === 0) throw new Error(`The journal ends before position ${head().position}, which was delivered: was another database put in its place?`)
    return entries
  }

  return {
    head, after,
    add: entry => {
      ring.push(entry)
      if (ring.length > RING) ring.splice(0, ring.length - RING)
    },
    stands: async ({ position, at }) => position === 0 || (await after(position - 1)).some(entry => entry.position === position && entry.at === at),
  }
}
