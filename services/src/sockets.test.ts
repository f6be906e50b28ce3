import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { Role } from './identity/user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

interface Frame { readonly id?: string; readonly type: string; readonly payload?: { readonly data?: Record<string, { kind: string; id: string | null; fields?: string[] }> } }

/** A socket spoken to frame by frame, as no well-behaved client would. */
async function rawSocket(who: Person) {
  const socket = new WebSocket(`${(await lectern.url()).replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const frames: Frame[] = []
  const looks = new Set<() => void>()
  socket.on('message', data => {
    frames.push(JSON.parse((data as Buffer).toString()) as Frame)
    for (const look of looks) look()
  })
  const closed = new Promise<number>(resolve => socket.once('close', resolve))
  const until = (meets: (frame: Frame) => boolean): Promise<Frame> => new Promise(resolve => {
    const look = (): void => {
      const found = frames.find(meets)
      if (!found) return
      looks.delete(look)
      resolve(found)
    }
    looks.add(look)
    look()
  })
  const say = (message: object): void => socket.send(JSON.stringify(message))
  await new Promise<void>(resolve => socket.once('open', resolve))
  say({ type: 'connection_init', payload: { authorization: `Bearer ${who.token}` } })
  await until(({ type }) => type === 'connection_ack')
  const follow = async (id: string, query: string): Promise<void> => {
    say({ id, type: 'subscribe', payload: { query } })
    await until(frame => frame.id === id)
  }
  return { socket, frames, closed, until, say, follow }
}

function idsHeard(frames: readonly Frame[]): (string | null)[] {
  return frames.flatMap(({ payload }) => Object.values(payload?.data ?? {})).filter(({ kind }) => kind !== 'BOOKMARK').map(({ id }) => id)
}

async function rename(who: Person, details: Record<string, unknown>): Promise<void> {
  const { data } = await lectern.as(lectern.admin).ask('query ($id: ID!) { user(id: $id) { version } }', { id: who.id })
  const input = { id: who.id, version: data.user.version, ...details }
  const answer = await lectern.as(lectern.admin).ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code field } } }', { input })
  expect(answer.data.updateUser.errors).toEqual([])
}

describe('equals are equal in what they may hear', () => {
  test('a trainee who selects no thing hears of oneself, not of another trainee', async () => {
    const [one, other] = [await lectern.person({ role: Role.TRAINEE }), await lectern.person({ role: Role.TRAINEE })]
    const query = 'subscription { userChanged { kind id fields } }'
    const sockets = [await rawSocket(one), await rawSocket(other)] as const
    for (const socket of sockets) await socket.follow('1', query)
    await rename(one, { lastName: 'Onlyone' })
    await rename(other, { lastName: 'Another' })
    await lectern.settle()
    await sockets[0].until(({ payload }) => payload?.data?.['userChanged']?.id === one.id)
    await sockets[1].until(({ payload }) => payload?.data?.['userChanged']?.id === other.id)
    expect(new Set(idsHeard(sockets[0].frames))).toEqual(new Set([one.id]))
    expect(new Set(idsHeard(sockets[1].frames))).toEqual(new Set([other.id]))
  })

  test('a field that a trainer may not read is not named to them, though it is to an equal', async () => {
    const { admin, trainer } = lectern
    const [own, stranger] = [trainer, await lectern.person({ role: Role.TRAINER })]
    const trainee = await lectern.person({ role: Role.TRAINEE })
    const input = { traineeId: trainee.id, trainerId: own.id }
    await lectern.as(admin).ask('mutation ($input: AssignTraineeInput!) { assignTrainee(input: $input) { errors { code } } }', { input })
    // What the assignment told of them is told by now.
    await lectern.settle()
    const sockets = [await rawSocket(own), await rawSocket(stranger)] as const
    for (const socket of sockets) await socket.follow('1', 'subscription { userChanged { kind id fields } }')
    await rename(trainee, { email: 'new-address@example.org', firstName: 'Newly' })
    const heard = await Promise.all(sockets.map(socket => socket.until(({ payload }) => payload?.data?.['userChanged']?.id === trainee.id)))
    expect(heard.map(({ payload }) => payload?.data?.['userChanged']?.fields?.toSorted())).toEqual([['email', 'firstName'], ['firstName']])
  })
})

describe('attacks', () => {
  test('a subscription given up before its refusal harms nobody', async () => {
    const { say, until, socket } = await rawSocket(lectern.trainee)
    for (let i = 0; i < 20; i++) {
      say({ id: `x${i}`, type: 'subscribe', payload: { query: 'subscription { userChanged(after: "none") { kind } }' } })
      say({ id: `x${i}`, type: 'complete' })
    }
    say({ id: 'last', type: 'subscribe', payload: { query: 'subscription { userChanged { kind } }' } })
    await until(({ id }) => id === 'last')
    socket.terminate()
  })

  test('a subscription is held to the cost of a query', async () => {
    const { say, until, socket } = await rawSocket(lectern.admin)
    const inner = 'bookings(first: 100) { nodes { id session { bookings(first: 100) { nodes { id trainee { id name } } } } } }'
    say({ id: '1', type: 'subscribe', payload: { query: `subscription { sessionChanged { session { ${inner} } } }` } })
    const answer = await until(({ id }) => id === '1')
    expect(answer).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'TOO_COMPLEX' } }] })
    socket.terminate()
  })

  test('a flood of messages is closed', async () => {
    const { say, closed } = await rawSocket(lectern.trainee)
    for (let i = 0; i < 600; i++) say({ type: 'ping' })
    expect(await closed).toBe(1008)
  })
})

test('one user holds a hundred sockets open and no more; one that goes makes room', async () => {
  const who = await lectern.person({ role: Role.TRAINEE })
  const open = await Promise.all(Array.from({ length: 100 }, () => rawSocket(who)))
  const url = `${(await lectern.url()).replace('http', 'ws')}/graphql`
  const oneMore = (): Promise<number | 'in'> => new Promise(resolve => {
    const socket = new WebSocket(url, 'graphql-transport-ws')
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${who.token}` } })))
    socket.once('close', resolve)
    socket.once('message', () => {
      resolve('in')
      socket.terminate()
    })
  })
  expect(await oneMore()).toBe(4430)
  open[0]!.socket.terminate()
  await expect.poll(oneMore, { timeout: 20_000 }).toBe('in')
  for (const { socket } of open) socket.terminate()
})

describe('rights', () => {
  test('who does not answer the farewell is cut off, and hears nothing meanwhile', async () => {
    const leaver = await lectern.person({ role: Role.TRAINER })
    const { socket, frames, closed, follow } = await rawSocket(leaver)
    await follow('1', 'subscription { userChanged { kind id } }')
    socket.pause()
    await rename(leaver, { role: 'ADMIN' })
    await lectern.settle()
    await rename(lectern.trainee, { firstName: 'Unheard' })
    await lectern.settle()
    await after(2_500)
    socket.resume()
    await closed
    expect(idsHeard(frames)).not.toContain(lectern.trainee.id)
  })

  test('a socket ends with the age of its sign-in', async () => {
    const who = await lectern.person({ role: Role.TRAINEE })
    const { closed, follow } = await rawSocket(who)
    await follow('1', 'subscription { userChanged { kind } }')
    await lectern.app.sockets.endWhatStandsNoMore()
    lectern.clock.advance(31 * 24 * 60 * 60_000)
    await lectern.app.sockets.endWhatStandsNoMore()
    expect(await closed).toBe(4403)
  })
})

test('stopping waits no half minute for a client that does not answer', async () => {
  const other = await startLectern()
  const port = new WebSocket(`${(await other.url()).replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await new Promise<void>(resolve => port.once('open', resolve))
  port.pause()
  const begun = Date.now()
  await other.stop()
  expect(Date.now() - begun).toBeLessThan(20_000)
  port.terminate()
}, 60_000)
