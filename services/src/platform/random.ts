import { randomBytes } from 'node:crypto'

/** Randomness, injected: unpredictable in the server, repeatable by its seed in tests. */
export type RandomBytes = (size: number) => Uint8Array

const POOL = 4096
let pool = new Uint8Array()
let taken = 0

/** The system is asked for many bytes at once, for asking costs more than they do; each is given out once. */
export const systemRandom: RandomBytes = size => {
  if (size > POOL) return randomBytes(size)
  if (taken + size > pool.length) [pool, taken] = [randomBytes(POOL), 0]
  return pool.subarray(taken, (taken += size))
}

/** For tests alone: the same seed gives the same bytes (mulberry32). */
export function seededRandom(seed: number): RandomBytes {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return size => Uint8Array.from({ length: size }, () => next() & 0xff)
}

/** A number from 0 up to, not including, `limit` (at most 256), each as likely as the other. */
export function pick(random: RandomBytes, limit: number): number {
  const fair = 256 - (256 % limit)
  for (;;) {
    const byte = random(1)[0]!
    if (byte < fair) return byte % limit
  }
}
