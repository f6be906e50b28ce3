import { BREACHES, type Evidence } from './evidence.ts'
import { FAULT_KINDS } from './plan.ts'
import type { Run } from './run.ts'

const NAMES = { mysql: 'MariaDB', sqlite: 'SQLite' } as const
const SHOWN = 8

/** The one table of a run. */
export function tableOf({ options, servers, faults, evidence, verdict, returns }: Run): string {
  const rows: [string, string][] = [
    ...FAULT_KINDS.filter(kind => faults.has(kind)).map((kind): [string, string] => [kind, count(faults.get(kind)!)]),
    ['**faults injected**', `**${count([...faults.values()].reduce((sum, times) => sum + times, 0))}**`],
    ['writes acknowledged', count(ended(evidence, 'acknowledged'))],
    ['writes refused, and never answered', `${count(ended(evidence, 'refused'))}, ${count(ended(evidence, 'unclear'))}`],
    ['writes that were sent more than once', count(evidence.deeds.filter(({ attempts }) => attempts.length > 1).length)],
    ['screens, and how often they came back', `${count(new Set(evidence.streams.map(({ viewerId }) => viewerId)).size)}, ${count(returns)}`],
    ['changes delivered', count(verdict.delivered)],
    ['told to start afresh (RESET)', count(verdict.resets)],
    ...BREACHES.map((breach): [string, string] => [`**${breach}**`, `**${count(verdict.violations.filter(each => each.breach === breach).length)}**`]),
  ]
  const title = `${NAMES[options.database]}, ${servers === 1 ? 'one process' : `${servers} processes`}, seed ${options.seed}, ${options.seconds} s`
  const width = Math.max(title.length, ...rows.map(([name]) => name.length))
  const line = (name: string, value: string): string => `| ${name.padEnd(width)} | ${value.padStart(10)} |`
  return [line(title, ''), `|${'-'.repeat(width + 2)}|${'-'.repeat(11)}:|`, ...rows.map(([name, value]) => line(name, value))].join('\n')
}

/** The first of what went wrong, in words. */
export function complaintsOf({ verdict, crashes }: Run): string[] {
  const told = BREACHES.flatMap(breach => {
    const all = verdict.violations.filter(each => each.breach === breach).map(({ what }) => `${breach}: ${what}`)
    return all.length > SHOWN ? [...all.slice(0, SHOWN), `${breach}: and ${all.length - SHOWN} more`] : all
  })
  return [...told, ...crashes.map(crash => `a server ${crash}`)]
}

export function isKept({ verdict, crashes }: Run): boolean {
  return verdict.violations.length === 0 && crashes.length === 0
}

const ended = ({ deeds }: Evidence, outcome: Evidence['deeds'][number]['outcome']): number => deeds.filter(deed => deed.outcome === outcome).length
const count = (number: number): string => number.toLocaleString('en')
