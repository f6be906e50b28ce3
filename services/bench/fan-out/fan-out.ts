/** One change told to thousands: equals, each with rights of their own, over two processes, and with some who do not read. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Agent } from 'node:http'
import { median, reasonOf, signInAsAdmin, startLectern, type Bench } from '../harness/bench.ts'
import { cpuOf, freePort, memoryOf, start, type Contender } from '../harness/contender.ts'
import { ask } from '../harness/load.ts'
import { openTables } from '../harness/place.ts'
import { rounded, roundedAll, target, type Figures, type Result } from '../harness/result.ts'
import { gather, type Crowd } from './crowd.ts'
import { DOCUMENTS, WITH_RIGHTS, type Change } from './documents.ts'
import { stage } from './stage.ts'

/** Makes one change; resolves when it is accepted. */
type Make = (chain: number) => Promise<unknown>

interface Measured { readonly perSecond: number; readonly cpu: number; readonly loadCpu: number; readonly p50: number; readonly p99: number; readonly memory: number }

const CHAINS = 4
const SLOW_EVERY = 10
const UPDATE = 'mutation Tell($input: UpdateSessionInput!) { updateSession(input: $input) { session { version } errors { code } } }'
/** Thirteen digits, so that all titles are of one length. */
const title = (): string => `A session, told at ${Date.now()}`

/** Each chain changes a session of its own, one change behind the other, for each names the version that it was made against. */
function byLectern(lectern: Contender, sessions: readonly string[], versions: number[], agent: Agent): Make {
  return async chain => {
    const input = { id: sessions[chain], version: versions[chain], title: title() }
    const { data } = JSON.parse(await ask(lectern, JSON.stringify({ query: UPDATE, variables: { input } }), agent)) as { data: { updateSession: { session: { version: number } | null } } }
    versions[chain] = data.updateSession.session!.version
  }
}

function byPost(contender: Contender, change: Change, agent: Agent): Make {
  return () => ask(contender, JSON.stringify({ ...change, session: { ...change.session, title: title() } }), agent)
}

/** As many changes as are heard: the next begins when no more than two stand out. */
async function flatOut(servers: readonly Contender[], crowd: Crowd, readers: number, make: Make, seconds: number): Promise<Measured> {
  crowd.reset()
  await new Promise(done => setTimeout(done, 100))
  const cpu = (): number => servers.reduce((sum, { pid }) => sum + cpuOf(pid), 0)
  const [before, ownBefore, begun] = [cpu(), cpuOf(crowd.pid), performance.now()]
  let made = 0
  const until = begun + seconds * 1000
  const chain = async (i: number): Promise<void> => {
    while (performance.now() < until) {
      if (made * readers - crowd.count() < 2 * readers) {
        made++
        await make(i)
      } else await new Promise(done => setTimeout(done, 2))
    }
  }
  await Promise.all(Array.from({ length: CHAINS }, (_, i) => chain(i)))
  for (let i = 0; i < 500 && crowd.count() < made * readers; i++) await new Promise(done => setTimeout(done, 10))
  const elapsed = performance.now() - begun
  const { deliveries, gone, p50, p99 } = await crowd.tell()
  if (deliveries !== made * readers) throw new Error(`${deliveries} of ${made * readers} deliveries came; ${gone} sockets were closed.`)
  return {
    perSecond: (deliveries / elapsed) * 1000, cpu: ((cpu() - before) * 1000) / deliveries, loadCpu: (cpuOf(crowd.pid) - ownBefore) / elapsed,
    p50, p99, memory: Math.max(...servers.map(({ pid }) => memoryOf(pid))),
  }
}

/** Ten changes a second, as a busy morning has them. */
async function steady(crowd: Crowd, make: Make, seconds: number): Promise<{ p50: number; p99: number }> {
  crowd.reset()
  const every = 100
  for (let i = 0; i < seconds * (1000 / every); i++) {
    const pause = new Promise(done => setTimeout(done, every))
    await make(i % CHAINS)
    await pause
  }
  await new Promise(done => setTimeout(done, 500))
  const { p50, p99 } = await crowd.tell()
  return { p50, p99 }
}

const figures = ({ perSecond, cpu, loadCpu, p50, p99, memory }: Measured, floor: number): Figures => ({
  ...roundedAll({ 'deliveries/s': perSecond, 'CPU µs each': cpu, 'followers CPU': loadCpu, 'flat out p50': p50, 'flat out p99': p99, memory }), 'of the floor': rounded(perSecond / floor),
})

const hash = (messages: readonly string[]): string => createHash('sha256').update(messages.join('\n')).digest('hex')

export async function fanOut(bench: Bench): Promise<Result> {
  const [equals, own] = bench.quick ? [600, 200] : [3_000, 1_000]
  const tables = await openTables(bench.place)
  const { trainerTokens, traineeTokens, sessions, crowded } = await stage(tables, bench, own, CHAINS)
  await tables.close()
  const agent = new Agent({ keepAlive: true })
  const skipped: Record<string, string> = {}
  const rows: Record<string, Figures> = {}
  const seconds = bench.quick ? 4 : 8
  const opening = { tokens: trainerTokens, documents: DOCUMENTS, sockets: equals, slowEvery: 0 }

  const redis = await startRedis(bench, skipped)
  const lectern = await startLectern(bench, redis.environment)
  await signInAsAdmin(bench, lectern)
  const floor = await start('floor', { script: 'fan-out/floor.js', environment: bench.place.environment })
  const peer = await start('graphql-ws as it comes', { script: 'fan-out/graphql-ws.js', environment: bench.place.environment })
  const versions = sessions.map(() => 1)
  const ours = byLectern(lectern, sessions, versions, agent)

  bench.tell(`${equals} sockets for each of three …`)
  const ourCrowd = await gather({ ...opening, ports: [lectern.port] })
  await ours(0)
  await new Promise(done => setTimeout(done, 2_000))
  const heard = (await ourCrowd.tell()).last
  const change = (JSON.parse(heard[0]!) as { payload: { data: { sessionChanged: Change } } }).payload.data.sessionChanged
  const measured = new Map<string, Measured[]>()
  const takePart: { contender: Contender; crowd: Crowd; make: Make }[] = [{ contender: lectern, crowd: ourCrowd, make: ours }]
  for (const contender of [floor, peer]) {
    const crowd = await gather({ ...opening, ports: [contender.port] })
    await ask(contender, JSON.stringify(change), agent)
    await new Promise(done => setTimeout(done, 1_000))
    const theirs = (await crowd.tell()).last
    if (hash(theirs) !== hash(heard)) throw new Error(`${contender.name} tells other bytes.`)
    takePart.push({ contender, crowd, make: byPost(contender, change, agent) })
  }
  for (let round = 0; round < Math.min(bench.rounds, 3); round++) {
    await signInAsAdmin(bench, lectern)
    for (const { contender, crowd, make } of round % 2 === 0 ? takePart : takePart.toReversed()) {
      const one = await flatOut([contender], crowd, equals, make, seconds)
      measured.set(contender.name, [...(measured.get(contender.name) ?? []), one])
    }
  }
  const calm = await steady(ourCrowd, ours, seconds)
  for (const { crowd } of takePart) crowd.leave()
  await peer.stop()
  await floor.stop()
  const typical = (name: string): Measured => {
    const all = measured.get(name)!
    const of = (key: keyof Measured): number => median(all.map(one => one[key]))
    return { perSecond: of('perSecond'), cpu: of('cpu'), loadCpu: of('loadCpu'), p50: of('p50'), p99: of('p99'), memory: of('memory') }
  }
  const least = typical('floor').perSecond
  const ratios = measured.get('Lectern')!.map((one, i) => one.perSecond / measured.get('floor')![i]!.perSecond)
  for (const name of measured.keys()) rows[name] = figures(typical(name), least)
  const targets = [target('deliveries a second to equals, of the floor', median(ratios), { atLeast: 0.9 })]

  const again = async (name: string, act: () => Promise<Measured>): Promise<Measured | undefined> => {
    try {
      await signInAsAdmin(bench, lectern)
      const one = await act()
      rows[name] = figures(one, least)
      return one
    } catch (error) {
      skipped[name] = reasonOf(error)
      return undefined
    }
  }
  const withSlow = await again('Lectern, a tenth of them not reading', async () => {
    const crowd = await gather({ ...opening, ports: [lectern.port], slowEvery: SLOW_EVERY })
    try {
      // They read what stands in their buffers until then.
      await new Promise(done => setTimeout(done, 1_500))
      return await flatOut([lectern], crowd, equals - Math.ceil(equals / SLOW_EVERY), ours, seconds)
    } finally {
      crowd.leave()
    }
  })
  if (withSlow) targets.push(target('deliveries a second beside a tenth who do not read, of those without', withSlow.perSecond / typical('Lectern').perSecond, { atLeast: 0.8 }))
  const each = await again(`Lectern, ${own} trainees with rights of their own`, async () => {
    const crowd = await gather({ tokens: traineeTokens, documents: [DOCUMENTS[0]], sockets: own, slowEvery: 0, ports: [lectern.port] })
    try {
      return await flatOut([lectern], crowd, own, byLectern(lectern, crowded, crowded.map(() => 1), agent), seconds)
    } finally {
      crowd.leave()
    }
  })
  if (each) targets.push(target('deliveries a second to trainees with rights of their own', each.perSecond, { atLeast: 10_000 }))
  await again(`Lectern, ${own} trainers who ask what they may do`, async () => {
    const crowd = await gather({ tokens: trainerTokens, documents: [WITH_RIGHTS], sockets: own, slowEvery: 0, ports: [lectern.port] })
    try {
      return await flatOut([lectern], crowd, own, ours, seconds)
    } finally {
      crowd.leave()
    }
  })
  if (redis.stands) {
    await again('Lectern, two processes over Redis', async () => {
      const second = await startLectern(bench, redis.environment, 'the second Lectern')
      const crowd = await gather({ ...opening, ports: [lectern.port, second.port] })
      try {
        return await flatOut([lectern, second], crowd, equals, ours, seconds)
      } finally {
        crowd.leave()
        await second.stop()
      }
    })
  }
  await lectern.stop()
  redis.stop()
  agent.destroy()
  return {
    title: `one change to ${equals} sockets of equal rights in four documents`,
    figures: rows,
    targets,
    notes: [`Ten changes a second: half are delivered after ${rounded(calm.p50)} ms, all but one in a hundred after ${rounded(calm.p99)} ms.`, 'The same bytes from all, document by document. Every change reached every socket once; our changes are whole mutations, the others\' a message.'],
    skipped,
  }
}

interface Redis { readonly stands: boolean; readonly environment: Readonly<Record<string, string>>; readonly stop: () => void }

/** For two processes, which only a database server can serve. */
async function startRedis({ place }: Bench, skipped: Record<string, string>): Promise<Redis> {
  const none: Redis = { stands: false, environment: {}, stop: () => {} }
  const name = 'Lectern, two processes over Redis'
  if (place.dialect === 'sqlite') {
    skipped[name] = 'an embedded database serves one process'
    return none
  }
  const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(path => existsSync(path))
  if (program === undefined) {
    skipped[name] = 'there is no redis-server here'
    return none
  }
  const port = await freePort()
  const child = spawn(program, ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'], { stdio: 'ignore' })
  process.once('exit', () => child.kill())
  await new Promise(done => setTimeout(done, 1_000))
  return { stands: true, environment: { REDIS_URL: `redis://127.0.0.1:${port}` }, stop: () => void child.kill() }
}
