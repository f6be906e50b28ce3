/** The same page out of ever more sessions: the first one, and one behind nine tenths of them all. */
import { Agent } from 'node:http'
import { virtualClock } from '../src/platform/clock.ts'
import { FORGET_SAMPLES } from '../src/platform/database.ts'
import { idSource } from '../src/platform/ids.ts'
import { seededRandom } from '../src/platform/random.ts'
import type { Value } from '../src/platform/sql.ts'
import { median, signInAsAdmin, startLectern, summary, type Bench } from './harness/bench.ts'
import { lineChart } from './harness/chart.ts'
import type { Contender } from './harness/contender.ts'
import { ask, load, type Round } from './harness/load.ts'
import { openTables, type Tables } from './harness/place.ts'
import { roundedAll, target, type Figures, type Result } from './harness/result.ts'
import { LIST } from './list/query.ts'
import { writeCursor, type Cell } from './list/cursor.ts'

const PAGES = 40
const BOOKINGS_EACH = 10
const SESSION = ['id', 'title', 'title_key', 'trainer_id', 'starts_at', 'duration_minutes', 'time_zone', 'status', 'capacity', 'has_place', 'created_at', 'updated_at']
const BOOKING = ['id', 'session_id', 'starts_at', 'trainee_id', 'status', 'attendance', 'created_at', 'updated_at']

export async function growth(bench: Bench): Promise<Result> {
  const tables = await openTables(bench.place)
  const sizes = bench.quick ? [1_000, 10_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000]
  const grow = await emptied(tables, bench)
  const figures: Record<string, Figures> = {}
  const points: { size: number; first: Round; deep: Round }[] = []
  let deeper = Number.NaN
  for (const size of sizes) {
    bench.tell(`${size} sessions …`)
    await grow(size)
    const lectern = await startLectern(bench)
    await signInAsAdmin(bench, lectern)
    const [first, deep] = [await bodiesFrom(lectern, tables, 0), await bodiesFrom(lectern, tables, Math.floor(size * 0.9))]
    await load(lectern, first, 4, 2)
    const rounds: { first: Round[]; deep: Round[] } = { first: [], deep: [] }
    for (let round = 0; round < Math.min(bench.rounds, 3); round++) {
      rounds.first.push(await load(lectern, first, 4, bench.quick ? 2 : 4))
      rounds.deep.push(await load(lectern, deep, 4, bench.quick ? 2 : 4))
    }
    await lectern.stop()
    // Of one round, so that a machine that slows down slows both.
    deeper = median(rounds.deep.map(({ p50 }, i) => p50 / rounds.first[i]!.p50))
    const point = { size, first: summary(rounds.first), deep: summary(rounds.deep) }
    points.push(point)
    figures[size.toLocaleString('en')] = roundedAll({
      'first p50': point.first.p50, 'first p99': point.first.p99, 'deep p50': point.deep.p50, 'deep p99': point.deep.p99, 'first CPU': point.first.cpu, 'deep CPU': point.deep.cpu,
    })
  }
  await tables.close()
  const last = points.at(-1)!
  return {
    title: 'the same page out of ever more sessions, 4 connections',
    figures,
    targets: [
      target(`a page behind ${(last.size * 0.9).toLocaleString('en')} of ${last.size.toLocaleString('en')}, times the first`, deeper, { atMost: 1.1 }),
    ],
    notes: [`Sessions that are read have ${BOOKINGS_EACH} bookings each; milliseconds.`],
    skipped: {},
    charts: {
      growth: lineChart({
        title: 'A page out of ever more sessions', x: 'sessions', y: 'milliseconds',
        lines: {
          'first page, median': points.map(({ size, first }) => [size, first.p50] as const),
          'first page, p99': points.map(({ size, first }) => [size, first.p99] as const),
          'nine tenths in, median': points.map(({ size, deep }) => [size, deep.p50] as const),
          'nine tenths in, p99': points.map(({ size, deep }) => [size, deep.p99] as const),
        },
      }),
    },
  }
}

/** Takes the sessions away that stand, and answers what makes as many as are wanted, the later ones behind the earlier. */
async function emptied(tables: Tables, { tell }: Bench): Promise<(size: number) => Promise<void>> {
  await tables.run('delete from booking')
  await tables.run('delete from session')
  const people = async (role: string): Promise<string[]> => (await tables.rows('select id from `user` where role = ? order by id', [role])).map(([id]) => String(id))
  const [trainers, trainees] = [await people('TRAINER'), await people('TRAINEE')]
  const newId = idSource(virtualClock('2026-07-01T09:00:00Z'), seededRandom(11))
  const now = new Date()
  let made = 0
  return async size => {
    const STEP = 20_000
    for (; made < size; made += Math.min(STEP, size - made)) {
      const count = Math.min(STEP, size - made)
      const sessions = Array.from({ length: count }, (_, j) => sessionRow(newId(), made + j, trainers, now))
      await tables.run('begin')
      await tables.insert('session', SESSION, sessions)
      // Only what a page shows needs bookings: the first pages, and those behind nine tenths of each size.
      const read = sessions.filter((_, j) => isRead(made + j))
      await tables.insert('booking', BOOKING, read.flatMap(([id, , , , starts], j) => bookingRows(newId, String(id), starts as Date, j, trainees, now)))
      await tables.run('commit')
      if (count === STEP && made > 0 && made % 200_000 === 0) tell(`${made} …`)
    }
    for (const statement of COUNTING[tables.dialect]) await tables.run(statement)
  }
}

/** As the server itself has its tables counted. */
const COUNTING = { mysql: ['analyze table session, booking'], sqlite: ['analyze', ...FORGET_SAMPLES] }

/** 41 pages of 50 from the beginning, and as many behind nine tenths of a power of ten. */
function isRead(i: number): boolean {
  const span = (PAGES + 1) * 50
  return i < span || [1e3, 1e4, 1e5, 1e6].some(size => i >= size * 0.9 && i < size * 0.9 + span)
}

function sessionRow(id: string, i: number, trainers: readonly string[], now: Date): Value[] {
  return [id, `Session ${i}`, `session ${i}`, trainers[i % trainers.length]!, new Date(Date.UTC(2024, 0, 1) + i * 60_000), 60, 'Africa/Cairo', 'SCHEDULED', 12, false, now, now]
}

function bookingRows(newId: () => string, session: string, starts: Date, i: number, trainees: readonly string[], now: Date): Value[][] {
  return Array.from({ length: BOOKINGS_EACH }, (_, j) => [newId(), session, starts, trainees[(i * 7 + j * 13) % trainees.length]!, 'BOOKED', null, new Date(now.getTime() + j), now])
}

/** Pages one behind the other, from behind so many sessions. */
async function bodiesFrom(lectern: Contender, tables: Tables, behind: number): Promise<string[]> {
  const [row] = behind === 0 ? [undefined] : await tables.rows(`select starts_at, id from session order by starts_at, id limit 1 offset ${behind - 1}`)
  let after: string | null = row ? writeCursor(row[0] as Cell, row[1] as Cell) : null
  const agent = new Agent({ keepAlive: true })
  const bodies: string[] = []
  while (bodies.length < PAGES) {
    const body: string = JSON.stringify({ query: LIST, variables: { after } })
    const { nodes, pageInfo } = (JSON.parse(await ask(lectern, body, agent)) as { data: { sessions: { nodes: unknown[]; pageInfo: { endCursor: string | null } } } }).data.sessions
    if (nodes.length < 50) break
    bodies.push(body)
    after = pageInfo.endCursor
  }
  agent.destroy()
  return bodies
}
