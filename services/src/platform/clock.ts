/** Time, injected: the server lives on the system's, tests on one that they move by hand. */
export interface Clock {
  now(): Date
  /** Runs `act` once after that many milliseconds; the answer takes it back. */
  later(milliseconds: number, act: () => void): Cancel
}

export type Cancel = () => void

export const systemClock: Clock = {
  now: () => new Date(),
  later(milliseconds, act) {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
}

export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise(resolve => clock.later(milliseconds, resolve))
}

export interface VirtualClock extends Clock {
  /** Moves time on, runs what falls due in order, and lets what it started settle before going on. */
  advance(milliseconds: number): Promise<void>
  /** A jump of the machine's clock, forward or back: what waits keeps its remaining time. */
  jump(to: Date): void
}

interface Timer {
  readonly due: number
  readonly act: () => void
}

export function virtualClock(start: Date | string = '2026-01-05T09:00:00Z'): VirtualClock {
  const epoch = new Date(start).getTime()
  if (Number.isNaN(epoch)) throw new RangeError(`not an instant: ${String(start)}`)
  let elapsed = 0
  let offset = epoch
  const timers = new Set<Timer>()

  const firstDue = (until: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) if (timer.due <= until && (first === undefined || timer.due < first.due)) first = timer
    return first
  }

  return {
    now: () => new Date(offset + elapsed),
    later(milliseconds, act) {
      const timer = { due: elapsed + Math.max(0, milliseconds), act }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(milliseconds) {
      const until = elapsed + milliseconds
      await settled()
      for (let timer = firstDue(until); timer !== undefined; timer = firstDue(until)) {
        timers.delete(timer)
        elapsed = timer.due
        timer.act()
        await settled()
      }
      elapsed = until
    },
    jump(to) {
      offset = to.getTime() - elapsed
    },
  }
}

/** One turn of the event loop: every promise that stands on nothing outside has been kept by then. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
