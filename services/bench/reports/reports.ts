/** Large reports through the API, from the request until the last byte is here, with the list beside them; each floor is a program of its own. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { median, signInAsAdmin, startLectern, type Bench } from '../harness/bench.ts'
import { memoryOf, type Contender } from '../harness/contender.ts'
import { ask } from '../harness/load.ts'
import { rounded, roundedAll, target, type Figures, type Result, type Target } from '../harness/result.ts'
import { listBodies } from '../list/list.ts'

/** Sessions of the bench begin every half hour, ten bookings each. */
const BEGIN = Date.UTC(2024, 0, 1)
const untilSession = (count: number): string => new Date(BEGIN + count * 30 * 60_000 - 1).toISOString()

const KINDS = {
  xlsx: { format: 'XLSX', to: untilSession(5_000), what: 'XLSX, 50,000 rows' },
  pdf: { format: 'PDF', to: untilSession(800), what: 'PDF, 8,000 rows' },
  csv: { format: 'CSV', to: untilSession(20_000), what: 'CSV, 200,000 rows' },
} as const
type Kind = keyof typeof KINDS

const GENERATE = 'mutation Report($input: GenerateReportInput!) { generateReport(input: $input) { report { id } errors { code message } } }'
const LOOK = 'query Look($id: ID!) { report(id: $id) { status rows bytes url failure } }'
const EVERY_MS = 25
/** A page this often stands beside the reports: an office at work, not a load that wants all it can get. */
const BESIDE_MS = 100
const PATIENCE_MS = 300_000

interface Made { readonly seconds: number; readonly memory: number; readonly lag: number; readonly listP99: number; readonly bytes: number }

/** With what the server told of its event loop and its memory while it worked. */
async function make(bench: Bench, lectern: Contender, kind: Kind, bodies: readonly string[]): Promise<Made> {
  const agent = new Agent({ keepAlive: true })
  const asked = <T>(query: string, variables: object): Promise<T> => ask(lectern, JSON.stringify({ query, variables }), agent).then(text => (JSON.parse(text) as { data: T }).data)
  await signInAsAdmin(bench, lectern)
  const before = memoryOf(lectern.pid)
  let isDone = false
  const beside = besideUntil(lectern, bodies, () => isDone)
  let most = before
  const begun = performance.now()
  try {
    const { format, to } = KINDS[kind]
    const { generateReport } = await asked<{ generateReport: { report: { id: string } | null; errors: { code: string }[] } }>(GENERATE, { input: { kind: 'ATTENDANCE', format, from: new Date(BEGIN).toISOString(), to } })
    const { id } = generateReport.report!
    for (;;) {
      const { report } = await asked<{ report: { status: string; url: string | null; bytes: number | null; failure: string | null } }>(LOOK, { id })
      most = Math.max(most, memoryOf(lectern.pid))
      if (report.status === 'READY') {
        const bytes = await download(lectern, report.url!)
        if (bytes !== report.bytes) throw new Error(`${bytes} of ${report.bytes} bytes came.`)
        const seconds = (performance.now() - begun) / 1000
        isDone = true
        return { seconds, memory: most - before, lag: await lagOf(lectern), listP99: await beside, bytes }
      }
      if (report.status === 'FAILED') throw new Error(report.failure ?? 'The report failed.')
      if (performance.now() - begun > PATIENCE_MS) throw new Error('The report takes too long.')
      await new Promise(done => setTimeout(done, EVERY_MS))
    }
  } finally {
    isDone = true
    agent.destroy()
  }
}

async function besideUntil(lectern: Contender, bodies: readonly string[], isDone: () => boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  const delays: number[] = []
  while (!isDone()) {
    const pause = new Promise(done => setTimeout(done, BESIDE_MS))
    const sent = performance.now()
    await ask(lectern, bodies[delays.length % bodies.length]!, agent)
    delays.push(performance.now() - sent)
    await pause
  }
  agent.destroy()
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)] ?? Number.NaN
}

function download(lectern: Contender, url: string): Promise<number> {
  return new Promise((done, reject) => {
    get({ port: lectern.port, host: '127.0.0.1', path: url }, response => {
      let bytes = 0
      response.on('data', (part: Buffer) => (bytes += part.length))
      response.on('end', () => (response.statusCode === 200 ? done(bytes) : reject(new Error(`The file was answered with ${response.statusCode}.`))))
      response.on('error', reject)
    }).on('error', reject)
  })
}

/** Node measures the lag by a timer and counts the timer's own time in: an idle loop reads 10 ms. */
const TIMER_MS = 10

/** The 99th percentile of the server's event-loop lag since it was last asked, ms. */
function lagOf(lectern: Contender): Promise<number> {
  return new Promise((done, reject) => {
    get({ port: lectern.port, host: '127.0.0.1', path: '/metrics' }, response => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => done(Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]) * 1000 - TIMER_MS))
    }).on('error', reject)
  })
}

function floor(bench: Bench, kind: Kind): { seconds: number; memory: number } {
  const file = join(tmpdir(), `lectern-bench-${process.pid}.${kind}`)
  const said = execFileSync(process.execPath, [resolve(import.meta.dirname, 'floor.js'), kind], { env: { ...process.env, ...bench.place.environment, BENCH_FILE: file } })
  rmSync(file, { force: true })
  return JSON.parse(said.toString()) as { seconds: number; memory: number }
}

export async function reports(bench: Bench): Promise<Result> {
  const lectern = await startLectern(bench)
  await signInAsAdmin(bench, lectern)
  const bodies = await listBodies(lectern, 50)
  const until = performance.now() + (bench.quick ? 3_000 : 10_000)
  const alone = await besideUntil(lectern, bodies, () => performance.now() > until)
  const rows: Record<string, Figures> = {}
  const targets: Target[] = []
  for (const kind of Object.keys(KINDS) as Kind[]) {
    bench.tell(`${KINDS[kind].what} …`)
    const [made, floors]: [Made[], ReturnType<typeof floor>[]] = [[], []]
    await lagOf(lectern)
    for (let round = 0; round < Math.min(bench.rounds, bench.quick ? 1 : 3); round++) {
      floors.push(floor(bench, kind))
      made.push(await make(bench, lectern, kind, bodies))
    }
    const of = (key: keyof Made): number => median(made.map(one => one[key]))
    const least = median(floors.map(({ seconds }) => seconds))
    rows[KINDS[kind].what] = roundedAll({ seconds: of('seconds'), 'MiB above rest': of('memory'), 'event loop p99, ms': of('lag'), 'list p99, ms': of('listP99'), 'file, MB': of('bytes') / 1e6, 'of the floor': of('seconds') / least })
    rows[`floor: ${kind.toUpperCase()}`] = roundedAll({ seconds: least, 'MiB above rest': median(floors.map(({ memory }) => memory)) })
    if (kind === 'xlsx') {
      targets.push(target('XLSX, times its floor', of('seconds') / least, { atMost: 3 }), target('XLSX, memory above rest', of('memory'), { atMost: 200 }, ' MiB'))
    }
    targets.push(target(`${KINDS[kind].what}: event-loop lag, 99th percentile`, of('lag'), { atMost: 20 }, ' ms'))
  }
  await lectern.stop()
  return {
    title: 'reports from the request to the last byte, with the list beside them',
    figures: rows,
    targets,
    notes: [
      `The list, ten pages a second: 99th percentile ${rounded(alone)} ms alone.`,
      'Ours are reports of attendance: beside the rows they hold sums by trainee and by session, styles, headings and page numbers. The floors hold the rows alone; their memory is that of their whole process.',
    ],
    skipped: {},
  }
}
