import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, startLectern, type Lectern, type Person } from '../../test/lectern.ts'
import { Assignment } from '../identity/assignment.entity.ts'
import { Role, User } from '../identity/user.entity.ts'
import type { Work } from '../platform/context.ts'
import { Attendance, Booking } from '../scheduling/booking.entity.ts'
import { Session } from '../scheduling/session.entity.ts'

const ANALYTICS = /* GraphQL */ `
  query ($from: DateTime, $to: DateTime, $timeZone: TimeZone, $first: Int) {
    analytics(from: $from, to: $to, timeZone: $timeZone) {
      usersByRole { role count active } sessionsByStatus { status count } sessionsPerDay { day count } attendance { attendance count }
      seats { taken capacity } trainerLoad(first: $first) { trainer { id name } trainees sessions minutes }
    }
  }`

let lectern: Lectern
let second: Person
let idle: Person

beforeAll(async () => {
  lectern = await startLectern()
  second = await lectern.person({ role: Role.TRAINER, firstName: 'Sam', lastName: 'Second' })
  idle = await lectern.person({ role: Role.TRAINER, firstName: 'Ida', lastName: 'Idle' })
  await lectern.person({ role: Role.TRAINEE, isActive: false })
  await lectern.write(fill)
})
afterAll(() => lectern.stop())

/** Sessions on the edges of days: where clocks change, in half-hour zones, at the ends of a range. */
const starts = [
  '2026-02-01T00:00:00Z', '2026-02-01T18:15:00Z', '2026-02-01T18:30:00Z', '2026-02-01T23:59:59Z', '2026-02-10T12:00:00Z',
  // The night in which Berlin loses an hour, and its day of 23 hours.
  '2026-03-28T22:59:00Z', '2026-03-28T23:00:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-03-29T21:59:00Z', '2026-03-29T22:00:00Z',
  // The one in which it gains one: a day of 25 hours.
  '2025-10-25T21:59:00Z', '2025-10-25T22:00:00Z', '2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z', '2025-10-26T22:59:00Z', '2025-10-26T23:00:00Z',
  // Cairo has no midnight on that day.
  '2026-04-23T21:59:59Z', '2026-04-23T22:00:00Z',
]

async function fill(work: Work): Promise<void> {
  const find = (person: Person): Promise<User> => work.em.findOneOrFail(User, { id: person.id })
  const [trainer, other, trainee] = [await find(lectern.trainer), await find(second), await find(lectern.trainee)]
  const plan = (startsAt: string, capacity: number | null, held = trainer, durationMinutes = 30): Session => {
    const details = { title: startsAt, trainer: held, startsAt: new Date(startsAt), durationMinutes, timeZone: 'UTC', capacity, description: null, classLink: null, location: null }
    const session = Session.plan(work.newId(), details, work.now)
    work.em.persist(session)
    return session
  }
  for (const start of starts) plan(start, null)

  // January 2026, for the sums.
  const [marked, open, unlimited, cancelled] = [plan('2026-01-05T10:00:00Z', 4, other, 120), plan('2026-01-06T10:00:00Z', 2), plan('2026-01-07T10:00:00Z', null), plan('2026-01-08T10:00:00Z', 9)]
  cancelled.cancel('ill', work.now)
  marked.complete(work.now)
  const booked = [marked, open, unlimited, cancelled].map(session => Booking.make(work.newId(), session, trainee))
  booked[0]!.mark(Attendance.PRESENT, trainer, work.now)
  const left = Booking.make(work.newId(), open, other)
  left.cancel()
  work.em.persist([...booked, left])
  work.em.persist(Object.assign(new Assignment(), { id: work.newId(), trainee, trainer, assignedAt: work.now }))
}

async function ask(variables: Record<string, unknown> = {}) {
  const { data, errors } = await lectern.as(lectern.admin).ask(ANALYTICS, variables)
  expect(errors).toBeUndefined()
  return data.analytics
}

const january = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', timeZone: 'UTC' }

describe('analytics', () => {
  it('are for admins', async () => {
    expect((await lectern.as(anonymous).ask(ANALYTICS)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    for (const who of [lectern.trainer, lectern.trainee]) {
      expect((await lectern.as(who).ask(ANALYTICS)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    }
  })

  it('count people by role, and how many of them are active', async () => {
    const { usersByRole } = await ask()
    expect(usersByRole).toContainEqual({ role: 'TRAINER', count: 3, active: 3 })
    expect(usersByRole).toContainEqual({ role: 'TRAINEE', count: 2, active: 1 })
  })

  it('count sessions by status, attendance, seats', async () => {
    const { sessionsByStatus, attendance, seats } = await ask(january)
    expect(sessionsByStatus).toEqual([{ status: 'SCHEDULED', count: 2 }, { status: 'COMPLETED', count: 1 }, { status: 'CANCELLED', count: 1 }])
    expect(attendance).toEqual([
      { attendance: 'PRESENT', count: 1 }, { attendance: 'LATE', count: 0 }, { attendance: 'EXCUSED', count: 0 },
      { attendance: 'ABSENT', count: 0 }, { attendance: null, count: 2 },
    ])
    expect(seats).toEqual({ taken: 2, capacity: 6 })
  })

  it('say what each trainer carries, the heaviest first', async () => {
    const { trainerLoad } = await ask(january)
    expect(trainerLoad).toEqual([
      { trainer: { id: second.id, name: 'Sam Second' }, trainees: 0, sessions: 1, minutes: 120 },
      { trainer: { id: lectern.trainer.id, name: 'Tom Trainer' }, trainees: 1, sessions: 2, minutes: 60 },
      { trainer: { id: idle.id, name: 'Ida Idle' }, trainees: 0, sessions: 0, minutes: 0 },
    ])
    expect((await ask({ ...january, first: 1 })).trainerLoad).toHaveLength(1)
    for (const first of [0, 101, -1]) {
      expect((await lectern.as(lectern.admin).ask(ANALYTICS, { first })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    }
  })

  it('show nothing of an empty range, and zeros of a quiet one', async () => {
    const empty = await ask({ from: january.from, to: january.from })
    expect(empty.sessionsPerDay).toEqual([])
    expect(empty.seats).toEqual({ taken: 0, capacity: 0 })
    const quiet = await ask({ from: '2024-02-28T00:00:00Z', to: '2024-03-02T00:00:00Z', timeZone: 'UTC' })
    expect(quiet.sessionsPerDay.map((it: { day: string }) => it.day)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
  })

  it('refuse ranges that end before they begin, or are longer than 366 days', async () => {
    const code = async (from: string, to: string) => (await lectern.as(lectern.admin).ask(ANALYTICS, { from, to, timeZone: 'Europe/Berlin' })).errors?.[0]?.extensions.code
    expect(await code('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toBe('BAD_USER_INPUT')
    expect(await code('2025-01-01T00:00:00Z', '2026-01-02T00:00:01Z')).toBe('BAD_USER_INPUT')
    expect(await code('2025-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toBeUndefined()
  })

  it('are of the last 30 days, today included, when no range is given', async () => {
    const { sessionsPerDay } = await ask({ timeZone: 'Pacific/Auckland' })
    const today = Temporal.Instant.fromEpochMilliseconds(lectern.clock.now().getTime()).toZonedDateTimeISO('Pacific/Auckland').toPlainDate()
    expect(sessionsPerDay).toHaveLength(30)
    expect(sessionsPerDay.at(-1).day).toBe(today.toString())
    expect(sessionsPerDay[0].day).toBe(today.subtract({ days: 29 }).toString())
  })
})

describe('sessions per day', () => {
  it('belong to the day of the zone, in half-hour zones too', async () => {
    const range = { from: '2026-01-31T00:00:00Z', to: '2026-02-03T00:00:00Z' }
    const count = async (timeZone: string): Promise<Record<string, number>> =>
      Object.fromEntries((await ask({ ...range, timeZone })).sessionsPerDay.map((it: { day: string; count: number }) => [it.day, it.count]))
    expect(await count('UTC')).toMatchObject({ '2026-02-01': 4 })
    expect(await count('Asia/Kolkata')).toMatchObject({ '2026-02-01': 2, '2026-02-02': 2 })
    expect(await count('Asia/Kathmandu')).toMatchObject({ '2026-02-01': 1, '2026-02-02': 3 })
    expect(await count('America/New_York')).toMatchObject({ '2026-01-31': 1, '2026-02-01': 3 })
  })

  it('are right where the clocks change', async () => {
    const berlin = async (from: string, to: string): Promise<number[]> =>
      (await ask({ from, to, timeZone: 'Europe/Berlin' })).sessionsPerDay.map((it: { count: number }) => it.count)
    expect(await berlin('2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual([1, 4, 1])
    expect(await berlin('2025-10-24T22:00:00Z', '2025-10-27T23:00:00Z')).toEqual([1, 4, 1])
    const cairo = await ask({ from: '2026-04-22T22:00:00Z', to: '2026-04-24T21:00:00Z', timeZone: 'Africa/Cairo' })
    expect(cairo.sessionsPerDay).toEqual([{ day: '2026-04-23', count: 1 }, { day: '2026-04-24', count: 1 }])
  })

  it('add up to the sessions of the range, on consecutive days, in any zone', async () => {
    const zones = ['UTC', 'Africa/Cairo', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'Europe/Berlin', 'Pacific/Chatham']
    const day = fc.integer({ min: -120 * 24, max: 60 * 24 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(...zones), day, fc.integer({ min: 0, max: 300 * 24 }), async (timeZone, begin, hours) => {
      const from = new Date(Date.UTC(2026, 1, 1, begin))
      const to = new Date(from.getTime() + hours * 3_600_000)
      const { sessionsPerDay, sessionsByStatus } = await ask({ from: from.toISOString(), to: to.toISOString(), timeZone })
      const sum = (counts: { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0)
      expect(sum(sessionsPerDay)).toBe(sum(sessionsByStatus))
      const days = sessionsPerDay.map((it: { day: string }) => Temporal.PlainDate.from(it.day))
      for (let i = 1; i < days.length; i++) expect(days[i - 1].add({ days: 1 }).equals(days[i])).toBe(true)
      if (hours > 0) {
        const local = (instant: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(instant)
        expect([sessionsPerDay[0].day, sessionsPerDay.at(-1).day]).toEqual([local(from.getTime()), local(to.getTime() - 1)])
      }
    }), { numRuns: 60 })
  })
})
