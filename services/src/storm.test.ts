import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSession, openFleet, rename, type Fleet } from '../test/fleet.ts'
import type { Person } from '../test/lectern.ts'
import { subscribe, type Subscriber, type Told } from '../test/subscriber.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'
import { Role } from './identity/user.entity.ts'

// A server goes while many listen, and all of them come to its successor at once. LECTERN_TEST_SOCKETS says how many.

const SOCKETS = Number(process.env['LECTERN_TEST_SOCKETS'] ?? 300)
/** One user may hold a hundred. */
const EACH = 50
const MISSED = 5
const LONG = 300_000

let fleet: Fleet
let wire: TcpProxy
beforeAll(async () => {
  fleet = await openFleet([{ role: Role.ADMIN }, ...Array.from({ length: Math.ceil(SOCKETS / EACH) }, () => ({ role: Role.TRAINER }))])
}, LONG)
afterAll(async () => {
  await wire.close()
  await fleet.drop()
}, LONG)

const memory = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1])
}

test('everybody who comes back at once is let in, misses nothing, and is told nothing twice', async () => {
  const [admin, trainer] = fleet.people as [Person, Person]
  const first = await fleet.launch()
  wire = await startTcpProxy(Number(new URL(first.url()).port))
  const url = `http://127.0.0.1:${wire.port}`
  const empty = await memory(first.url())
  const crowd: Subscriber[] = Array.from({ length: SOCKETS }, (_, i) => subscribe(() => url, fleet.people[1 + Math.floor(i / EACH)]!))
  const isBookmark = ({ kind }: Told): boolean => kind === 'BOOKMARK'
  await Promise.all(crowd.map(({ until }) => until(isBookmark)))
  const full = await memory(first.url())

  await first.kill()
  const second = await fleet.launch()
  let session = await createSession(second.url(), admin, trainer)
  for (let i = 2; i < MISSED; i++) session = await rename(second.url(), admin, session, `Missed ${i}`)
  const { id: last } = await createSession(second.url(), admin, trainer)
  const begun = performance.now()
  wire.leadTo(Number(new URL(second.url()).port))
  await Promise.all(crowd.map(({ until }) => until(({ id }) => id === last)))
  const seconds = (performance.now() - begun) / 1_000
  const heard = crowd.map(subscriber => subscriber.positions())
  for (const positions of heard) expect(positions).toEqual(heard[0])
  expect(heard[0]).toHaveLength(MISSED)
  for (const { stop } of crowd) stop()
  console.log(`${SOCKETS} sockets came back at once: all had what they missed after ${seconds.toFixed(1)} s (${Math.round(SOCKETS / seconds)} a second); `
    + `${Math.round((full - empty) / SOCKETS)} bytes of resident memory for each idle subscriber`)
}, LONG)
