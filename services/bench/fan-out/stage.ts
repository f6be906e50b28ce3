/** Who follows and what is changed: trainers and trainees signed in, sessions nobody is booked on, and sessions with a thousand. */
import { virtualClock } from '../../src/platform/clock.ts'
import { idSource } from '../../src/platform/ids.ts'
import { seededRandom } from '../../src/platform/random.ts'
import type { Bench } from '../harness/bench.ts'
import type { Tables } from '../harness/place.ts'

export interface Stage {
  readonly trainerTokens: readonly string[]
  readonly traineeTokens: readonly string[]
  /** Sessions that only staff see. */
  readonly sessions: readonly string[]
  /** Sessions that each of the trainees is booked on. */
  readonly crowded: readonly string[]
}

const SESSION = ['id', 'title', 'title_key', 'trainer_id', 'starts_at', 'duration_minutes', 'time_zone', 'status', 'capacity', 'has_place', 'version', 'created_at', 'updated_at']
const BOOKING = ['id', 'session_id', 'starts_at', 'trainee_id', 'status', 'created_at', 'updated_at']

export async function stage(tables: Tables, { issue }: Bench, trainees: number, count: number): Promise<Stage> {
  const newId = idSource(virtualClock('2026-08-01T09:00:00Z'), seededRandom(13))
  const now = new Date()
  const starts = new Date(now.getTime() + 40 * 86_400_000)
  const people = async (role: string, limit: number): Promise<string[]> =>
    (await tables.rows(`select id from \`user\` where role = ? order by id limit ${limit}`, [role])).map(([id]) => String(id))
  const tokens = async (ids: readonly string[]): Promise<string[]> => {
    const signIns = ids.map(id => [newId(), id] as const)
    await tables.insert('sign_in', ['id', 'user_id', 'refresh_hash', 'last_used_at', 'created_at'], signIns.map(([id, user]) => [id, user, `bench ${id}`, now, now]))
    return Promise.all(signIns.map(([id, user]) => issue(user, id)))
  }
  const [trainers, booked] = [await people('TRAINER', 200), await people('TRAINEE', trainees)]
  const layOut = async (): Promise<string[]> => {
    const rows = Array.from({ length: count }, (_, i) => [newId(), `Told ${i}`, `told ${i}`, trainers[i]!, starts, 60, 'Africa/Cairo', 'SCHEDULED', null, false, 1, now, now])
    await tables.insert('session', SESSION, rows)
    return rows.map(([id]) => String(id))
  }
  const [sessions, crowded] = [await layOut(), await layOut()]
  for (const session of crowded) await tables.insert('booking', BOOKING, booked.map(trainee => [newId(), session, starts, trainee, 'BOOKED', now, now]))
  return { trainerTokens: await tokens(trainers), traineeTokens: await tokens(booked), sessions, crowded }
}
