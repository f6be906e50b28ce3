import { describe, expect, it } from 'vitest'
import { markedIn, segmentsOf, tallyOf } from './attendanceMarks.ts'
import { isJoinable, stateOf } from './sessionState.ts'

const session = { startsAt: '2026-11-24T10:00:00Z', endsAt: '2026-11-24T11:00:00Z', status: 'SCHEDULED' as const, classLink: 'https://meet.example' }
const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`)

describe('the state of a session', () => {
  it.each([['09:59', 'SCHEDULED'], ['10:00', 'IN_PROGRESS'], ['10:59', 'IN_PROGRESS'], ['11:00', 'SCHEDULED']])('at %s is %s', (time, state) => {
    expect(stateOf(session, at(time))).toBe(state)
  })

  it('is what is stored once it is completed or cancelled', () => {
    expect(stateOf({ ...session, status: 'COMPLETED' }, at('10:30'))).toBe('COMPLETED')
    expect(stateOf({ ...session, status: 'CANCELLED' }, at('10:30'))).toBe('CANCELLED')
  })

  it('lets one join from a quarter of an hour before to the end', () => {
    expect(['09:44', '09:45', '10:59', '11:00'].map((time) => isJoinable(session, at(time)))).toEqual([false, true, true, false])
    expect(isJoinable({ ...session, status: 'CANCELLED' }, at('10:30'))).toBe(false)
  })
})

describe('counted attendance', () => {
  const tally = tallyOf([{ attendance: 'PRESENT', count: 7 }, { attendance: 'ABSENT', count: 1 }, { attendance: null, count: 4 }])

  it('keeps those who are not marked apart', () => {
    expect(tally).toEqual({ PRESENT: 7, LATE: 0, EXCUSED: 0, ABSENT: 1, unmarked: 4 })
    expect(markedIn(tally)).toBe(8)
  })

  it('is drawn in the order of the columns', () => {
    expect(segmentsOf(tally).map(({ id, value }) => [id, value])).toEqual([['PRESENT', 7], ['LATE', 0], ['EXCUSED', 0], ['ABSENT', 1]])
  })
})
