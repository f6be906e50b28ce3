import { describe, expect, it } from 'vitest'
import { daysOf, heldOn, instantsOf, step } from './calendarRange.ts'

describe('the days of a calendar', () => {
  it('are the week around a day, from the first day of the region', () => {
    expect(daysOf('week', '2026-11-24', 7)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'])
    expect(daysOf('week', '2026-11-22', 1)[0]).toBe('2026-11-16')
  })

  it('are whole weeks around a month', () => {
    const days = daysOf('month', '2026-11-24', 1)
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-26', '2026-12-06', 42])
    expect(daysOf('month', '2027-02-10', 1)).toHaveLength(28)
  })

  it('go on by a month without skipping a short one', () => {
    expect(step('month', '2026-01-31', 1)).toBe('2026-02-28')
    expect(step('week', '2026-11-24', -1)).toBe('2026-11-17')
  })

  it('are asked for with what began the day before and goes on', () => {
    expect(heldOn(['2026-11-24'], 'Africa/Cairo')).toEqual({ endsAfter: '2026-11-23T22:00:00.000Z', to: '2026-11-24T22:00:00.000Z' })
  })

  it('begin and end at midnight of the zone', () => {
    expect(instantsOf(['2026-11-24'], 'Africa/Cairo')).toEqual({ from: '2026-11-23T22:00:00.000Z', to: '2026-11-24T22:00:00.000Z' })
  })
})
