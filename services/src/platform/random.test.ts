import { expect, it } from 'vitest'
import { pick, seededRandom, systemRandom } from './random.ts'

it('repeats itself by its seed', () => {
  expect(seededRandom(7)(32)).toEqual(seededRandom(7)(32))
  expect(seededRandom(7)(32)).not.toEqual(seededRandom(8)(32))
})

it('gives no byte of the system twice', () => {
  const given = Array.from({ length: 1000 }, () => Buffer.from(systemRandom(16)).toString('hex'))
  expect(new Set(given).size).toBe(1000)
  const [first, second] = [systemRandom(16), systemRandom(16)]
  const before = Buffer.from(first).toString('hex')
  second.fill(0)
  systemRandom(5000)
  systemRandom(4096)
  expect(Buffer.from(first).toString('hex')).toBe(before)
  expect(systemRandom(5000)).toHaveLength(5000)
})

it('picks each as often as the other', () => {
  const random = seededRandom(1)
  const counts = new Array<number>(10).fill(0)
  for (let round = 0; round < 10_000; round++) counts[pick(random, 10)]!++
  for (const count of counts) expect(count).toBeGreaterThan(850)
})
