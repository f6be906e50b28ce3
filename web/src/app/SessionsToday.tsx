import Box from '@mui/material/Box'
import { FormattedMessage } from 'react-intl'
import { useSessionsTodayQuery } from '../generated/app/sessionsToday.ts'
import { SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useAtPresent } from '../kit/useNow.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { heldOn, movesInTime } from '../scheduling/calendarRange.ts'
import { skipToken } from './apollo.ts'
import { useLive } from './live.ts'
import { useZone } from './viewer.tsx'

const minute = 60_000

/** "10 today", beside Sessions. */
export function SessionsToday() {
  const zone = useZone()
  const day = useAtPresent(minute, (now) => dayOf(now, zone))
  const ask = () => void refetch()
  const { ready } = useLive(SessionChangedDocument, {
    onCreated: ask,
    onRemoved: ask,
    onUpdated: ({ fields }) => movesInTime(fields) && ask(),
  })
  const { data, refetch } = useSessionsTodayQuery(ready ? { variables: heldOn([day], zone) } : skipToken)
  const count = data?.sessions.totalCount
  if (!count) return null
  return (
    <Box component="span" sx={{ marginInlineStart: 'auto', typography: 'caption', color: 'ink2' }}>
      <FormattedMessage id="app.today" values={{ count }} />
    </Box>
  )
}
