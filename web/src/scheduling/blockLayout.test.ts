import { describe, expect, it } from 'vitest'
import { hoursOf, layOut } from './blockLayout.ts'

const session = (id: string, from: string, to: string) => ({ id, startsAt: `2026-11-24T${from}:00Z`, endsAt: `2026-11-24T${to}:00Z` })
const laid = (...sessions: ReturnType<typeof session>[]) =>
  layOut(sessions, '2026-11-24', 'UTC').map(({ session: { id }, column, columns }) => [id, column, columns])

describe('the blocks of a day', () => {
  it('stand alone where nothing overlaps', () => {
    expect(laid(session('a', '09:00', '10:00'), session('b', '10:00', '11:00'))).toEqual([['a', 0, 1], ['b', 0, 1]])
  })

  it('stand side by side where they overlap, and take a column again that has become free', () => {
    expect(laid(session('a', '09:00', '12:00'), session('b', '09:30', '10:30'), session('c', '10:30', '11:00'), session('d', '13:00', '14:00'))).toEqual([
      ['a', 0, 2], ['b', 1, 2], ['c', 1, 2], ['d', 0, 1],
    ])
  })

  it('grow into the columns that are free beside them', () => {
    const blocks = layOut([session('a', '09:00', '10:00'), session('b', '09:00', '12:00'), session('c', '09:00', '10:00'), session('d', '10:00', '12:00')], '2026-11-24', 'UTC')
    expect(blocks.map(({ session: { id }, column, span }) => [id, column, span])).toEqual([['b', 0, 1], ['a', 1, 1], ['c', 2, 1], ['d', 1, 2]])
  })

  it('are cut at midnight, on the clock of the zone', () => {
    const night = { id: 'n', startsAt: '2026-11-23T21:00:00Z', endsAt: '2026-11-23T23:30:00Z' }
    expect(layOut([night], '2026-11-24', 'Africa/Cairo')).toMatchObject([{ from: 0, to: 90 }])
    expect(layOut([night], '2026-11-23', 'Africa/Cairo')).toMatchObject([{ from: 1380, to: 1440 }])
  })

  it('keep the working day in sight and reach beyond it where one does', () => {
    expect(hoursOf([])).toEqual({ first: 8, last: 18 })
    expect(hoursOf([{ from: 400, to: 460 }, { from: 1200, to: 1290 }])).toEqual({ first: 6, last: 22 })
  })
})
