/**
 * `npm run soak -- --minutes 60 [--database mysql|sqlite]`: half of what this machine can bear, for so long, with subscribers beside it.
 * Writes down each minute what the server holds, and where it is going: docs/bench/soak.md. MariaDB is one of its own, started for it.
 */
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/platform/clock.ts'
import { idSource } from '../../src/platform/ids.ts'
import { systemRandom } from '../../src/platform/random.ts'
import { findProgram, startMariaDb } from '../../tools/servers.ts'
import { prepareData, type Place } from '../data.ts'
import { start } from '../harness/contender.ts'
import { openTables, ownPlace, tokensOf } from '../harness/place.ts'
import { measureLimit, work, type Office } from './office.ts'
import { sampling, type Minute } from './samples.ts'
import { tableOf, writePage } from './page.ts'
import { subscribers } from './subscribers.ts'

const SIZE = { users: 1_000, trainers: 40, sessions: 4_000, bookingsEach: 10 }
const SUBSCRIBERS = 200

const { values: { minutes: given, database } } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, database: { type: 'string', default: 'sqlite' } } })
const minutes = Number(given)
if (!(minutes >= 1) || (database !== 'sqlite' && database !== 'mysql')) {
  console.error('--minutes N (at least 1), --database mysql|sqlite')
  process.exit(2)
}

async function soak(serverUrl: string | undefined): Promise<void> {
  const place = await ownPlace(serverUrl)
  try {
    await prepareData(place, SIZE)
    const signIns = await signedIn(place)
    const issue = tokensOf(place)
    const tokens = signIns.map(({ userId, signInId }) => () => issue(userId, signInId))
    const server = await start('Lectern', { script: '../src/main.js', environment: { ...place.environment, LECTERN_LOG_LEVEL: 'warn' } })
    const office: Office = { server, token: tokens[0]! }
    const limit = await measureLimit(office)
    const crowd = await subscribers(server.port, tokens, SUBSCRIBERS)
    console.log(`${Math.round(limit)} requests a second are the limit here: half of them for ${minutes} min, ${SUBSCRIBERS} subscribers beside them`)
    const over = new AbortController()
    const samples = sampling(server.port)
    const told: Minute[] = []
    const working = work(office, limit / 2, over.signal, samples.timed)
    for (let minute = 1; minute <= minutes; minute++) {
      await samples.minute(crowd)
      told.push(samples.take(minute))
      console.log(tableOf(told.slice(-1)).split('\n').at(-1))
    }
    over.abort()
    await working
    crowd.leave()
    await server.stop()
    console.log(`\n${writePage(place.dialect, { limit, minutes: told, subscribers: SUBSCRIBERS })}`)
    process.exitCode = told.some(({ failed }) => failed > 0) ? 1 : 0
  } finally {
    await place.drop()
  }
}

/** The admin first, then a few trainers, who see as much: nobody may hold so many sockets alone. */
async function signedIn(place: Place): Promise<{ userId: string; signInId: string }[]> {
  const tables = await openTables(place)
  const trainers = await tables.rows("select id from `user` where role = 'TRAINER' order by id limit 8")
  const [now, newId] = [new Date(), idSource(systemClock, systemRandom)]
  await tables.insert('sign_in', ['id', 'user_id', 'refresh_hash', 'last_used_at', 'created_at'], trainers.map(([id], i) => [newId(), String(id), `soak ${i}`, now, now]))
  const rows = await tables.rows("select s.user_id, s.id from sign_in s join `user` u on u.id = s.user_id order by u.role, s.id")
  await tables.close()
  return rows.map(([userId, signInId]) => ({ userId: String(userId), signInId: String(signInId) }))
}

if (database === 'sqlite') await soak(undefined)
else {
  const program = findProgram('mariadbd')
  if (!program) throw new Error('mariadbd was not found; Debian: apt-get install mariadb-server')
  const mariadb = await startMariaDb(program, { isDurable: true })
  try {
    await soak(mariadb.url)
  } finally {
    await mariadb.stop()
  }
}
process.exit()
