import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMySql, newPerson, openClubHouse, type ClubHouse } from '../../test/club-house.ts'
import type { Database } from './database.ts'
import { createRelay } from './relay.ts'
import { sql } from './sql.ts'

let house: ClubHouse
let databases: readonly Database[]

beforeAll(async () => {
  house = await openClubHouse()
  databases = [house.database, await house.openAgain()]
})
afterAll(() => house.close())

const write = (rows: number, isTakenBack: boolean): Promise<void> => house.write(async work => {
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
      new Map((await house.database.rows(sql`select id, position from journal where position is not null order by id`)).map(([id, position]) => [Number(id), Number(position)]))
    const acknowledged: number[][] = []
    const busy: Promise<unknown>[] = []
    let given = await standing()
    for (const { rows, isTakenBack, relay, isAwaited } of steps) {
      const before = Number((await house.database.rows(sql`select coalesce(max(id), 0) from journal`))[0]![0])
      await write(rows, isTakenBack)
      acknowledged.push((await house.database.rows(sql`select id from journal where id > ${before}`)).map(([id]) => Number(id)))
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
    const [[unplaced]] = await house.database.rows(sql`select count(*) from journal where position is null`) as [[number]]
    expect(Number(unplaced)).toBe(0)
    // Each deed stands behind all that were acknowledged before it.
    const spans = acknowledged.filter(ids => ids.length > 0).map(ids => ids.map(id => positions.get(id)!))
    for (const [i, span] of spans.entries()) if (i > 0) expect(Math.min(...span)).toBeGreaterThan(Math.max(...spans[i - 1]!))
    for (const told of heads) expect(told).toEqual(told.toSorted((a, b) => a - b))
  }), { numRuns: isMySql ? 6 : 20 })
}, 120_000)
