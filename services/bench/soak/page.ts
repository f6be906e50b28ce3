/** The page of the soak: each database's last run, and where its figures were going. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Dialect } from '../../src/platform/sql.ts'
import { rounded } from '../harness/result.ts'
import type { Minute } from './samples.ts'

export interface Soak { readonly limit: number; readonly subscribers: number; readonly minutes: readonly Minute[] }
interface Kept extends Soak { readonly date: string; readonly node: string }

const FOLDER = resolve(import.meta.dirname, '../../../../docs/bench')
const TITLES: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', mysql: 'MariaDB' }
const COLUMNS: Readonly<Record<keyof Minute, string>> = {
  minute: 'minute', memory: 'memory, MiB', heap: 'heap, MiB', resources: 'resources', files: 'files', queryP50: 'query p50, ms', queryP99: 'query p99, ms',
  mutationP50: 'mutation p50, ms', mutationP99: 'mutation p99, ms', answered: 'answered', heard: 'changes heard', returned: 'came back', failed: 'failed',
}
const HELD = ['memory', 'heap', 'resources', 'files', 'queryP50', 'queryP99', 'mutationP50', 'mutationP99'] as const
const keys = Object.keys(COLUMNS) as (keyof Minute)[]
const MOST_ROWS = 20
/** A server that has just begun still grows into its load. */
const WARMING_UP = 0.2

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const numbers = (minute: Minute): string => line(keys.map(key => rounded(minute[key])))

export function tableOf(minutes: readonly Minute[]): string {
  return [line(keys.map(key => COLUMNS[key])), line(keys.map(() => '---:')), ...minutes.map(numbers)].join('\n')
}

/** By how much a value rises in an hour, by the line that fits best. */
export function slopeOf(points: readonly (readonly [minute: number, value: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([minute]) => minute)), mean(points.map(([, value]) => value))]
  const spread = points.reduce((sum, [minute]) => sum + (minute - x) ** 2, 0)
  return spread === 0 ? 0 : (60 * points.reduce((sum, [minute, value]) => sum + (minute - x) * (value - y), 0)) / spread
}

function slopes(minutes: readonly Minute[]): string {
  const counted = minutes.slice(Math.floor(minutes.length * WARMING_UP))
  const row = (key: (typeof HELD)[number]): string => {
    const slope = slopeOf(counted.map(minute => [minute.minute, minute[key]]))
    const mean = counted.reduce((sum, minute) => sum + minute[key], 0) / counted.length
    return line([COLUMNS[key], rounded(mean), rounded(slope), `${rounded((100 * slope) / mean)} %`])
  }
  return [line(['', 'mean', 'rises in an hour by', 'of the mean']), line(['---', '---:', '---:', '---:']), ...HELD.map(row)].join('\n')
}

function section(dialect: Dialect, { date, node, limit, subscribers, minutes }: Kept): string {
  const step = Math.ceil(minutes.length / MOST_ROWS)
  const shown = minutes.filter((_, i) => i % step === 0 || i === minutes.length - 1)
  const failed = minutes.reduce((sum, minute) => sum + minute.failed, 0)
  return [
    `## ${TITLES[dialect]}, ${minutes.length} minutes`,
    `${date.slice(0, 16).replace('T', ' ')} UTC, Node ${node}: ${Math.round(limit / 2)} requests a second, half of the ${Math.round(limit)} that this machine answers, ${subscribers} subscribers. Failed: ${failed}.`,
    slopes(minutes), tableOf(shown),
  ].join('\n\n')
}

/** Keeps a run and writes the page anew; answers the run's own part of it. */
export function writePage(dialect: Dialect, soak: Soak): string {
  mkdirSync(FOLDER, { recursive: true })
  const file = (of: Dialect): string => join(FOLDER, `soak-${of}.json`)
  writeFileSync(file(dialect), `${JSON.stringify({ date: new Date().toISOString(), node: process.version, ...soak } satisfies Kept, null, 2)}\n`)
  const sections = (['sqlite', 'mysql'] as const).filter(of => existsSync(file(of))).map(of => section(of, JSON.parse(readFileSync(file(of), 'utf8')) as Kept))
  const opening = [
    '# Half of the load, for long',
    'Written by `npm run soak`. Seven in eight requests ask for a page of 50 sessions with their trainers and trainees, one renames a session, of which every subscriber hears. What the server holds it tells itself (`/metrics`); the heap is the least of six looks in a minute. A rise counts from behind the first fifth of a run.',
  ]
  writeFileSync(join(FOLDER, 'soak.md'), `${[...opening, ...sections].join('\n\n')}\n`)
  return section(dialect, JSON.parse(readFileSync(file(dialect), 'utf8')) as Kept)
}
