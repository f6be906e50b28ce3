import type { EntityManager } from '@mikro-orm/core'
import { setTimeout as sleep } from 'node:timers/promises'
import { NounEntity, Id, Int } from './noun.ts'
import { executeWithin, type Database } from './database.ts'
import { ENTRY_COLUMNS, readEntry, type FeedEntry } from './feed.ts'
import { insertOrIgnore, join, Sql, sql, whole } from './sql.ts'

/** The one row whose lock orders the feed, over all processes; it holds the last position given. */
@NounEntity({ table: 'feed_head', journaled: false, exposed: false })
export class FeedHead {
  @Id({ exposed: false })
  id!: string

  @Int({ exposed: false })
  position!: number
}

const FEED_HEAD_ID = '00000000000000000000000000'
const BATCH = 500
/** Written into statements that come once: what has values beside it is kept. */
const HEAD = new Sql(`'${FEED_HEAD_ID}'`)

export interface Relay {
  /** Gives committed rows their positions and tells of them; resolves when nothing is left that was committed before the call. */
  readonly run: () => Promise<void>
}

/** Told the last position given, and the entries of those that this relay gave itself: whoever follows the feed need not read them again. */
type OnPositions = (head: number, given?: readonly FeedEntry[]) => void

/**
 * The order of the feed. On MySQL many write at once, and only after its commit can a row be given its `position`: by the relay of
 * whichever process comes first. On SQLite one writes at a time, so that each flush takes positions for its rows, and what is left is to
 * tell of them.
 */
export function createRelay(database: Database, onPositions: OnPositions): Relay {
  let told = 0
  const tell = async (): Promise<void> => {
    const head = await headOf(database)
    if (head > told) onPositions((told = head))
  }
  return database.dialect === 'sqlite' ? { run: tell } : { run: paced(() => giveAll(database, onPositions)) }
}

/** Milliseconds from the start of one run to the start of the next: where many write at once, what they write gets its positions together. */
export const PACE = 50

/** One run at a time, and not one after the other without a rest. A call during a run may mean a row that its snapshot missed: one more run. */
function paced(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false
  let begun = -Infinity
  const drain = async (): Promise<void> => {
    try {
      while (again) {
        // In the machine's own time, whatever the clock says: this spares its work.
        const rest = begun + PACE - performance.now()
        if (rest > 0) await sleep(rest)
        begun = performance.now()
        again = false
        await act()
      }
    } finally {
      // In the same tick as the last look at `again`, so that no call falls between.
      running = undefined
    }
  }
  return () => {
    again = true
    running ??= drain()
    return running
  }
}

async function headOf({ rows }: Database): Promise<number> {
  const [row] = await rows(sql`select position from feed_head where id = ${FEED_HEAD_ID}`)
  return Number(row?.[0] ?? 0)
}

/** Positions for so many rows of this flush, which no other can write meanwhile; the first of them. */
export async function takePositions(em: EntityManager, count: number): Promise<number> {
  const [head] = await executeWithin(em, sql`update feed_head set position = position + ${count} where id = ${FEED_HEAD_ID} returning position`, 'sqlite')
  return Number(head!['position']) - count + 1
}

async function giveAll(database: Database, onPositions: OnPositions): Promise<void> {
  for (let isMore = true; isMore;) {
    const { found, given } = await giveBatch(database)
    if (given) onPositions(given.at(-1)!.position, given)
    // Where another relay was quicker, it may have seen less than stands there now.
    isMore = found === BATCH || (found > 0 && !given)
  }
}

/**
 * What has no position, and the last one given, as one snapshot shows them: skipping locked rows would pass a row that commits a moment later.
 * Found in the index of the positions alone: with more of its columns asked for, it might be the whole journal that is walked in the order of the ids.
 */
const PENDING = sql`
  select j.id, (select position from feed_head where id = ${FEED_HEAD_ID}), ${ENTRY_COLUMNS}
  from (select id from journal where position is null order by id limit ${whole(BATCH)}) p join journal j on j.id = p.id order by j.id`

/** Nothing given: another relay has moved the head since the snapshot, and what this one found may have its position. */
async function giveBatch({ rows, change }: Database): Promise<{ readonly found: number; readonly given?: readonly FeedEntry[] }> {
  const pending = await rows(PENDING)
  const found = pending.length
  if (found === 0) return { found }
  const last = Number(pending[0]![1])
  const isGiven = (await change(givePositions(runsOf(pending.map(([id]) => Number(id))), last, last + found))) > 0
  return isGiven ? { found, given: pending.map(([, , ...columns], i) => readEntry([last + 1 + i, ...columns])) } : { found }
}

/** Ids that follow each other without a gap; between the first and the last there is no other row. */
interface Run { readonly first: number; last: number }

function runsOf(ids: readonly number[]): Run[] {
  const runs: Run[] = []
  for (const id of ids) {
    const run = runs.at(-1)
    if (run?.last === id - 1) run.last = id
    else runs.push({ first: id, last: id })
  }
  return runs
}

/**
 * Positions follow each other as the ids of a run do: so a run is moved by one number, and not each row by its own. Head and rows move in
 * one statement, which locks the head first and changes nothing where it has moved.
 */
function givePositions(runs: readonly Run[], last: number, head: number): Sql {
  let next = last + 1
  // Numbers of its own, so that no database keeps a statement for each number of rows.
  const cases = runs.map(({ first, last: end }) => {
    const shift = next - first
    next += end - first + 1
    return sql`when j.id <= ${whole(end)} then ${whole(shift)}`
  })
  const rows = runs.map(({ first, last: end }) => sql`j.id between ${whole(first)} and ${whole(end)}`)
  return sql`
    update feed_head h join journal j on ${join(rows, ' or ')} set h.position = ${whole(head)}, j.position = j.id + case ${join(cases, ' ')} end
    where h.id = ${HEAD} and h.position = ${whole(last)}`
}

/** Makes the row that orders the feed, once. */
export async function prepareFeed({ change, dialect }: Database): Promise<void> {
  await change(sql`${insertOrIgnore(dialect)} into feed_head (id, position) values (${FEED_HEAD_ID}, 0)`)
}
