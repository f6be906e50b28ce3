import { expect, it } from 'vitest'
import { pick, seededRandom, systemRandom } from './random.ts'

it('repeats itself by its seed', () => {
  expect(seededRandom(7)(32)).toEqual(seededRandom(7)(32))
  expect(seededRandom(7)(32)).not.toEqual(seededRandom(8)(32))
  expect(systemRandom(32)).not.toEqual(systemRandom(32))
})

it('picks each as often as the other', () => {
  const random = seededRandom(1)
  const counts = new Array<number>(10).fill(0)
  for (let round = 0; round < 10_000; round++) counts[pick(random, 10)]!++
  for (const count of counts) expect(count).toBeGreaterThan(850)
})
