import Box from '@mui/material/Box'
import { FormattedMessage } from 'react-intl'
import { useSessionsTodayQuery } from '../generated/app/sessionsToday.ts'
import { SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useAtPresent } from '../kit/useNow.ts'
import { dayOf, instantFromWall } from '../kit/zonedTime.ts'
import { skipToken } from './apollo.ts'
import { useLive } from './live.ts'
import { useZone } from './viewer.tsx'

const minute = 60_000

/** The bounds of the viewer's own day. */
function useToday(): { from: string; to: string } | undefined {
  const zone = useZone()
  const day = useAtPresent(minute, (now) => dayOf(now, zone))
  const next = new Date(Date.parse(`${day}T12:00:00Z`) + 24 * 60 * minute).toISOString().slice(0, 10)
  const [from, to] = [instantFromWall(`${day}T00:00`, zone), instantFromWall(`${next}T00:00`, zone)]
  return from && to ? { from, to } : undefined
}

/** "10 today", beside Sessions. */
export function SessionsToday() {
  const today = useToday()
  const ask = () => void refetch()
  const { ready } = useLive(SessionChangedDocument, {
    onCreated: ask,
    onRemoved: ask,
    onUpdated: ({ fields }) => fields.includes('startsAt') && ask(),
  })
  const { data, refetch } = useSessionsTodayQuery(ready && today ? { variables: today } : skipToken)
  const count = data?.sessions.totalCount
  if (!count) return null
  return (
    <Box component="span" sx={{ marginInlineStart: 'auto', typography: 'caption', color: 'ink2' }}>
      <FormattedMessage id="app.today" values={{ count }} />
    </Box>
  )
}
