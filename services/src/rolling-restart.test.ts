import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBalancer, type Balancer } from '../test/balancer.ts'
import { ask, createSession, journalOf, openFleet, rename, type Fleet } from '../test/fleet.ts'
import type { Person } from '../test/lectern.ts'
import type { ServerProcess } from '../test/server-process.ts'
import { subscribe } from '../test/subscriber.ts'
import { Role } from './identity/user.entity.ts'

// Two processes behind a balancer are restarted one after the other while people read, write and listen.

const hasMySql = process.env['LECTERN_TEST_MYSQL_URL'] !== undefined
/** Processes are started, and a busy machine is slow. */
const LONG = 240_000
const WRITERS = 4
const READERS = 4
const SUBSCRIBERS = 12
const ROUNDS = 1
/** Many times what the balancer needs to notice. */
const STOP_DELAY = '3'
const LIST = '{ sessions(first: 20) { nodes { id title seatsTaken } totalCount } }'

describe.skipIf(!hasMySql)('restarted one after the other under load', () => {
  let fleet: Fleet
  let balancer: Balancer
  let servers: ServerProcess[]
  beforeAll(async () => {
    fleet = await openFleet([Role.ADMIN, Role.TRAINER].map(role => ({ role })), { LECTERN_STOP_DELAY: STOP_DELAY })
    servers = await Promise.all([fleet.launch(), fleet.launch()])
    balancer = await startBalancer(servers.map(server => server.url()))
    await Promise.all([0, 1].map(index => balancer.turned(index, 'up')))
  }, LONG)
  afterAll(async () => {
    await balancer.close()
    await fleet.drop()
  }, LONG)

  const restart = async (index: number): Promise<void> => {
    const exit = await servers[index]!.stop()
    expect(exit, servers[index]!.said()).toEqual({ code: 0, signal: null })
    servers[index] = await fleet.launch()
    balancer.place(index, servers[index].url())
    await balancer.turned(index, 'up')
  }

  test('no request fails, and no subscriber misses, repeats or reorders anything', async () => {
    const [admin, trainer] = fleet.people as [Person, Person]
    const subscribers = Array.from({ length: SUBSCRIBERS }, (_, i) => subscribe(() => balancer.url, i % 2 ? admin : trainer))
    await Promise.all(subscribers.map(({ until }) => until(({ kind }) => kind === 'BOOKMARK')))
    let isOver = false
    const failures: string[] = []
    const done = { queries: 0, mutations: 0 }
    const keepOn = async (act: () => Promise<void>): Promise<void> => {
      while (!isOver) await act().catch((error: unknown) => failures.push(String(error)))
    }
    const writing = Array.from({ length: WRITERS }, async () => {
      let session = await createSession(balancer.url, admin, trainer)
      await keepOn(async () => {
        session = await rename(balancer.url, admin, session, `Fire safety ${done.mutations++}`)
      })
    })
    const reading = Array.from({ length: READERS }, () => keepOn(async () => {
      await ask(balancer.url, trainer, LIST)
      done.queries++
    }))
    for (let round = 0; round < ROUNDS; round++) for (const index of [0, 1]) await restart(index)
    isOver = true
    await Promise.all([...writing, ...reading])

    const due = (await journalOf(fleet.environment)).filter(({ noun }) => noun === 'Session').map(({ position }) => position)
    await Promise.all(subscribers.map(({ reached }) => reached(due.at(-1)!)))
    const heard = subscribers.map(subscriber => subscriber.positions())
    const closes = subscribers.flatMap(subscriber => subscriber.closes)
    for (const subscriber of subscribers) subscriber.stop()
    console.log(`${ROUNDS * 2} restarts under load: ${done.queries} queries and ${done.mutations} mutations, ${failures.length} failed; `
      + `${due.length} changes to each of ${SUBSCRIBERS} subscribers, ${heard.filter(positions => String(positions) !== String(due)).length} of them with a gap, a repetition or out of order; `
      + `sockets closed ${closes.length} times, with ${[...new Set(closes)].join(', ')}`)
    expect(failures).toEqual([])
    for (const positions of heard) expect(positions).toEqual(due)
    expect(closes.length).toBeGreaterThanOrEqual(SUBSCRIBERS)
  }, LONG)
})
