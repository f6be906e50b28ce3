import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createSession, openFleet, rename, settled, type Fleet } from '../test/fleet.ts'
import type { Person } from '../test/lectern.ts'
import type { ServerProcess } from '../test/server-process.ts'
import { subscribe } from '../test/subscriber.ts'
import { Role, User } from './identity/user.entity.ts'
import { Session } from './scheduling/session.entity.ts'

// A real process on the embedded database whose disk is full: the database itself refuses to grow, with the error of a full disk.

const mysql = process.env['LECTERN_TEST_MYSQL_URL']
const LONG = 180_000

/** At SIGUSR2 the writer's file may not grow by more than a few small rows; at the next one it may again. */
const LIMITED = `
  import { createRequire } from 'node:module'
  const Database = createRequire(${JSON.stringify(import.meta.url)})(${JSON.stringify(createRequire(import.meta.url).resolve('better-sqlite3'))})
  const { pragma } = Database.prototype
  const writers = new Set()
  Database.prototype.pragma = function (...given) {
    if (given[0] === 'journal_mode = wal') writers.add(this)
    return pragma.apply(this, given)
  }
  let isFull = false
  process.on('SIGUSR2', () => {
    isFull = !isFull
    for (const writer of writers) {
      const pages = pragma.call(writer, 'page_count', { simple: true })
      pragma.call(writer, 'max_page_count = ' + (isFull ? pages + 60 : 1_000_000_000))
    }
    console.error(isFull ? 'the disk is full' : 'there is room')
  })`

describe.skipIf(mysql !== undefined)('a full disk', () => {
  let fleet: Fleet
  let server: ServerProcess
  let [admin, trainer]: Person[] = []
  beforeAll(async () => {
    fleet = await openFleet([Role.ADMIN, Role.TRAINER].map(role => ({ role })), {}, (work, [, held]) => {
      for (let i = 0; i < 300; i++) {
        const startsAt = new Date(work.now.getTime() + 48 * 3_600_000)
        const details = { title: `Session ${i}`, description: null, trainer: work.em.getReference(User, held!.id), startsAt, durationMinutes: 60, timeZone: 'UTC', location: null, classLink: `https://example.org/${'x'.repeat(1_900)}`, capacity: null }
        work.em.persist(Session.plan(work.newId(), details, work.now))
      }
    })
    ;[admin, trainer] = fleet.people
    server = await fleet.launch({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(LIMITED)}` })
  }, LONG)
  afterAll(() => fleet.drop(), LONG)

  const told = async (what: string): Promise<void> => {
    server.signal('SIGUSR2')
    await expect.poll(server.said, { timeout: LONG }).toContain(what)
  }
  const report = async (id: string): Promise<{ status: string; url: string | null; failure: string | null }> =>
    (await ask(server.url(), admin!, 'query ($id: ID!) { report(id: $id) { status url failure } }', { id })).report
  const order = async (): Promise<string> =>
    settled((await ask(server.url(), admin!, 'mutation { generateReport(input: { kind: SESSIONS, format: CSV }) { report { id } errors { code } } }')).generateReport).report.id

  test('fails the report that needs room, in words, and refuses each write that does; all is read on, and written again when there is room', async () => {
    const session = await createSession(server.url(), admin!, trainer!)
    const subscriber = subscribe(server.url, admin!)
    await subscriber.until(({ kind }) => kind === 'BOOKMARK')
    await told('the disk is full')
    const id = await order()
    // Three attempts, with the usual pauses in between.
    await expect.poll(async () => (await report(id)).status, { timeout: LONG, interval: 500 }).toBe('FAILED')
    expect(await report(id)).toMatchObject({ url: null, failure: expect.stringContaining('could not be made') })

    let last = session
    const write = async (): Promise<unknown> => {
      for (let i = 0; ; i++) {
        try {
          last = await rename(server.url(), admin!, last, `${i} ${'x'.repeat(190)}`)
        } catch (error) {
          return error
        }
      }
    }
    expect(String(await write())).toMatch(/"code":"UNAVAILABLE"/)
    const { sessions } = await ask(server.url(), admin!, '{ sessions(first: 1) { totalCount } }')
    expect(sessions.totalCount).toBe(301)
    expect((await fetch(`${server.url()}/health/live`)).status).toBe(200)

    await told('there is room')
    const renamed = await rename(server.url(), admin!, last, 'Room at last')
    await expect.poll(() => subscriber.messages, { timeout: LONG }).toContainEqual(expect.objectContaining({ session: { id: session.id, version: renamed.version, title: 'Room at last' } }))
    expect(renamed.version).toBe(last.version + 1)
    const again = await order()
    await expect.poll(async () => (await report(again)).status, { timeout: LONG }).toBe('READY')
    subscriber.stop()
    expect((await server.stop()).code).toBe(0)
  }, LONG)
})
