import { describe, expect, test } from 'vitest'
import { distance, staysTrue, timeRangeText, timeText, zoneLabel, zoneOffset } from './timeWords.ts'

const at = '2026-11-24T11:00:00Z'
const now = Date.parse('2026-11-24T12:00:00Z')
const back = (seconds: number) => now - seconds * 1000

describe('a time', () => {
  test('stands in the zone that is asked for', () => {
    expect(timeText(at, 'time', 'en-GB', 'Africa/Cairo')).toBe('13:00')
    expect(timeText(at, 'time', 'en-GB', 'Europe/Berlin')).toBe('12:00')
  })

  test('counts 24 hours and begins the day at 00:00, whatever the locale is used to', () => {
    expect(timeText('2026-11-23T22:05:00Z', 'time', 'en-US', 'Africa/Cairo')).toBe('00:05')
  })

  test('uses the figures of the language', () => {
    expect(timeText(at, 'time', 'ar-EG', 'Africa/Cairo')).toBe('١٣:٠٠')
  })

  test('belongs to the day of its zone', () => {
    expect(timeText('2026-11-24T23:30:00Z', 'date', 'en-GB', 'Africa/Cairo')).toBe('25 Nov 2026')
  })
})

test('a range is closed up, so that figures line up', () => {
  expect(timeRangeText(at, '2026-11-24T13:00:00Z', 'time', 'en-GB', 'Africa/Cairo')).toBe('13:00–15:00')
})

describe('how long ago', () => {
  test.each([
    [0, 'now'],
    [4, 'now'],
    [-4, 'now'],
    [8, { direction: 'ago', unit: 'second', n: 8 }],
    [59, { direction: 'ago', unit: 'second', n: 59 }],
    [60, { direction: 'ago', unit: 'minute', n: 1 }],
    [3599, { direction: 'ago', unit: 'minute', n: 59 }],
    [7300, { direction: 'ago', unit: 'hour', n: 2 }],
    [90_000, { direction: 'ago', unit: 'day', n: 1 }],
    [-720, { direction: 'in', unit: 'minute', n: 12 }],
  ])('%i s', (seconds, words) => {
    expect(distance(back(seconds), now)).toEqual(words)
  })

  test('beyond a week the date says more', () => {
    expect(distance(back(7 * 86_400), now)).toBeNull()
  })

  test('seconds are looked at every second, hours every minute', () => {
    expect(staysTrue(back(8), now)).toBe(1000)
    expect(staysTrue(back(7200), now)).toBe(60_000)
  })
})

describe('a zone', () => {
  test('is named by its city', () => {
    expect(zoneLabel('Africa/Cairo', 'en-GB')).toBe('Cairo')
    expect(zoneLabel('America/Argentina/Buenos_Aires', 'en-GB')).toBe('Buenos Aires')
    expect(zoneLabel('UTC', 'en-GB')).toBe('UTC')
  })

  test('is named in the language of the reader, each by a name of its own', () => {
    expect(zoneLabel('Africa/Cairo', 'ar-EG')).toBe('توقيت مصر')
    expect(zoneLabel('America/New_York', 'ar-EG')).toBe('توقيت نيويورك')
    const names = ['Europe/Berlin', 'Europe/Busingen', 'Asia/Gaza', 'Asia/Hebron', 'Australia/Sydney', 'Australia/Perth'].map((zone) => zoneLabel(zone, 'ar-EG'))
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => /[a-z]/iu.test(name))).toEqual([])
  })

  test('has the offset of that instant', () => {
    expect(zoneOffset('Africa/Cairo', 'en-GB', at)).toBe('UTC+2')
    expect(zoneOffset('Africa/Cairo', 'en-GB', '2026-07-01T00:00:00Z')).toBe('UTC+3')
  })
})
