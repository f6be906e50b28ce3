/** A page of 50 sessions, each with its trainer and ten trainees (600 objects), each page behind another cursor; and how it bears many connections. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Agent } from 'node:http'
import { resolve } from 'node:path'
import { figuresOf, inTurns, ratio, reasonOf, signInAsAdmin, startAll, startLectern, summary, type Bench } from '../harness/bench.ts'
import { lineChart } from '../harness/chart.ts'
import { start, type Contender } from '../harness/contender.ts'
import { ask, hashOf, load, repeat, send } from '../harness/load.ts'
import { target, type Result } from '../harness/result.ts'
import { LIST } from './query.ts'

const CONNECTIONS = 16
const CURSORS = 300
const COMPARED = 50

/** The pages that are asked: every one behind the cursor that the page before it named. */
export async function listBodies(lectern: Contender, cursors = CURSORS): Promise<string[]> {
  const agent = new Agent({ keepAlive: true })
  const made: string[] = []
  let after: string | null = null
  while (made.length < cursors) {
    const body: string = JSON.stringify({ query: LIST, variables: { after } })
    made.push(body)
    const answer = JSON.parse(await ask(lectern, body, agent)) as { data: { sessions: { pageInfo: { endCursor: string } } } }
    after = answer.data.sessions.pageInfo.endCursor
  }
  agent.destroy()
  return made
}

const PEERS = { 'Mercurius + jit': 'list/mercurius.js', 'GraphQL Yoga': 'list/yoga.js', 'Apollo + MikroORM find': 'list/apollo.js' }

/** The one that is found first need not be Debian's. */
const PYTHONS = ['python3', '/usr/bin/python3']

function hasModules(python: string, modules: readonly string[]): boolean {
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Where Debian's packages have it; they are not installed for the sake of a comparison. */
function startFastApi({ place }: Bench): Promise<Contender> {
  const modules = ['fastapi', 'sqlalchemy', 'uvicorn', ...(place.dialect === 'mysql' ? ['pymysql'] : [])]
  const python = PYTHONS.find(each => hasModules(each, modules))
  if (python === undefined) throw new Error(`python3 has not all of ${modules.join(', ')} here`)
  // It is not built: the source lies beside the built programs' sources. Its name is not that of the library, which it could not import then.
  const script = resolve(import.meta.dirname, '../../../bench/list/fast_api.py')
  if (!existsSync(script)) throw new Error('its source is not here')
  return start('FastAPI + SQLAlchemy', { script, environment: place.environment, command: [python] })
}

export async function list(bench: Bench): Promise<Result> {
  const { environment, dialect } = bench.place
  const lectern = await startLectern(bench)
  const floor = await start('floor', { script: 'list/floor.js', environment })
  const peers = Object.entries(PEERS).map(([name, script]) => [name, () => start(name, { script, environment })] as const)
  const { standing, skipped } = await startAll({ ...Object.fromEntries(peers), 'FastAPI + SQLAlchemy': () => startFastApi(bench) })
  await signInAsAdmin(bench, lectern)
  const bodies = await listBodies(lectern)
  const compared = bodies.slice(0, COMPARED)
  const { hash, bytes } = await hashOf(lectern, compared)
  const equals = [lectern]
  for (const contender of [floor, ...standing]) {
    try {
      const theirs = await hashOf(contender, compared)
      if (theirs.hash !== hash) throw new Error('it answers other bytes')
      equals.push(contender)
    } catch (error) {
      if (contender === floor) throw error
      skipped[contender.name] = reasonOf(error)
      await contender.stop()
    }
  }
  bench.tell(`The same ${bytes} bytes a page, hash ${hash.slice(0, 12)}; ${CONNECTIONS} connections.`)
  for (const contender of equals) await load(contender, bodies, CONNECTIONS, bench.quick ? 2 : 4)
  const rounds = await inTurns(equals, bench.rounds, async contender => {
    if (contender === lectern) await signInAsAdmin(bench, lectern)
    // The slow ones need no longer than the others for their median, and keep everybody waiting.
    return load(contender, bodies, CONNECTIONS, bench.quick ? 2 : bench.seconds)
  })
  const [ours, least] = [summary(rounds.get('Lectern')!), summary(rounds.get('floor')!)]
  for (const contender of equals) if (contender !== lectern) await contender.stop()
  const many = await overConnections(bench, lectern, bodies)
  await lectern.stop()
  return {
    title: 'a page of 50 sessions with trainer and 10 trainees each, 16 connections',
    figures: figuresOf(rounds, dialect),
    targets: [
      target('requests a second, of the floor', ratio(rounds, 'Lectern', 'floor').median, { atLeast: 0.7 }),
      target('99th percentile, times the floor', ours.p99 / least.p99, { atMost: 2 }),
    ],
    notes: [`${bytes} bytes a page, the same from all, hash ${hash.slice(0, 12)}`],
    skipped,
    charts: { connections: many },
  }
}

/** Throughput and 99th percentile from one connection to a thousand; an answer that came too late counts as none. */
async function overConnections(bench: Bench, lectern: Contender, bodies: readonly string[]): Promise<string> {
  const points: { x: number; rate: number; p99: number }[] = []
  for (const connections of bench.quick ? [1, 16, 256] : [1, 4, 16, 64, 256, 1000]) {
    await signInAsAdmin(bench, lectern)
    let late = 0
    const round = await repeat(lectern, connections, { seconds: bench.quick ? 3 : 6 }, async (turn, agent) => {
      const { status } = await send(lectern, bodies[turn % bodies.length]!, agent).catch(() => ({ status: 0 }))
      if (status !== 200) late++
    })
    if (late > 0) bench.tell(`${late} requests over ${connections} connections were answered too late.`)
    points.push({ x: connections, rate: round.perSecond, p99: round.p99 })
  }
  return lineChart({
    title: 'The list over connections', x: 'connections', y: 'pages a second; milliseconds',
    lines: { 'pages a second': points.map(({ x, rate }) => [x, rate] as const), '99th percentile, ms': points.map(({ x, p99 }) => [x, p99] as const) },
  })
}
