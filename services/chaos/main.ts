/**
 * `npm run chaos`: Lectern under faults, held against its promise. Real processes on a real MariaDB and Redis behind wires that can be
 * cut, and a single one on SQLite; people write and watch while everything is killed, frozen, cut off and delayed.
 * `--minutes 2` bounds the faults of both together, `--seed N` repeats a plan, `--database mysql|sqlite` takes one alone,
 * `--plant lose|repeat|reorder|leak|forget|redo` makes the observers lie, so that it must fail.
 */
import { parseArgs } from 'node:util'
import { PLANTS, type Plant } from './plants.ts'
import type { DatabaseKind } from './plan.ts'
import { complaintsOf, isKept, tableOf } from './report.ts'
import { run } from './run.ts'

/** Of the time that is given to both. */
const SHARES: Readonly<Record<DatabaseKind, number>> = { mysql: 0.625, sqlite: 0.375 }

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string' }, plant: { type: 'string' }, 'no-keys': { type: 'boolean', default: false },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
const isOneOf = <T extends string>(all: readonly T[], given: string | undefined): given is T | undefined => given === undefined || all.includes(given as T)
if (!(minutes > 0) || !Number.isInteger(seed) || !isOneOf<DatabaseKind>(['mysql', 'sqlite'], values.database) || !isOneOf<Plant>(PLANTS, values.plant)) {
  console.error(`--minutes N, --seed N, --database mysql|sqlite, --plant ${PLANTS.join('|')}, --no-keys`)
  process.exit(2)
}
const { database, plant } = values

const results: boolean[] = []
for (const kind of database ? [database] : (['mysql', 'sqlite'] as const)) {
  const seconds = Math.round(minutes * 60 * (database ? 1 : SHARES[kind]))
  console.log(`\nseed ${seed}: ${seconds} s of faults on ${kind}`)
  const result = await run({ database: kind, seed, seconds, isIdempotent: !values['no-keys'], plant })
  console.log(`\n${tableOf(result)}\n`)
  for (const complaint of complaintsOf(result)) console.log(complaint)
  results.push(isKept(result))
}
const kept = results.filter(isKept => isKept).length
console.log(`${kept} passed, ${results.length - kept} failed, 0 skipped`)
process.exitCode = kept === results.length ? 0 : 1
