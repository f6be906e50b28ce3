import { useSyncExternalStore } from 'react'

interface Clock {
  now: () => number
  watch: (listener: () => void) => () => void
}

function startClock(every: number): Clock {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    now: () => {
      // Nobody looked at it for a while.
      if (timer === undefined && Date.now() - now >= every) now = Date.now()
      return now
    },
    watch: (listener) => {
      listeners.add(listener)
      timer ??= setInterval(tick, every)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

/** By step: whoever looks as often looks at the same one, so that a page of rows has one timer. */
const clocks = new Map<number, Clock>()

function clockOf(every: number): Clock {
  const clock = clocks.get(every) ?? startClock(every)
  clocks.set(every, clock)
  return clock
}

/** What is true at present, asked again every `every` ms; the page is drawn anew only where the answer is another. */
export function useAtPresent<Answer extends string | number | boolean>(every: number, ask: (now: number) => Answer): Answer {
  const clock = clockOf(every)
  return useSyncExternalStore(clock.watch, () => ask(clock.now()))
}

/** The present, moving every `every` ms; for the now line and for what is in progress. */
export const useNow = (every: number): number => useAtPresent(every, (now) => now)

/** The present once, as an instant: where what is asked for begins. */
export const atPresent = (): string => new Date().toISOString()
