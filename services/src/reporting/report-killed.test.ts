import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask, atTables, openFleet, settled, type Fleet } from '../../test/fleet.ts'
import type { Person } from '../../test/lectern.ts'
import type { ServerProcess } from '../../test/server-process.ts'
import { Role, User } from '../identity/user.entity.ts'
import { executeWithin } from '../platform/database.ts'
import { inShort } from '../platform/leases.ts'
import { sql } from '../platform/sql.ts'
import { Session } from '../scheduling/session.entity.ts'

// A server process that is killed half-way through a report, and what those that come after it make of that.

const LONG = 180_000
const SESSIONS = 450

let fleet: Fleet
let admin: Person
beforeAll(async () => {
  fleet = await openFleet([Role.ADMIN, Role.TRAINER].map(role => ({ role })), {}, (work, [, trainer]) => {
    const startsAt = new Date(work.now.getTime() + 48 * 3_600_000)
    // So much of each that the whole is more than one piece of a file.
    const [location, classLink] = ['a long way '.repeat(18).trim(), `https://example.org/${'x'.repeat(1_900)}`]
    for (let i = 0; i < SESSIONS; i++) {
      const details = { title: `Session ${i}`, description: null, trainer: work.em.getReference(User, trainer!.id), startsAt, durationMinutes: 60, timeZone: 'UTC', location, classLink, capacity: null }
      work.em.persist(Session.plan(work.newId(), details, work.now))
    }
  })
  admin = fleet.people[0]!
}, LONG)
afterEach(() => fleet.kill(), LONG)
afterAll(() => fleet.drop(), LONG)

/** The maker of the file waits for ever once two of its messages were taken: a first piece is kept, the last is not. */
const STUCK = `
  import { Worker } from 'node:worker_threads'
  const { postMessage } = Worker.prototype
  let taken = 0
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.type === 'taken' && ++taken > 2) return console.error('half of a file')
    return postMessage.call(this, message, ...more)
  }`
const launchStuck = (): Promise<ServerProcess> => fleet.launch({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(STUCK)}` })

const GENERATE = 'mutation { generateReport(input: { kind: SESSIONS, format: CSV }) { report { id } errors { code } } }'
const LOOK = 'query ($id: ID!) { report(id: $id) { status url bytes rows failure } }'

interface Look { readonly status: string; readonly url: string | null; readonly bytes: number | null; readonly rows: number | null; readonly failure: string | null }
const look = async (server: ServerProcess, id: string): Promise<Look> => (await ask(server.url(), admin, LOOK, { id })).report

async function killHalfWay(server: ServerProcess, id: string): Promise<void> {
  await expect.poll(server.said, { timeout: LONG }).toContain('half of a file')
  expect(await look(server, id)).toMatchObject({ status: 'RUNNING', url: null, bytes: null })
  await server.kill()
}

/** Its lease runs out, as it does in a minute. */
const forgetHolder = (): Promise<void> => atTables(fleet.environment, database => inShort(database, async em => {
  await executeWithin(em, sql`update job set run_at = ${new Date(0)} where kind = 'report.generate'`, database.dialect)
}))

/** Of which attempts pieces are kept. */
const pieces = (id: string): Promise<number[]> => atTables(fleet.environment, async ({ rows }) =>
  (await rows(sql`select attempt from report_chunk where report_id = ${id} order by attempt, part`)).map(([attempt]) => Number(attempt)))

async function order(server: ServerProcess): Promise<string> {
  return settled((await ask(server.url(), admin, GENERATE)).generateReport).report.id
}

async function ending(server: ServerProcess, id: string, status: string): Promise<Look> {
  await expect.poll(async () => {
    const seen = await look(server, id)
    if (seen.status !== 'READY') expect(seen.url).toBeNull()
    return seen.status
  }, { timeout: LONG }).toBe(status)
  return look(server, id)
}

describe('a report whose server is killed half-way', () => {
  test('is done again after the restart, and whole', async () => {
    const doomed = await launchStuck()
    const id = await order(doomed)
    await killHalfWay(doomed, id)
    expect(new Set(await pieces(id))).toEqual(new Set([1]))
    await forgetHolder()
    const heir = await fleet.launch()
    const { url, bytes, rows } = await ending(heir, id, 'READY')
    const { pathname, search } = new URL(url!, heir.url())
    const response = await fetch(new URL(pathname + search, heir.url()))
    const file = Buffer.from(await response.arrayBuffer())
    expect([response.status, file.length, rows]).toEqual([200, bytes, SESSIONS])
    expect(file.toString().match(/Session \d+/g)).toHaveLength(SESSIONS)
    await heir.kill()
    expect(new Set(await pieces(id))).toEqual(new Set([2]))
  }, LONG)

  test('each time that it is tried fails in words, and nothing is left of it', async () => {
    let server = await launchStuck()
    const id = await order(server)
    for (let attempt = 1; attempt <= 3; attempt++) {
      if (attempt > 1) server = await launchStuck()
      await killHalfWay(server, id)
      await forgetHolder()
    }
    const heir = await fleet.launch()
    expect(await ending(heir, id, 'FAILED')).toMatchObject({ url: null, bytes: null, failure: expect.stringContaining('could not be made') })
    await heir.kill()
    expect(await pieces(id)).toEqual([])
  }, 2 * LONG)
})
