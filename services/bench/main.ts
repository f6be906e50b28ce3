/**
 * `npm run bench -- list sign-in enumeration reports start booking fan-out growth [--quick] [--rounds N]`, or no names for all of them.
 * BENCH_DATABASE_URL names a MySQL or MariaDB server; without it SQLite is measured. A case that fails does not stop the others.
 */
import { parseArgs } from 'node:util'
import { booking } from './booking/booking.ts'
import { FULL, prepareData, type Place } from './data.ts'
import { enumeration } from './enumeration/enumeration.ts'
import { fanOut } from './fan-out/fan-out.ts'
import { growth } from './growth.ts'
import { reasonOf, type Bench, type Case } from './harness/bench.ts'
import { stopAll } from './harness/contender.ts'
import { openTables, ownPlace, tokensOf } from './harness/place.ts'
import { keep } from './harness/result.ts'
import { list } from './list/list.ts'
import { reports } from './reports/reports.ts'
import { signIn } from './sign-in/sign-in.ts'
import { coldStart } from './start.ts'

/** All on the same rows, in this order: those that read come first, the one that takes the rows away comes last. */
const CASES: Readonly<Record<string, Case>> = { list, 'sign-in': signIn, enumeration, reports, start: coldStart, booking, 'fan-out': fanOut, growth }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string' } } })
const unknown = positionals.filter(name => !(name in CASES))
if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}; there is ${Object.keys(CASES).join(', ')}.`)
const names = Object.keys(CASES).filter(name => positionals.length === 0 || positionals.includes(name))
const { quick } = values
const rounds = Number(values.rounds ?? (quick ? 3 : 5))

async function prepared(place: Place): Promise<Bench> {
  console.log(`Making ${FULL.users} users, ${FULL.sessions} sessions and ${FULL.sessions * FULL.bookingsEach} bookings on ${place.dialect} …`)
  await prepareData(place, FULL)
  const tables = await openTables(place)
  const [row] = await tables.rows("select s.user_id, s.id from sign_in s join `user` u on u.id = s.user_id where u.username = 'admin'")
  await tables.close()
  return {
    place, quick, rounds, seconds: quick ? 3 : 6, issue: tokensOf(place), tell: line => console.log(`  ${line}`),
    admin: { id: String(row![0]), signInId: String(row![1]) },
  }
}

async function run(name: string, bench: Bench): Promise<void> {
  const begun = performance.now()
  console.log(`\n${name} …`)
  const result = await CASES[name]!(bench)
  console.log(`\n${result.title}`)
  console.table(result.figures)
  for (const { what, wanted, reached, met } of result.targets) console.log(`  ${met ? 'reached' : 'MISSED '}  ${what}: ${reached} (wanted: ${wanted})`)
  for (const note of result.notes) console.log(`  ${note}`)
  for (const [skipped, why] of Object.entries(result.skipped)) console.log(`  not measured: ${skipped}, ${why}`)
  console.log(`  ${Math.round((performance.now() - begun) / 1000)} s`)
  keep(name, bench.place.dialect, quick, result)
}

const place = await ownPlace(process.env['BENCH_DATABASE_URL'])
try {
  const bench = await prepared(place)
  for (const name of names) {
    try {
      await run(name, bench)
    } catch (error) {
      console.error(`${name} failed: ${reasonOf(error)}`)
      console.error(error)
      process.exitCode = 1
      await stopAll()
    }
  }
} finally {
  await place.drop()
}
// What a failed case may have left open ends with this process.
process.exit()
