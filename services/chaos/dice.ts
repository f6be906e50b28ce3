import { seededRandom } from '../src/platform/random.ts'

/** Chance that repeats: the same seed throws the same. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  readonly share: () => number
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
}

export function diceOf(seed: number): Dice {
  const random = seededRandom(seed)
  const share = (): number => random(4).reduce((sum, byte) => (sum + byte) / 256, 0)
  const between = (least: number, most: number): number => least + Math.floor(share() * (most - least + 1))
  return {
    share, between,
    chance: probability => share() < probability,
    pick: from => {
      if (from.length === 0) throw new Error('There is nothing to pick from.')
      return from[between(0, from.length - 1)]!
    },
  }
}
