import type { EntityManager } from '@mikro-orm/core'
import { NounEntity, Id, Int } from './noun.ts'
import { executeWithin, type Database } from './database.ts'
import { longestStep } from './deadline.ts'
import { join, sql, whole, type Sql } from './sql.ts'
import { inTransaction } from './transactions.ts'

/** The one row whose lock orders the relays of all processes; it holds the last position given. */
@NounEntity({ table: 'feed_head', journaled: false, exposed: false })
export class FeedHead {
  @Id({ exposed: false })
  id!: string

  @Int({ exposed: false })
  position!: number
}

const FEED_HEAD_ID = '00000000000000000000000000'
const BATCH = 500

export interface Relay {
  /** Gives committed rows their positions; resolves when nothing is left that was committed before the call. */
  readonly run: () => Promise<void>
}

/**
 * Gives journal rows their `position` after their commit, one relay at a time over all processes. A plain select under
 * the lock is one snapshot: skipping locked rows would pass a row that commits a moment later and reorder the feed.
 */
export function createRelay(database: Database, onPositions: (head: number) => void): Relay {
  let running: Promise<void> | undefined
  let again = false

  const drain = async (): Promise<void> => {
    try {
      while (again) {
        again = false
        const given = await inTransaction(database.orm, em => giveBatch(em, database), longestStep())
        if (given.count > 0) onPositions(given.head)
        if (given.count === BATCH) again = true
      }
    } finally {
      // In the same tick as the last look at `again`, so that no ring falls between.
      running = undefined
    }
  }

  return {
    run: () => {
      // A ring during a run may mean a row that its snapshot missed: one more round.
      again = true
      running ??= drain()
      return running
    },
  }
}

async function giveBatch(em: EntityManager, { dialect }: Database): Promise<{ count: number; head: number }> {
  const lock = dialect === 'mysql' ? sql` for update` : sql``
  const [head] = await executeWithin(em, sql`select position from feed_head where id = ${FEED_HEAD_ID}${lock}`, dialect)
  const last = Number(head?.['position'] ?? 0)
  const rows = await executeWithin(em, sql`select id from journal where position is null order by id limit ${whole(BATCH)}`, dialect)
  if (rows.length === 0) return { count: 0, head: last }
  const position = last + rows.length
  await executeWithin(em, givePositions(runsOf(rows.map(row => Number(row['id']))), last + 1), dialect)
  await executeWithin(em, sql`update feed_head set position = ${position} where id = ${FEED_HEAD_ID}`, dialect)
  return { count: rows.length, head: position }
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

/** Positions follow each other as the ids of a run do: so a run is moved by one number, and not each row by its own. */
function givePositions(runs: readonly Run[], from: number): Sql {
  let next = from
  // Numbers of its own, so that no database keeps a statement for each number of rows.
  const cases = runs.map(({ first, last }) => {
    const shift = next - first
    next += last - first + 1
    return sql`when id <= ${whole(last)} then ${whole(shift)}`
  })
  const where = runs.map(({ first, last }) => sql`id between ${whole(first)} and ${whole(last)}`)
  return sql`update journal set position = id + case ${join(cases, ' ')} end where ${join(where, ' or ')}`
}

/** Makes the row that relays lock, once. */
export async function prepareFeed({ orm, dialect }: Database): Promise<void> {
  const insert = dialect === 'mysql' ? sql`insert ignore` : sql`insert or ignore`
  await inTransaction(orm, em =>
    executeWithin(em, sql`${insert} into feed_head (id, position) values (${FEED_HEAD_ID}, 0)`, dialect))
}
