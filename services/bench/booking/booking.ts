/** More trainees than places: 64 clients book them at once, one in ten sends twice, and afterwards the places are counted. */
import type { Agent } from 'node:http'
import { virtualClock } from '../../src/platform/clock.ts'
import { idSource } from '../../src/platform/ids.ts'
import { seededRandom } from '../../src/platform/random.ts'
import { figuresOf, inTurns, ratio, signInAsAdmin, startLectern, type Bench } from '../harness/bench.ts'
import { start, type Contender } from '../harness/contender.ts'
import { repeat, send, type Round } from '../harness/load.ts'
import { openTables, type Tables } from '../harness/place.ts'
import { target, type Result } from '../harness/result.ts'

const CLIENTS = 64
const PLACES = 12
const WANTED = 16
const ONE_IN = 10
const PATIENCE = 30
/** Sessions that are booked before the first round: so many requests until V8 compiles no more of them than all day. */
const WARM_UP = 400
/** One alone moves by a fifth, more than half of them seldom by a twentieth. */
const ROUNDS = 11

const ADD = 'mutation Book($input: AddTraineesInput!) { addTrainees(input: $input) { session { id seatsTaken } errors { code } } }'

interface Wish { readonly session: string; readonly trainee: string; readonly key: string; readonly twice: boolean }

/** How a wish ended; `undefined`: it was asked to come again. */
async function bookOnce(contender: Contender, { session, trainee, key }: Wish, agent: Agent): Promise<boolean | undefined> {
  const body = JSON.stringify({ query: ADD, operationName: 'Book', variables: { input: { sessionId: session, traineeIds: [trainee] } } })
  const { text } = await send(contender, body, agent, { 'idempotency-key': key })
  const { data, errors } = JSON.parse(text) as { data?: { addTrainees: { errors: { code: string }[] } }; errors?: { extensions: { code: string } }[] }
  if (errors?.[0]?.extensions.code === 'UNAVAILABLE') return undefined
  if (!data) throw new Error(`A booking was answered with ${text.slice(0, 200)}`)
  const [refusal] = data.addTrainees.errors
  if (refusal && refusal.code !== 'SESSION_FULL') throw new Error(`A booking was refused with ${refusal.code}`)
  return refusal === undefined
}

async function untilAnswered(book: () => Promise<boolean | undefined>): Promise<boolean> {
  for (let i = 0; i < PATIENCE; i++) {
    const booked = await book()
    if (booked !== undefined) return booked
  }
  throw new Error('A booking was turned away again and again.')
}

export async function booking(bench: Bench): Promise<Result> {
  const tables = await openTables(bench.place)
  for (const table of ['bench_place', 'bench_taken']) await tables.run(`drop table if exists ${table}`)
  await tables.run('create table bench_place (session_id char(26) primary key, capacity int not null, taken int not null)')
  await tables.run('create table bench_taken (session_id char(26) not null, trainee_id char(26) not null, primary key (session_id, trainee_id))')
  const lectern = await startLectern(bench)
  const floor = await start('floor', { script: 'booking/floor.js', environment: bench.place.environment })
  const random = seededRandom(7)
  const newId = idSource(virtualClock('2026-06-01T09:00:00Z'), random)
  const trainees = (await tables.rows("select id from `user` where role = 'TRAINEE' order by id")).map(([id]) => String(id))
  const said = { booked: 0, given: 0 }

  const round = async (contender: Contender, wanted = bench.quick ? 60 : 200): Promise<Round> => {
    await signInAsAdmin(bench, lectern)
    const isOurs = contender === lectern
    const sessions = await layOut(tables, newId, wanted)
    const wishes = wishesFor(sessions, trainees, random)
    let booked = 0
    const measured = await repeat(contender, CLIENTS, { times: wishes.length }, async (turn, agent) => {
      const wish = wishes[turn]!
      const once = (): Promise<boolean> => untilAnswered(() => bookOnce(contender, wish, agent))
      const [first, second] = await Promise.all([once(), ...(wish.twice ? [once()] : [])])
      if (second !== undefined && second !== first) throw new Error('The same request was answered in two ways.')
      if (first) booked++
    })
    const given = await count(tables, isOurs, sessions)
    if (given !== booked || given !== sessions.length * PLACES) throw new Error(`${contender.name}: ${given} of ${sessions.length * PLACES} places are given, ${booked} were promised.`)
    if (isOurs) [said.booked, said.given] = [said.booked + booked, said.given + given]
    return measured
  }

  // What a program compiles with its first requests is none of what it does all day.
  for (const contender of [lectern, floor]) await round(contender, bench.quick ? 60 : WARM_UP)
  const rounds = await inTurns([lectern, floor], bench.quick ? bench.rounds : ROUNDS, round)
  await Promise.all([lectern.stop(), floor.stop()])
  await tables.close()
  return {
    title: `booking under contention, ${CLIENTS} clients`,
    figures: figuresOf(rounds, bench.place.dialect),
    targets: [
      target('bookings a second, of the floor', ratio(rounds, 'Lectern', 'floor').median, { atLeast: 0.4 }),
      { what: 'places given twice', wanted: '0', reached: String(said.given - said.booked), met: said.given === said.booked },
    ],
    notes: [`${said.booked} places promised, ${said.given} given, none beyond ${PLACES} a session; one request in ${ONE_IN} came twice (here under one Idempotency-Key) and was answered alike.`],
    skipped: {},
  }
}

const SESSION = ['id', 'title', 'title_key', 'trainer_id', 'starts_at', 'duration_minutes', 'time_zone', 'status', 'capacity', 'has_place', 'created_at', 'updated_at']

async function layOut(tables: Tables, newId: () => string, count: number): Promise<string[]> {
  // Each holds some: nobody holds sixty sessions at one time.
  const trainers = (await tables.rows("select id from `user` where role = 'TRAINER' order by id")).map(([id]) => String(id))
  const now = new Date()
  const starts = new Date(now.getTime() + 30 * 86_400_000)
  const rows = Array.from({ length: count }, (_, i) => [newId(), `Wanted ${i}`, `wanted ${i}`, trainers[i % trainers.length]!, starts, 60, 'Africa/Cairo', 'SCHEDULED', PLACES, false, now, now])
  await tables.insert('session', SESSION, rows)
  await tables.insert('bench_place', ['session_id', 'capacity', 'taken'], rows.map(([id]) => [id!, PLACES, 0]))
  return rows.map(([id]) => String(id))
}

/** Of each session, more are wanted than there are; in an order that lets many want the same at once. */
function wishesFor(sessions: readonly string[], trainees: readonly string[], random: (size: number) => Uint8Array): Wish[] {
  const number = (): number => Buffer.from(random(4)).readUInt32LE()
  const wishes = sessions.flatMap(session => {
    const first = number() % trainees.length
    return Array.from({ length: WANTED }, (_, i) => ({
      session, trainee: trainees[(first + i * 7) % trainees.length]!, key: Buffer.from(random(12)).toString('hex'), twice: number() % ONE_IN === 0, order: number(),
    }))
  })
  return wishes.toSorted((one, other) => one.order - other.order)
}

async function count(tables: Tables, isOurs: boolean, sessions: readonly string[]): Promise<number> {
  const places = sessions.map(() => '?').join(', ')
  const table = isOurs ? `booking where status = 'BOOKED' and session_id in (${places})` : `bench_taken where session_id in (${places})`
  const counts = await tables.rows(`select count(*) from ${table} group by session_id`, sessions)
  if (counts.some(([given]) => Number(given) > PLACES)) throw new Error('A place was given twice.')
  return counts.reduce((sum, [given]) => sum + Number(given), 0)
}
