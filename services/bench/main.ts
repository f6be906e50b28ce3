/**
 * `npm run bench -- list [--quick]`: our server as users run it beside its floor, the same rows and the same bytes,
 * alternating rounds. BENCH_DATABASE_URL names a MySQL or MariaDB database of its own; without it SQLite is measured.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { FULL, placeOf, prepareData, type Place } from './data.ts'
import { LIST } from './list-query.ts'
import { ask, hashOf, load, type Round, type Target } from './load.ts'
import { Agent } from 'node:http'

const CONNECTIONS = 16
const CURSORS = 300
const CASES = ['list']

const quick = process.argv.includes('--quick')
const asked = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
const unknown = asked.filter(name => !CASES.includes(name))
if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}; there is ${CASES.join(', ')}.`)

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise(done => probe.close(done))
  return port
}

const children: ChildProcess[] = []
process.once('exit', () => {
  for (const child of children) child.kill()
})

async function start(name: string, script: string, place: Place, headers: Record<string, string>): Promise<Target> {
  const port = await freePort()
  const environment = { ...process.env, ...place.environment, PORT: String(port), NODE_ENV: 'production' }
  const child = spawn(process.execPath, [resolve(import.meta.dirname, script)], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
  children.push(child)
  const target = { name, port, pid: child.pid!, headers }
  const agent = new Agent()
  for (let i = 0; ; i++) {
    try {
      await ask(target, JSON.stringify({ query: LIST, variables: {} }), agent)
      return target
    } catch (error) {
      if (i > 100) throw error
      await new Promise(done => setTimeout(done, 100))
    }
  }
}

/** The pages that are asked: every one behind the cursor that the page before it named. */
async function bodies(target: Target): Promise<string[]> {
  const agent = new Agent({ keepAlive: true })
  const made: string[] = []
  let after: string | null = null
  while (made.length < CURSORS) {
    const body: string = JSON.stringify({ query: LIST, variables: { after } })
    made.push(body)
    const answer = JSON.parse(await ask(target, body, agent)) as { data: { sessions: { pageInfo: { endCursor: string } } } }
    after = answer.data.sessions.pageInfo.endCursor
  }
  agent.destroy()
  return made
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

function summary(rounds: readonly Round[]): Round {
  const of = (pick: (round: Round) => number): number => Math.round(median(rounds.map(pick)) * 100) / 100
  return { perSecond: of(r => r.perSecond), p50: of(r => r.p50), p99: of(r => r.p99), cpu: of(r => r.cpu), memory: of(r => r.memory), loadCpu: of(r => r.loadCpu) }
}

async function listCase(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-bench-'))
  const place = placeOf(directory, process.env['BENCH_DATABASE_URL'])
  console.log(`Making ${FULL.users} users, ${FULL.sessions} sessions and ${FULL.sessions * FULL.bookingsEach} bookings on ${place.dialect} …`)
  const token = await prepareData(place, FULL)
  const lectern = await start('Lectern', '../src/main.js', place, { authorization: `Bearer ${token}` })
  const floor = await start('floor', 'list-floor.js', place, {})
  try {
    const asks = await bodies(lectern)
    const [ours, theirs] = [await hashOf(lectern, asks), await hashOf(floor, asks)]
    if (ours.hash !== theirs.hash) throw new Error('The contenders answer different bytes; nothing was timed.')
    console.log(`The same ${ours.bytes} bytes a page, hash ${ours.hash.slice(0, 12)}; ${CONNECTIONS} connections.`)
    const seconds = quick ? 3 : 10
    const rounds: { lectern: Round[]; floor: Round[] } = { lectern: [], floor: [] }
    await load(lectern, asks, CONNECTIONS, seconds)
    await load(floor, asks, CONNECTIONS, seconds)
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      rounds.floor.push(await load(floor, asks, CONNECTIONS, seconds))
      rounds.lectern.push(await load(lectern, asks, CONNECTIONS, seconds))
    }
    report(place, rounds)
  } finally {
    for (const child of children) child.kill()
    rmSync(directory, { recursive: true, force: true })
  }
}

function report({ dialect }: Place, rounds: { lectern: Round[]; floor: Round[] }): void {
  const result = { lectern: summary(rounds.lectern), floor: summary(rounds.floor) }
  const ratios = rounds.lectern.map((round, i) => round.perSecond / rounds.floor[i]!.perSecond)
  const ratio = { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios), p99: result.lectern.p99 / result.floor.p99 }
  console.table(result)
  console.log(`Lectern reaches ${ratio.median.toFixed(2)} of the floor [${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}]; its p99 is ${ratio.p99.toFixed(2)} times the floor's.`)
  const folder = resolve(import.meta.dirname, '../../../docs/bench')
  mkdirSync(folder, { recursive: true })
  const [cpu] = cpus()
  const file = { case: 'list', date: new Date().toISOString(), machine: `${cpus().length} x ${cpu?.model ?? 'unknown'}`, node: process.version, database: dialect, quick, result, ratio }
  writeFileSync(join(folder, `list-${dialect}.json`), `${JSON.stringify(file, null, 2)}\n`)
}

await listCase()
