import { describe, expect, test } from 'vitest'
import { attendedShare, byWeek, differenceOf, growth } from './countNumbers.ts'

test('who came late came, and who is not marked does not count', () => {
  const counts = [{ attendance: 'PRESENT' as const, count: 6 }, { attendance: 'LATE' as const, count: 2 }, { attendance: 'ABSENT' as const, count: 2 }, { attendance: null, count: 40 }]
  expect(attendedShare(counts)).toBe(0.8)
  expect(attendedShare([{ attendance: null, count: 3 }])).toBeNull()
})

test('days become weeks', () => {
  expect(byWeek(Array.from({ length: 14 }, (_, day) => ({ count: day < 7 ? 1 : 2 })))).toEqual([7, 14])
})

describe('differenceOf', () => {
  test('says which way', () => {
    expect(differenceOf(42, 36)).toEqual({ trend: 'up', size: 6 })
    expect(differenceOf(1, 4)).toEqual({ trend: 'down', size: 3 })
  })

  test('is flat where the words would say nothing', () => {
    expect(differenceOf(0.9151, 0.915, 0.001)).toEqual({ trend: 'flat', size: 0 })
  })
})

test('growth counts back from the newest', () => {
  expect(growth(10, [5, 15, 25], [10, 20, 30])).toEqual([8, 9, 10])
})
