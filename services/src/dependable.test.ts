import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask, createSession, openFleet, rename, type Fleet } from '../test/fleet.ts'
import type { Person } from '../test/lectern.ts'
import { subscribe } from '../test/subscriber.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { Role } from './identity/user.entity.ts'

// What one real process does when it is killed, stopped, thrown at, or started where another lives.

const mysql = process.env['LECTERN_TEST_MYSQL_URL']
/** Processes are started, and a busy machine is slow. */
const LONG = 180_000

let fleet: Fleet
let admin: Person
let trainer: Person
beforeAll(async () => {
  fleet = await openFleet([Role.ADMIN, Role.TRAINER].map(role => ({ role })))
  ;[admin, trainer] = fleet.people as [Person, Person]
}, LONG)
afterEach(() => fleet.kill(), LONG)
afterAll(() => fleet.drop(), LONG)

const ready = async (url: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}/health`)
  return { status: response.status, body: await response.json() }
}

/** Code that the process runs before the server's own, as a defect somewhere in it would. */
const preload = (code: string): string => `--import data:text/javascript,${encodeURIComponent(code)}`

describe('what nobody caught', () => {
  test('a rejection costs nothing but a line in the log', async () => {
    const server = await fleet.launch({ NODE_OPTIONS: preload("process.on('SIGUSR2', () => void Promise.reject(new Error('forgotten')))") })
    server.signal('SIGUSR2')
    await expect.poll(server.said, { timeout: LONG }).toContain('a rejection that nobody waited for')
    expect(server.said()).toContain('forgotten')
    expect((await ask(server.url(), admin, '{ viewer { id } }')).viewer.id).toBe(admin.id)
    expect((await server.stop()).code).toBe(0)
  }, LONG)

  test('an exception ends the process, with the code of a failure, once it has answered what was under way', async () => {
    const server = await fleet.launch({ NODE_OPTIONS: preload("process.on('SIGUSR2', () => { throw new Error('unexpected') })") })
    const subscriber = subscribe(server.url, admin)
    await subscriber.until(({ kind }) => kind === 'BOOKMARK')
    let finish: () => void = () => {}
    const body = new ReadableStream<Uint8Array>({
      start: stream => {
        stream.enqueue(Buffer.from('{"query":'))
        finish = () => {
          stream.enqueue(Buffer.from('"{ viewer { id } }"}'))
          stream.close()
        }
      },
    })
    const answer = fetch(`${server.url()}/graphql`, {
      method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
    } as RequestInit)
    // The request stands in the server before the exception does.
    await expect.poll(async () => (await fetch(`${server.url()}/metrics`)).text(), { timeout: LONG }).toMatch(/lectern_requests_under_way [2-9]/)
    server.signal('SIGUSR2')
    expect(await subscriber.closed).toBe(1001)
    finish()
    expect(((await (await answer).json()) as { data: { viewer: { id: string } } }).data.viewer.id).toBe(admin.id)
    expect((await server.exited).code).toBe(1)
    expect(server.said()).toContain('an exception that nobody expected')
    subscriber.stop()
  }, LONG)
})

describe.skipIf(mysql !== undefined)('a data directory', () => {
  test('that is in use is refused in words; after kill -9 it is free at once', async () => {
    const holder = await fleet.launch()
    const second = fleet.spawn()
    expect((await second.exited).code).toBe(1)
    expect(second.said()).toMatch(new RegExp(`LECTERN_DATA_DIR \\S+ is in use by process ${holder.pid}: stop that one`))
    expect(second.said()).not.toContain('    at ')
    await holder.kill()
    const heir = await fleet.launch()
    expect((await ready(heir.url())).body).toEqual({ status: 'ready', checks: { database: 'ok', disk: 'ok' } })
  }, LONG)
})

describe('stopped', () => {
  test('it is not ready at first and serves on; asked again, it waits no longer', async () => {
    const server = await fleet.launch({ LECTERN_STOP_DELAY: '300' })
    expect((await ready(server.url())).status).toBe(200)
    server.signal('SIGTERM')
    await expect.poll(async () => (await ready(server.url())).status, { timeout: LONG }).toBe(503)
    expect(await ready(server.url())).toMatchObject({ body: { status: 'closing' } })
    expect((await ask(server.url(), admin, '{ viewer { id } }')).viewer.id).toBe(admin.id)
    server.signal('SIGINT')
    expect((await server.exited).code).toBe(0)
  }, LONG)
})

describe('killed', () => {
  test('in the midst of writes: what was acknowledged is delivered after the restart, in order, once', async () => {
    const first = await fleet.launch()
    let url = first.url()
    const subscriber = subscribe(() => url, admin)
    await subscriber.until(({ kind }) => kind === 'BOOKMARK')
    const sessions = await Promise.all(Array.from({ length: 4 }, () => createSession(url, admin, trainer)))
    const acknowledged = new Map(sessions.map(({ id, version }) => [id, version]))
    const writers = sessions.map(async begun => {
      let session = begun
      for (;;) {
        session = await rename(url, admin, session, `Renamed ${session.version}`)
        acknowledged.set(session.id, session.version)
      }
    })
    const cutOff = Promise.allSettled(writers)
    await expect.poll(() => Math.min(...acknowledged.values()), { timeout: LONG }).toBeGreaterThan(5)
    await first.kill()
    await cutOff
    url = (await fleet.launch()).url()
    const { id: last } = await createSession(url, admin, trainer)
    await subscriber.until(({ id }) => id === last)
    for (const [id, version] of acknowledged) {
      const told = subscriber.messages.filter(message => message.id === id) as unknown as { readonly session: { readonly version: number } }[]
      const versions = told.map(({ session }) => session.version)
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
      // Each change once: the first makes it version 1, and each of the others raises it by one.
      expect(versions.at(-1)).toBe(told.length)
      expect(told.length).toBeGreaterThanOrEqual(version)
    }
    const positions = subscriber.positions()
    expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b))
    subscriber.stop()
  }, LONG)

  test.skipIf(mysql === undefined)('between a commit and its place in the feed: another process gives it that place', async () => {
    const { hostname, port } = new URL(mysql ?? 'mysql://127.0.0.1')
    const wire = await startTcpProxy(Number(port), hostname)
    const doomed = await fleet.launch({ DATABASE_URL: fleet.environment['DATABASE_URL']!.replace(`${hostname}:${port}`, `127.0.0.1:${wire.port}`) })
    let url = doomed.url()
    const subscriber = subscribe(() => url, admin)
    await subscriber.until(({ kind }) => kind === 'BOOKMARK')
    const session = await createSession(url, admin, trainer)
    await subscriber.until(({ id }) => id === session.id)
    // From here on it commits, and gives nothing a position.
    wire.hold('feed_head')
    const renamed = await rename(url, admin, session, 'Committed')
    const again = await rename(url, admin, renamed, 'Committed again')
    await doomed.kill()
    await wire.close()
    expect(subscriber.messages.filter(({ id }) => id === session.id)).toHaveLength(1)
    const heir = await fleet.launch()
    url = heir.url()
    const last = await createSession(url, admin, trainer)
    await subscriber.until(({ id }) => id === last.id)
    const told = subscriber.messages.filter(({ id }) => id === session.id)
    expect(told.map(({ kind }) => kind)).toEqual(['CREATED', 'UPDATED', 'UPDATED'])
    expect(told.at(-1)).toMatchObject({ session: { version: again.version, title: 'Committed again' } })
    expect(subscriber.positions()).toEqual(subscriber.positions().toSorted((a, b) => a - b))
    subscriber.stop()
  }, LONG)
})

describe.skipIf(mysql !== undefined)('a data directory that has gone', () => {
  test('makes the server not ready, though it lives', async () => {
    const server = await fleet.launch()
    rmSync(fleet.environment['LECTERN_DATA_DIR']!, { recursive: true, force: true })
    expect(await ready(server.url())).toMatchObject({ status: 503, body: { status: 'not ready', checks: { disk: 'failed' } } })
    expect((await fetch(`${server.url()}/health/live`)).status).toBe(200)
  }, LONG)
})
