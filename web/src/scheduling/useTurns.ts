import { useEffect, useEffectEvent, useRef } from 'react'
import { useAtPresent } from '../kit/useNow.ts'
import { joinableBefore } from './sessionState.ts'

/** The server's clock may be a little behind. */
const grace = 1_000

/** When what one may do with a session changes by the clock alone, which no change tells: a quarter of an hour before it, as it begins, as it ends. */
function turnsOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): number[] {
  const start = Date.parse(startsAt)
  return [start - joinableBefore, start, Date.parse(endsAt)].map((turn) => turn + grace)
}

const soonest = (turns: readonly number[], now: number) => turns.reduce((least, turn) => (turn > now && turn < least ? turn : least), Infinity)

/** Asks again at each turn of what is in sight, and answers the last one: until the next, all is as it was then. */
export function useTurns(sessions: readonly { startsAt: string; endsAt: string }[] | undefined, ask: () => unknown): number {
  const turns = sessions?.flatMap(turnsOf) ?? []
  const next = useAtPresent(15_000, (now) => soonest(turns, now))
  const awaited = useRef(next)
  const again = useEffectEvent(() => void ask())
  useEffect(() => {
    const hasCome = awaited.current <= Date.now()
    awaited.current = next
    if (hasCome) again()
  }, [next])
  return turns.reduce((last, turn) => (turn < next && turn > last ? turn : last), 0)
}
