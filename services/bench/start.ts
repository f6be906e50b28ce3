/** How long it takes from nothing to the first answer, and what it holds when nobody asks; how large what is delivered is. */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { median, startLectern, type Bench } from './harness/bench.ts'
import { cpuOf, memoryOf } from './harness/contender.ts'
import { ownPlace } from './harness/place.ts'
import { roundedAll, type Figures, type Result } from './harness/result.ts'

const REST_MS = 5_000

interface Start { readonly ready: number; readonly cpu: number; readonly memory: number }

async function startOnce(bench: Bench): Promise<Start> {
  const begun = performance.now()
  const lectern = await startLectern(bench)
  const ready = performance.now() - begun
  const cpu = cpuOf(lectern.pid)
  await new Promise(done => setTimeout(done, REST_MS))
  const memory = memoryOf(lectern.pid)
  await lectern.stop()
  return { ready, cpu, memory }
}

function figures(starts: readonly Start[]): Figures {
  const of = (pick: (start: Start) => number): number => median(starts.map(pick))
  return roundedAll({ 'ready after ms': of(start => start.ready), 'CPU until ready, ms': of(start => start.cpu), 'at rest, MiB': of(start => start.memory) })
}

export async function coldStart(bench: Bench): Promise<Result> {
  const rounds = Math.min(bench.rounds, 3)
  const [again, anew]: [Start[], Start[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    again.push(await startOnce(bench))
    const place = await ownPlace(process.env['BENCH_DATABASE_URL'])
    if (place.dialect === 'sqlite') rmSync(place.environment['LECTERN_DATA_DIR']!, { recursive: true, force: true })
    try {
      anew.push(await startOnce({ ...bench, place }))
    } finally {
      await place.drop()
    }
  }
  const root = resolve(import.meta.dirname, '../../..')
  return {
    title: 'from nothing to the first answer, and at rest',
    figures: { 'on an empty database': figures(anew), 'on 20,000 sessions': figures(again) },
    targets: [],
    notes: [
      `Built: the server ${megabytes(join(root, 'services/dist/src'))}, the web client ${megabytes(join(root, 'web/dist'))}.`,
      `At rest: ${REST_MS / 1000} seconds after it was ready.`,
    ],
    skipped: {},
  }
}

function megabytes(folder: string): string {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && !entry.name.endsWith('.map'))
    const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
    return `${Math.round(bytes / 1e4) / 100} MB`
  } catch {
    return 'nothing yet'
  }
}
