import { TimeText, useZone } from '../../kit/TimeText.tsx'
import { useAtPresent } from '../../kit/useNow.ts'
import { dayOf } from '../../kit/zonedTime.ts'

/** As much of a moment as one needs to know it: of today the time, of this month the day, else the date. */
export function When({ at }: { at: string }) {
  const zone = useZone()
  const day = dayOf(at, zone)
  const today = useAtPresent(60_000, (now) => dayOf(now, zone))
  const sameMonth = day.slice(0, 7) === today.slice(0, 7)
  return <TimeText at={at} style={day === today ? 'time' : sameMonth ? 'dayTime' : 'dateTime'} />
}
