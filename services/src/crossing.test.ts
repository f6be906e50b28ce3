import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { atTables, openFleet } from '../test/fleet.ts'
import { Role, User } from './identity/user.entity.ts'
import { sql } from './platform/sql.ts'
import { Session } from './scheduling/session.entity.ts'

const LONG = 240_000
const DEEDS = 40
const script = join(import.meta.dirname, '../test/crossing-writer.ts')

test.skipIf(!process.env['LECTERN_TEST_MYSQL_URL'])('two processes that lock two sessions crosswise lose nothing: what deadlocks is run again', async () => {
  const ids: string[] = []
  const fleet = await openFleet([{ role: Role.TRAINER }], {}, (work, [trainer]) => {
    const startsAt = new Date(work.now.getTime() + 48 * 3_600_000)
    for (const title of ['One', 'Two']) {
      const details = { title, description: null, trainer: work.em.getReference(User, trainer!.id), startsAt, durationMinutes: 60, timeZone: 'UTC', location: null, classLink: null, capacity: 1 }
      const session = Session.plan(work.newId(), details, work.now)
      work.em.persist(session)
      ids.push(session.id)
    }
  })
  try {
    const env = { PATH: process.env['PATH'], LECTERN_LOG_LEVEL: 'fatal', ...fleet.environment }
    const told = await Promise.all([1, 2].map(async () => JSON.parse((await promisify(execFile)(process.execPath, [script, String(DEEDS), ...ids], { env })).stdout) as { acknowledged: number; runs: number }))
    expect(told.map(({ acknowledged }) => acknowledged)).toEqual([DEEDS, DEEDS])
    // Some of them met.
    expect(told[0]!.runs + told[1]!.runs).toBeGreaterThan(2 * DEEDS)
    const seen = await atTables(fleet.environment, ({ rows }) => rows(sql`
      select s.capacity, s.version, (select count(*) from journal j where j.noun = 'Session' and j.noun_id = s.id and j.kind = 'UPDATED') from session s`))
    expect(seen.map(row => row.map(Number))).toEqual(ids.map(() => [1 + 2 * DEEDS, 1 + 2 * DEEDS, 2 * DEEDS]))
  } finally {
    await fleet.drop()
  }
}, LONG)
