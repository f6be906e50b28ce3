import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'
import { SignIn } from './identity/sign-in.entity.ts'
import { User } from './identity/user.entity.ts'
import { cleaning } from './platform/cleaning.ts'
import { virtualClock } from './platform/clock.ts'
import { executeWithin } from './platform/database.ts'
import { Job } from './platform/job.ts'
import { createJobs, planRecurring, type JobHandlers } from './platform/jobs.ts'
import { sql } from './platform/sql.ts'
import { ReportChunk } from './reporting/report-chunk.entity.ts'
import { Report, ReportFormat, ReportKind } from './reporting/report.entity.ts'

const DAY = 24 * 60 * 60_000
let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const ids = async (table: 'sign_in' | 'report_chunk'): Promise<string[]> => {
  const key = table === 'sign_in' ? sql`id` : sql`report_id`
  const rows = await lectern.app.services.database.rows(table === 'sign_in' ? sql`select ${key} from sign_in` : sql`select ${key} from report_chunk`)
  return rows.map(([id]) => String(id))
}

async function signInAt(now: Date, { endedAt = null, lastUsedAt = now }: { endedAt?: Date | null; lastUsedAt?: Date } = {}): Promise<string> {
  return lectern.write(async work => {
    const user = work.em.getReference(User, lectern.trainee.id)
    const signIn = Object.assign(new SignIn(), {
      id: work.newId(), user, refreshHash: work.newId(), previousHash: null, rotatedAt: null, lastUsedAt, createdAt: now, endedAt, endReason: null, userAgent: null,
    })
    work.em.persist(signIn)
    await work.em.flush()
    // What is made now is stamped with now.
    await executeWithin(work.em, sql`update sign_in set created_at = ${now} where id = ${signIn.id}`, work.database.dialect)
    return signIn.id
  })
}

async function report(shape: (report: Report, now: Date) => void): Promise<string> {
  return lectern.write(async work => {
    const asked = { kind: ReportKind.USERS, format: ReportFormat.CSV, from: null, to: null, timeZone: 'UTC' }
    const made = Report.request(work.newId(), work.em.getReference(User, lectern.admin.id), asked)
    shape(made, work.now)
    work.em.persist([made, Object.assign(new ReportChunk(), { reportId: made.id, attempt: 1, part: 0, bytes: Buffer.from('x') })])
    return made.id
  })
}

test('the hourly round removes what counts no more, and nothing else', async () => {
  const now = lectern.clock.now()
  const before = (days: number): Date => new Date(now.getTime() - days * DAY)
  const gone = [
    await signInAt(before(100), { endedAt: before(91), lastUsedAt: before(95) }),
    await signInAt(before(130), { lastUsedAt: before(121) }),
    await signInAt(before(181), { lastUsedAt: before(1) }),
  ]
  const kept = [
    lectern.trainee.signInId,
    await signInAt(before(100), { endedAt: before(80), lastUsedAt: before(95) }),
    await signInAt(before(110), { lastUsedAt: before(100) }),
  ]
  const dead = [
    await report(made => made.fail('It could not be made.')),
    await report((made, at) => made.finish({ rows: 1, bytes: 1 }, new Date(at.getTime() - 1))),
  ]
  const alive = [
    await report(() => {}),
    await report(made => made.begin()),
    await report((made, at) => made.finish({ rows: 1, bytes: 1 }, new Date(at.getTime() + DAY))),
  ]
  const journaled = await lectern.app.services.database.rows(sql`select count(*) from journal`)

  lectern.clock.advance(60 * 60_000)
  await lectern.settle()
  const signIns = await ids('sign_in')
  expect(signIns).toEqual(expect.arrayContaining(kept))
  expect(signIns.filter(id => gone.includes(id))).toEqual([])
  expect((await ids('report_chunk')).sort()).toEqual(alive.sort())
  expect(dead).not.toEqual(alive)
  const after = await lectern.app.services.database.rows(sql`select count(*) from journal`)
  expect(after).toEqual(journaled)
})

test('a round comes back by itself, once over all processes, and after a failure too', async () => {
  const clock = virtualClock()
  const services = { ...lectern.app.services, clock }
  let rounds = 0
  const handlers: JobHandlers = {
    'test.round': { ...cleaning(async () => {
      rounds++
      if (rounds === 2) throw new Error('this one fails')
    }).clean!, every: 60_000 },
  }
  const [one, other] = [createJobs(services, handlers), createJobs(services, handlers)]
  await Promise.all([planRecurring(services, handlers), planRecurring(services, handlers)])
  const round = async (): Promise<void> => {
    await clock.advance(60_000)
    await Promise.all([one.run(), other.run()])
  }
  await Promise.all([one.run(), other.run()])
  expect(rounds).toBe(0)
  await round()
  expect(rounds).toBe(1)
  await round()
  await round()
  expect(rounds).toBe(3)
  // The fencing token never comes back to what it was.
  const [job] = await lectern.write(work => work.em.find(Job, { kind: 'test.round' }))
  expect(job!.attempt).toBe(3)
  await Promise.all([one.stop(), other.stop()])
})

test.runIf(!process.env['LECTERN_TEST_MYSQL_URL'])('SQLite learns how much its tables have grown, and chooses by it', async () => {
  const { database } = lectern.app.services
  await database.tune()
  const rows = await database.rows(sql`select stat from sqlite_stat1 where tbl = 'user' and idx = 'user_name'`)
  // With counts of single values it would plan each statement anew for the values that it comes with.
  expect(await database.rows(sql`select tbl from sqlite_stat4`)).toEqual([])
  expect(Number.parseInt(String(rows[0]?.[0]), 10)).toBeGreaterThanOrEqual(3)
  expect(await ids('sign_in')).toContain(lectern.trainee.signInId)
})
