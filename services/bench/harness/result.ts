/** What a case found out, as a table, as JSON and as a page of docs/bench. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Dialect } from '../../src/platform/sql.ts'

export type Figures = Readonly<Record<string, number | string>>

export interface Target { readonly what: string; readonly wanted: string; readonly reached: string; readonly met: boolean }

export interface Result {
  readonly title: string
  /** One row for each contender, ours first. */
  readonly figures: Readonly<Record<string, Figures>>
  readonly targets: readonly Target[]
  readonly notes: readonly string[]
  /** Who was not measured, and why. */
  readonly skipped: Readonly<Record<string, string>>
  /** Drawings, by the name of their file. */
  readonly charts?: Readonly<Record<string, string>>
}

interface Kept extends Omit<Result, 'charts'> {
  readonly case: string
  readonly database: Dialect
  readonly date: string
  readonly machine: string
  readonly node: string
  readonly quick: boolean
  readonly charts: readonly string[]
}

const FOLDER = resolve(import.meta.dirname, '../../../../docs/bench')

export function keep(name: string, database: Dialect, quick: boolean, result: Result): void {
  mkdirSync(FOLDER, { recursive: true })
  const charts = Object.entries(result.charts ?? {}).map(([file, drawing]) => {
    writeFileSync(join(FOLDER, `${file}-${database}.svg`), drawing)
    return `${file}-${database}.svg`
  })
  const kept: Kept = { case: name, database, date: new Date().toISOString(), machine: machine(), node: process.version, quick, ...result, charts }
  writeFileSync(join(FOLDER, `${name}-${database}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  writePage(database)
}

function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared with the load generator`
}

/** The page of a database: every case that was measured on it, each with its day. */
function writePage(database: Dialect): void {
  const kept = globSync(`*-${database}.json`, { cwd: FOLDER }).toSorted().map(file => JSON.parse(readFileSync(join(FOLDER, basename(file)), 'utf8')) as Kept)
  const titles = { sqlite: 'SQLite', mysql: 'MySQL and MariaDB' }
  const page = [`# Measured on ${titles[database]}`, 'Written by `npm run bench`; [how it is measured](README.md).', ...kept.filter(({ figures }) => figures).map(section)]
  writeFileSync(join(FOLDER, `${database}.md`), `${page.join('\n\n')}\n`)
}

function section(kept: Kept): string {
  const day = `${kept.date.slice(0, 16).replace('T', ' ')} UTC, ${kept.machine}, Node ${kept.node}${kept.quick ? ', a short run' : ''}.`
  const skipped = Object.entries(kept.skipped).map(([name, why]) => `- Not measured: ${name}, ${why}.`)
  const targets = kept.targets.map(({ what, wanted, reached, met }) => `- ${what}: **${reached}** (wanted: ${wanted}${met ? '' : '; missed'}).`)
  const parts = [
    `## ${kept.case}: ${kept.title}`, day, table(kept.figures), [...targets, ...kept.notes.map(note => `- ${note}`), ...skipped].join('\n'),
    ...kept.charts.map(chart => `![${chart.replace(/-\w+\.svg$/, '')}](${chart})`),
  ]
  return parts.filter(Boolean).join('\n\n')
}

function table(figures: Readonly<Record<string, Figures>>): string {
  const columns = [...new Set(Object.values(figures).flatMap(row => Object.keys(row)))]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rows = Object.entries(figures).map(([name, row]) => line([name, ...columns.map(column => String(row[column] ?? ''))]))
  return [line(['', ...columns]), line(['---', ...columns.map(() => '---:')]), ...rows].join('\n')
}

/** As much of a number as tells something. */
export function rounded(value: number): number {
  if (!Number.isFinite(value)) return value
  return value >= 100 ? Math.round(value) : value >= 1 ? Math.round(value * 100) / 100 : Math.round(value * 1000) / 1000
}

export function roundedAll(row: Readonly<Record<string, number>>): Figures {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => Number.isFinite(value)).map(([name, value]) => [name, rounded(value)]))
}

/** A limit from below or above. */
export function target(what: string, reached: number, limit: { atLeast: number } | { atMost: number }, unit = ''): Target {
  const [bound, met] = 'atLeast' in limit ? [`at least ${limit.atLeast}`, reached >= limit.atLeast] : [`at most ${limit.atMost}`, reached <= limit.atMost]
  return { what, wanted: `${bound}${unit}`, reached: `${rounded(reached)}${unit}`, met }
}
