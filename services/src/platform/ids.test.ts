import fc from 'fast-check'
import { expect, it } from 'vitest'
import { virtualClock } from './clock.ts'
import { idSource, isId } from './ids.ts'
import { seededRandom, systemRandom } from './random.ts'

it('rises within a millisecond, over its end, and when the clock steps back', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 20 }), (seed, jumps) => {
      const clock = virtualClock()
      const newId = idSource(clock, seededRandom(seed))
      const ids = Array.from({ length: 300 }, newId)
      for (const jump of jumps) {
        clock.jump(new Date(clock.now().getTime() + jump))
        ids.push(newId())
      }
      expect(ids).toEqual([...new Set(ids)].sort())
      expect(ids.every(isId)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

it('passes over the end of its counter', () => {
  const newId = idSource(virtualClock(), seededRandom(1))
  const ids = Array.from({ length: 10_000 }, newId)
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(10_000)
})

it('begins with its time, so ids of two processes sort by it', () => {
  const clock = virtualClock('2026-01-01T00:00:00Z')
  const [one, two] = [idSource(clock, systemRandom), idSource(clock, systemRandom)]
  const early = [one(), two()]
  clock.jump(new Date('2026-01-01T00:00:00.001Z'))
  const late = [two(), one()]
  for (const id of early) for (const other of late) expect(id < other).toBe(true)
})

it('is a UUIDv7 in other letters', () => {
  const id = idSource(virtualClock('2022-02-22T19:22:22Z'), () => new Uint8Array(16).fill(0xff))()
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const value = [...id].reduce((sum, digit) => sum * 32n + BigInt(alphabet.indexOf(digit)), 0n)
  expect(value.toString(16).padStart(32, '0')).toBe('017f22e279b077ffbfffffffffffffff')
})

it.each(['', 'x', '01JH0000007000Z000000000', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '01jgfjjz00e008000000000000', "01JGFJJZ00E008000000000000' or 1=1"])(
  'takes no other text for one: %j',
  text => expect(isId(text)).toBe(false),
)
