import { describe, expect, test } from 'vitest'
import { dayOf, instantFromWall, wallFromInstant } from './zonedTime.ts'

const zones = ['UTC', 'Africa/Cairo', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Australia/Lord_Howe']

describe('a wall time', () => {
  test.each([
    ['2026-11-24T13:00', 'Africa/Cairo', '2026-11-24T11:00:00.000Z'],
    ['2026-07-01T13:00', 'Africa/Cairo', '2026-07-01T10:00:00.000Z'],
    ['2026-11-24T00:00', 'Pacific/Kiritimati', '2026-11-23T10:00:00.000Z'],
    ['2026-11-24T13:00', 'Asia/Kathmandu', '2026-11-24T07:15:00.000Z'],
  ])('%s in %s', (wall, zone, instant) => {
    expect(instantFromWall(wall, zone)).toBe(instant)
  })

  test('that a jump leaves out moves on by the gap', () => {
    expect(instantFromWall('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(wallFromInstant('2026-03-29T01:30:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T03:30')
  })

  test('that happens twice is the earlier one', () => {
    expect(instantFromWall('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('that is none is none', () => {
    expect(instantFromWall('2026-13-45T99:00', 'UTC')).toBeNull()
    expect(instantFromWall('2026-02-31T10:00', 'UTC')).toBeNull()
    expect(instantFromWall('', 'UTC')).toBeNull()
  })

  test.each(zones)('comes back in %s, all through a year', (zone) => {
    for (let instant = Date.UTC(2026, 0, 1); instant < Date.UTC(2027, 0, 1); instant += 5 * 3_600_000) {
      const wall = wallFromInstant(instant, zone)
      const again = instantFromWall(wall, zone) ?? ''
      expect(wallFromInstant(again, zone)).toBe(wall)
      expect(Math.abs(Date.parse(again) - instant)).toBeLessThanOrEqual(3_600_000)
    }
  })
})

test('the day is the zone’s own', () => {
  expect(dayOf('2026-11-24T22:30:00Z', 'Africa/Cairo')).toBe('2026-11-25')
  expect(dayOf('2026-11-24T22:30:00Z', 'UTC')).toBe('2026-11-24')
})
