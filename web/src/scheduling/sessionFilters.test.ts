import { describe, expect, it } from 'vitest'
import { filterInput, isFiltered, matches } from './sessionFilters.ts'
import type { SessionFilters } from './sessionFilters.ts'

const none: SessionFilters = { search: '', statuses: [], trainerId: null, traineeId: null, fromDay: null, toDay: null }
const session = {
  title: 'First aid at work',
  status: 'SCHEDULED' as const,
  // Already the 25th in Cairo.
  startsAt: '2026-11-24T22:30:00.000Z',
  endsAt: '2026-11-25T00:00:00.000Z',
  trainer: { id: 'mara', name: 'Mara Lindqvist' },
}
const shown = (filters: Partial<SessionFilters>) => matches(session, { ...none, ...filters }, 'Africa/Cairo')

describe('the filters of sessions', () => {
  it('ask for whole days of the zone', () => {
    expect(filterInput({ ...none, fromDay: '2026-11-24', toDay: '2026-11-24' }, 'Africa/Cairo')).toEqual({
      endsAfter: '2026-11-23T22:00:00.000Z',
      to: '2026-11-24T22:00:00.000Z',
    })
    expect(filterInput(none, 'Africa/Cairo')).toEqual({})
  })

  it('tell whether what has just appeared belongs to what is shown', () => {
    expect(shown({})).toBe(true)
    expect(shown({ fromDay: '2026-11-25', toDay: '2026-11-25' })).toBe(true)
    expect(shown({ toDay: '2026-11-24' })).toBe(false)
    expect(matches({ ...session, endsAt: '2026-11-25T22:00:01.000Z' }, { ...none, fromDay: '2026-11-26' }, 'Africa/Cairo')).toBe(true)
    expect(matches({ ...session, endsAt: '2026-11-25T22:00:00.000Z' }, { ...none, fromDay: '2026-11-26' }, 'Africa/Cairo')).toBe(false)
    expect(shown({ statuses: ['CANCELLED'] })).toBe(false)
    expect(shown({ trainerId: 'omar' })).toBe(false)
    expect(shown({ search: 'mara first' })).toBe(true)
    expect(shown({ search: 'forklift' })).toBe(false)
  })

  it('hide nothing by what stands by itself', () => {
    const standing = { from: '2026-11-24', trainer: 'mara' }
    expect(isFiltered({ ...none, fromDay: '2026-11-24', trainerId: 'mara' }, standing)).toBe(false)
    expect(isFiltered(none, standing)).toBe(false)
    expect(isFiltered({ ...none, fromDay: '2026-11-25' }, standing)).toBe(true)
    expect(isFiltered({ ...none, trainerId: 'omar' }, standing)).toBe(true)
    expect(isFiltered({ ...none, search: 'first' }, standing)).toBe(true)
  })

  it('promise nothing about bookings, which only the server knows', () => {
    expect(shown({ traineeId: 'noor' })).toBe(false)
  })
})
