import { fault } from './fault.ts'

/** Whoever waits for one of a few places, waits in turn, not for ever, and not behind everybody. */
export interface Turns {
  /** Resolves with a place; rejects with UNAVAILABLE when too many wait or it takes too long, and with the signal's reason. */
  readonly take: (signal?: AbortSignal) => Promise<void>
  readonly give: () => void
  /** Does the work in a place of its own. */
  readonly within: <T>(work: () => Promise<T>) => Promise<T>
  readonly waiting: () => number
}

export interface TurnLimits {
  readonly places: number
  /** How many may wait; Infinity: as many as come. */
  readonly queue?: number
  /** How many milliseconds each may wait; Infinity: for ever. */
  readonly patience?: number
}

export function createTurns({ places, queue = 1_000, patience = 10_000 }: TurnLimits): Turns {
  let free = places
  const waiting = new Set<() => void>()

  const wait = (signal: AbortSignal | undefined): Promise<void> => new Promise((resolve, reject) => {
    const leave = (): void => {
      waiting.delete(enter)
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    const enter = (): void => {
      leave()
      resolve()
    }
    const abort = (): void => {
      leave()
      reject(signal!.reason as Error)
    }
    const timer = patience === Infinity ? undefined : setTimeout(() => {
      leave()
      reject(busy())
    }, patience)
    signal?.addEventListener('abort', abort)
    waiting.add(enter)
  })

  const take: Turns['take'] = async signal => {
    signal?.throwIfAborted()
    if (free > 0) return void free--
    if (waiting.size >= queue) throw busy()
    return wait(signal)
  }
  /** Who gives a place hands it to the first who waits, so that nobody overtakes the line. */
  const give = (): void => {
    const [next] = waiting
    if (next) next()
    else free++
  }

  return {
    take, give,
    within: async work => {
      await take()
      try {
        return await work()
      } finally {
        give()
      }
    },
    waiting: () => waiting.size,
  }
}

/** The refusal of those who come when enough wait. */
export function busy(): Error {
  return fault('UNAVAILABLE', 'Too many wait for the database just now. Try again.')
}
