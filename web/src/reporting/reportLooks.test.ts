import { expect, test } from 'vitest'
import { sizeOf } from './reportLooks.ts'

test.each([
  [0, 0, 'byte'],
  [999, 999, 'byte'],
  [1_234, 1.2, 'kilobyte'],
  [45_678, 46, 'kilobyte'],
  [1_234_567, 1.2, 'megabyte'],
  [5_000_000_000_000, 5000, 'gigabyte'],
])('%i bytes are told as %d %s', (bytes, value, unit) => {
  expect(sizeOf(bytes)).toEqual({ value, unit })
})
