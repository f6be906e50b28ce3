import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAsUtc, ZoneClock } from './zone-clock.ts'

const zones = ['UTC', 'Africa/Cairo', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca']

describe('a zone clock', () => {
  it('reads what the calendar says, on both sides of every change of the clocks', () => {
    for (const timeZone of zones) {
      const clock = new ZoneClock(timeZone)
      const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) })
      fc.assert(
        fc.property(instant, (time) => {
          const whole = Math.floor(time / 1000) * 1000
          expect(clock.local(whole)!.toISOString().slice(0, 19).replace('T', ' ')).toBe(calendar.format(whole))
        }),
        { numRuns: 200 },
      )
    }
    const cairo = new ZoneClock('Africa/Cairo')
    const readings = ['2026-04-23T21:59:00Z', '2026-04-23T22:00:00Z'].map((at) => cairo.local(at)!.toISOString())
    expect(readings).toEqual(['2026-04-23T23:59:00.000Z', '2026-04-24T01:00:00.000Z'])
  })

  it('answers null for what is no time and no day', () => {
    expect(new ZoneClock('UTC').local('=1+1')).toBeNull()
    expect(dayAsUtc('2026-13-40')).toBeNull()
    expect(dayAsUtc('1+1')).toBeNull()
  })
})
