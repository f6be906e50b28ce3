import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createSession, journalOf, openFleet, rename, settled, type Fleet, type Renamed } from '../test/fleet.ts'
import type { Person } from '../test/lectern.ts'
import type { ServerProcess } from '../test/server-process.ts'
import { subscribe, type Subscriber, type Told } from '../test/subscriber.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'
import { startRedis, type Server } from '../tools/servers.ts'
import { Role } from './identity/user.entity.ts'

// Two real processes on one MySQL or MariaDB, with Redis behind a wire that can be hurt, and without Redis.

const redisProgram = process.env['LECTERN_TEST_REDIS']
const hasMySql = process.env['LECTERN_TEST_MYSQL_URL'] !== undefined
/** Processes are started, and a busy machine is slow. */
const LONG = 180_000
const isBookmark = ({ kind }: Told): boolean => kind === 'BOOKMARK'
const SIGN_OUT = 'mutation { signOut(input: {}) { errors { code } } }'
const UPDATE_USER = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code field } } }'
const DEACTIVATE = 'mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { errors { code field } } }'
const REMOVE = 'mutation ($input: RemoveTraineesInput!) { removeTrainees(input: $input) { errors { code field } } }'

const PEOPLE = [Role.ADMIN, Role.TRAINER, Role.TRAINER, Role.TRAINER, Role.TRAINER, Role.TRAINEE].map(role => ({ role }))

interface World { readonly fleet: Fleet; readonly servers: readonly [ServerProcess, ServerProcess]; readonly people: readonly Person[] }

async function openWorld(redisPort?: number): Promise<World> {
  const fleet = await openFleet(PEOPLE, redisPort === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${redisPort}` })
  return { fleet, servers: await Promise.all([fleet.launch(), fleet.launch()]), people: fleet.people }
}

/** How long after the deed the socket of somebody on the other process ends, or narrows. */
async function millisecondsOf(deed: () => Promise<unknown>, effect: Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await deed()
  await effect
  return Math.round(performance.now() - begun)
}

/** Each right ends by one process while its holder listens on both. */
function rightsThatEnd(world: () => World): void {
  const version = async ({ id }: Person): Promise<number> =>
    (await ask(world().servers[0].url(), world().people[0]!, 'query ($id: ID!) { user(id: $id) { version } }', { id })).user.version

  /** On the process that ends the right, and on the other. */
  const listening = async (who: Person): Promise<[Subscriber, Subscriber]> => {
    const both = world().servers.map(server => subscribe(() => server.url(), who)) as [Subscriber, Subscriber]
    await Promise.all(both.map(({ until }) => until(isBookmark)))
    return both
  }

  test('sign-out, deactivation, another role: the sockets end before anything more is told on them, on both processes', async () => {
    const { servers: [near], people } = world()
    const [admin, trainer, leaver, dismissed, promoted] = people as [Person, Person, Person, Person, Person, Person]
    const witnesses = await listening(admin)
    const figures: Record<string, number> = {}

    const ends = async (what: string, who: Person, deed: () => Promise<unknown>): Promise<void> => {
      const both = await listening(who)
      const heard = both.map(({ closed, messages }) => closed.then(code => ({ code, ids: messages.map(({ id }) => id) })))
      figures[what] = await millisecondsOf(deed, heard[1]!)
      // Whoever is still there is told of this by the time that it is told to anybody on that process.
      const { id } = await createSession(near.url(), admin, trainer)
      await Promise.all(witnesses.map(({ until }) => until(told => told.id === id)))
      for (const { code, ids } of await Promise.all(heard)) {
        expect(code).toBe(4403)
        expect(ids).not.toContain(id)
      }
      for (const { stop } of both) stop()
    }
    await ends('sign-out', leaver, () => ask(near.url(), leaver, SIGN_OUT))
    const dismissal = { id: dismissed.id, version: await version(dismissed), reason: 'Moved away' }
    await ends('deactivation', dismissed, async () => settled((await ask(near.url(), admin, DEACTIVATE, { input: dismissal })).deactivateUser))
    const promotion = { id: promoted.id, version: await version(promoted), role: 'ADMIN' }
    await ends('another role', promoted, async () => settled((await ask(near.url(), admin, UPDATE_USER, { input: promotion })).updateUser))
    for (const { stop } of witnesses) stop()
    console.log('milliseconds from the request to the end on the other process:', figures)
  }, LONG)

  test('a lost booking takes the session away, and nothing of it is told any more, on both processes', async () => {
    const { servers: [near], people } = world()
    const [admin, trainer, , , , trainee] = people as [Person, Person, Person, Person, Person, Person]
    const [session, another] = [await createSession(near.url(), admin, trainer, [trainee.id]), await createSession(near.url(), admin, trainer, [trainee.id])]
    const both = await listening(trainee)
    const removed = both.map(({ until }) => until(({ kind, id }) => kind === 'REMOVED' && id === session.id))
    const input = { sessionId: session.id, traineeIds: [trainee.id] }
    const figure = await millisecondsOf(async () => settled((await ask(near.url(), admin, REMOVE, { input })).removeTrainees), removed[1]!)
    await rename(near.url(), admin, session, 'Unheard')
    await rename(near.url(), admin, another, 'Heard')
    for (const { until, messages, stop } of both) {
      await until(told => told.id === another.id && told.kind === 'UPDATED')
      const kinds = messages.filter(({ id }) => id === session.id).map(({ kind }) => kind)
      // What it was before is told as it is now, so that there may be several.
      expect(new Set(kinds.slice(kinds.indexOf('REMOVED')))).toEqual(new Set(['REMOVED']))
      expect(JSON.stringify(messages)).not.toContain('Unheard')
      stop()
    }
    console.log(`milliseconds from the request to the loss of the session on the other process: ${figure}`)
  }, LONG)
}

describe.skipIf(!hasMySql)('without Redis', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  }, LONG)
  afterAll(() => world.fleet.drop())

  rightsThatEnd(() => world)
})

describe.skipIf(!hasMySql || !redisProgram)('with Redis behind a wire', () => {
  let redis: Server
  let wire: TcpProxy
  let world: World
  beforeAll(async () => {
    redis = await startRedis(redisProgram!)
    wire = await startTcpProxy(Number(new URL(redis.url).port))
    world = await openWorld(wire.port)
  }, LONG)
  afterAll(async () => {
    await world.fleet.drop()
    await wire.close()
    await redis.stop()
  })

  rightsThatEnd(() => world)

  test('whatever happens to Redis, subscribers on both processes hear everything, in order, once', async () => {
    const { servers, people, fleet } = world
    const [admin, trainer] = people as [Person, Person]
    const subscribers = servers.flatMap(server => [admin, trainer].map(who => subscribe(() => server.url(), who)))
    await Promise.all(subscribers.map(({ until }) => until(isBookmark)))
    let session: Renamed = await createSession(servers[0].url(), admin, trainer)
    let writes = 0
    const write = async (title: string): Promise<void> => {
      for (let i = 0; i < 6; i++) session = await rename(servers[writes++ % 2]!.url(), admin, session, `${title} ${i}`)
      // Told to everybody while Redis is as it is, not only once it is well again.
      await Promise.all(subscribers.map(({ until }) => until(told => (told as Told & { session?: Renamed }).session?.version === session.version)))
    }
    await write('well')
    wire.delay(300)
    await write('late')
    wire.heal()
    wire.cut()
    await write('cut')
    wire.refuse()
    await write('away')
    wire.heal()
    await write('back')
    wire.freeze()
    await write('silent')
    // Limits are counted by each process for itself: nobody waits for what does not answer.
    const attempt = 'mutation { signIn(input: { username: "nobody", password: "not a password at all" }) { errors { code } } }'
    expect((await ask(servers[0].url(), { ...admin, token: undefined }, attempt)).signIn.errors).toHaveLength(1)
    wire.heal()
    await redis.stop()
    await write('stopped')
    redis = await startRedis(redisProgram!)
    wire.leadTo(Number(new URL(redis.url).port))
    await write('another')
    const due = (await journalOf(fleet.environment)).filter(({ noun, nounId }) => noun === 'Session' && nounId === session.id).map(({ position }) => position)
    await Promise.all(subscribers.map(({ reached }) => reached(due.at(-1)!)))
    for (const subscriber of subscribers) {
      expect(subscriber.positions()).toEqual(due)
      subscriber.stop()
    }
    console.log(`${due.length} changes to each of ${subscribers.length} subscribers on 2 processes while Redis was late, cut, away, silent, stopped and another: none lost, repeated or out of order`)
  }, LONG)
})
