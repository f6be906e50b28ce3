import { useMemo } from 'react'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { useHomeDayQuery } from '../../generated/app/homes/home.ts'
import { useAtPresent } from '../../kit/useNow.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { heldOn } from '../../scheduling/calendarRange.ts'
import { useWholeList } from '../../scheduling/useWholeList.ts'
import { skipToken } from '../apollo.ts'
import { useZone } from '../viewer.tsx'

/** More than fit any timetable; who holds so many looks into the list. */
const mostSessions = 500

export interface HomeDay {
  day: string
  sessions: readonly HomeSessionFragment[] | undefined
  error: unknown
  loading: boolean
  refetch: () => unknown
}

/** The sessions held today, as the viewer's zone has it; one that goes on after midnight is both days'. */
export function useHomeDay(ready: boolean, trainerId?: string): HomeDay {
  const zone = useZone()
  const day = useAtPresent(15_000, (now) => dayOf(now, zone))
  const filter = useMemo(() => ({ ...heldOn([day], zone), ...(trainerId && { trainerId }) }), [day, zone, trainerId])
  const { data, error, loading, refetch, fetchMore } = useHomeDayQuery(
    ready ? { variables: { filter }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  const found = data?.sessions
  const more = (after: string) =>
    fetchMore({
      variables: { after },
      updateQuery: (before, { fetchMoreResult: { sessions } }) => ({
        sessions: { ...sessions, nodes: [...before.sessions.nodes, ...sessions.nodes] },
      }),
    })
  useWholeList(found?.pageInfo, found?.nodes.length ?? 0, more, mostSessions)
  return { day, sessions: found?.nodes, error, loading, refetch }
}
