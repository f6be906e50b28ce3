import { describe, expect, test } from 'vitest'
import { barsOf, daysIn, instantsOf, periodsOf, rangeIn } from './analyticsRange.ts'

const today = '2026-11-24'
const read = (search: string) => rangeIn(new URLSearchParams(search), today)

describe('rangeIn', () => {
  test('is the last 30 days where the address says nothing, or nothing known', () => {
    expect(read('')).toEqual({ from: '2026-10-26', to: today, days: 30 })
    expect(read('days=31')).toMatchObject({ days: 30 })
    expect(read('from=2026-02-31&to=2026-03-01')).toMatchObject({ days: 30 })
    expect(read('from=2026-03-02&to=2026-03-01')).toMatchObject({ days: 30 })
  })

  test('takes usual numbers of days and any other range', () => {
    expect(daysIn(read('days=365'))).toBe(365)
    expect(read('from=2026-10-01&to=2026-10-31')).toEqual({ from: '2026-10-01', to: '2026-10-31', days: null })
  })

  test('never asks for more than the server counts at once', () => {
    expect(daysIn(read('from=2020-01-01&to=2026-10-31'))).toBe(366)
  })
})

test('the instants are midnights of the zone, also where clocks moved in between', () => {
  expect(instantsOf({ from: '2026-10-20', to: '2026-11-08' }, 'Africa/Cairo')).toEqual({
    before: '2026-09-29T21:00:00.000Z',
    from: '2026-10-19T21:00:00.000Z',
    to: '2026-11-08T22:00:00.000Z',
  })
})

describe('periodsOf', () => {
  test('is weeks as long as there are few', () => {
    const { weeks, starts, instants } = periodsOf(read(''), 'UTC')
    expect([weeks, starts.length, instants.length]).toEqual([1, 5, 6])
    expect(instants.at(-1)).toBe('2026-11-25T00:00:00.000Z')
  })

  test('is never more than six', () => {
    for (const days of [7, 43, 90, 365]) expect(periodsOf(rangeIn(new URLSearchParams({ days: String(days) }), today), 'UTC').starts.length).toBeLessThanOrEqual(6)
  })
})

test('many days become weeks, and nothing gets lost', () => {
  const days = Array.from({ length: 365 }, (_, index) => ({ day: `d${index}`, count: 1 }))
  const { bars, weekly } = barsOf(days)
  expect(weekly).toBe(true)
  expect(bars).toHaveLength(53)
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(365)
})
