import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMySql, journalAfter, newPerson } from '../../test/club-house.ts'
import { openFeedHouse, type FeedHouse } from '../../test/feed-house.ts'
import type { Database } from './database.ts'
import { entriesAfter, lastEntries, readEntry, type FeedEntry } from './feed.ts'
import { createRelay, PACE } from './relay.ts'
import { sql, type Sql } from './sql.ts'

let feed: FeedHouse
let databases: readonly Database[]

beforeAll(async () => {
  feed = await openFeedHouse()
  databases = [feed.house.database, await feed.house.openAgain()]
})
afterAll(() => feed.close())

const write = (rows: number, isTakenBack: boolean): Promise<void> => feed.house.write(async work => {
  work.em.persist(Array.from({ length: rows }, () => newPerson(work)))
  await work.em.flush()
  if (isTakenBack) throw new Error('taken back')
}).catch((error: Error) => {
  if (error.message !== 'taken back') throw error
})

const step = fc.record({ rows: fc.integer({ min: 1, max: 4 }), isTakenBack: fc.boolean(), relay: fc.constantFrom(0, 1, undefined), isAwaited: fc.boolean() })

test('writers that commit or take back, and relays of two processes that run when they like: one position each, no gap, never moved, in the order of acknowledgements', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async steps => {
    const heads: number[][] = [[], []]
    const relays = databases.map((database, i) => createRelay(database, head => heads[i]!.push(head)))
    const standing = async (): Promise<ReadonlyMap<number, number>> =>
      new Map((await feed.house.database.rows(sql`select id, position from journal where position is not null order by id`)).map(([id, position]) => [Number(id), Number(position)]))
    const acknowledged: number[][] = []
    const busy: Promise<unknown>[] = []
    let given = await standing()
    for (const { rows, isTakenBack, relay, isAwaited } of steps) {
      const before = Number((await feed.house.database.rows(sql`select coalesce(max(id), 0) from journal`))[0]![0])
      await write(rows, isTakenBack)
      acknowledged.push((await feed.house.database.rows(sql`select id from journal where id > ${before}`)).map(([id]) => Number(id)))
      if (relay === undefined) continue
      const run = relays[relay]!.run()
      if (isAwaited) await run
      else busy.push(run)
      const now = await standing()
      for (const [id, position] of given) expect(now.get(id)).toBe(position)
      given = now
    }
    await Promise.all([...busy, ...relays.map(relay => relay.run())])
    const positions = await standing()
    expect([...positions.values()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: positions.size }, (_, i) => i + 1))
    const [[unplaced]] = await feed.house.database.rows(sql`select count(*) from journal where position is null`) as [[number]]
    expect(Number(unplaced)).toBe(0)
    // Each deed stands behind all that were acknowledged before it.
    const spans = acknowledged.filter(ids => ids.length > 0).map(ids => ids.map(id => positions.get(id)!))
    for (const [i, span] of spans.entries()) if (i > 0) expect(Math.min(...span)).toBeGreaterThan(Math.max(...spans[i - 1]!))
    for (const told of heads) expect(told).toEqual(told.toSorted((a, b) => a - b))
  }), { numRuns: isMySql ? 6 : 20 })
}, 120_000)

test('gives a backlog longer than its batches one position each, in the order of writing, once', async () => {
  await feed.house.write(async work => work.em.persist(Array.from({ length: 1203 }, () => newPerson(work))) as never)
  const heads: number[] = []
  const relay = createRelay(feed.house.database, head => heads.push(head))
  await Promise.all([relay.run(), relay.run(), relay.run()])
  const positions = (await feed.house.database.rows(sql`select position from journal order by id`)).map(([position]) => position)
  expect(positions).toEqual(positions.map((_, i) => i + 1))
  expect(heads.at(-1)).toBe(positions.length)
  heads.length = 0
  await relay.run()
  expect(heads).toEqual([])
})

test('rows get their positions after the commit by two statements, and where one writes at a time with it; what was given is what stands there', async () => {
  const { rows, change } = feed.house.database
  const statements: string[] = []
  const heard = <T>(run: (statement: Sql) => Promise<T>) => (statement: Sql): Promise<T> => {
    statements.push(statement.text)
    return run(statement)
  }
  const told: FeedEntry[] = []
  const relay = createRelay({ ...feed.house.database, rows: heard(rows), change: heard(change) }, (_head, given = []) => told.push(...given))
  await relay.run()
  const [last] = (await rows(lastEntries(1))).map(readEntry)
  await write(3, false)
  expect(await rows(sql`select id from journal where position is null`)).toHaveLength(isMySql ? 3 : 0)
  told.length = statements.length = 0
  await relay.run()
  expect(statements).toHaveLength(isMySql ? 2 : 1)
  const entries = (await rows(entriesAfter(last!.position, 10))).map(readEntry)
  expect(entries).toHaveLength(3)
  expect(told).toEqual(isMySql ? entries : [])
})

test.runIf(isMySql)('finds what has no position without walking the journal', async () => {
  const { rows } = feed.house.database
  const asked: Sql[] = []
  await write(3, false)
  await createRelay({ ...feed.house.database, rows: statement => {
    asked.push(statement)
    return rows(statement)
  } }, () => {}).run()
  // MySQL and MariaDB put their columns differently.
  const plan = await rows({ ...asked[0]!, text: `explain format = traditional ${asked[0]!.text}` })
  expect(plan.find(row => row.includes('journal_position_unique'))).toContain('ref')
  expect(plan.find(row => row.includes('j'))).toContain('eq_ref')
})

test.runIf(isMySql)('rests between two runs, however often it is called: what is written meanwhile gets its positions together', async () => {
  const [begun, runs] = [performance.now(), 5]
  const relay = createRelay(feed.house.database, () => {})
  for (let i = 0; i < runs; i++) {
    await write(1, false)
    await relay.run()
  }
  // A timer may come a millisecond early.
  expect(performance.now() - begun).toBeGreaterThan((runs - 1) * (PACE - 1))
  expect(await feed.house.database.rows(sql`select id from journal where position is null`)).toEqual([])
})

test('is one of several: positions stay contiguous and agree with the order of commits', async () => {
  const relays = databases.map(database => createRelay(database, () => {}))
  const clubs = [await feed.makeClub(), await feed.makeClub(), await feed.makeClub()]
  const acknowledged = new Map(clubs.map(({ id }) => [id, 0]))
  const writer = async (seed: number): Promise<void> => {
    for (let i = 0; i < 12; i++) {
      const club = clubs[(seed + i * 7) % clubs.length]!
      await feed.rename(club, `${seed}.${i}`)
      acknowledged.set(club.id, acknowledged.get(club.id)! + 1)
      void relays[seed % relays.length]!.run().catch(() => {})
    }
  }
  await Promise.all([0, 1, 2, 3].map(writer))
  await Promise.all(relays.map(relay => relay.run()))
  const rows = (await journalAfter(feed.house)).toSorted((a, b) => a.position! - b.position!)
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1))
  for (const { id, title } of clubs) {
    // Each begins with what the one before it left: the order of positions is the order of commits.
    const own = rows.filter(({ nounId, kind }) => nounId === id && kind === 'UPDATED')
    expect(own).toHaveLength(acknowledged.get(id)!)
    const begun = own.map(({ before }) => before!['title'])
    expect(begun).toEqual([title, ...own.slice(0, -1).map(({ after }) => after!['title'])])
  }
})
