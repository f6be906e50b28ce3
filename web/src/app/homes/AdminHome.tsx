import Box from '@mui/material/Box'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ErrorPanel } from '../../kit/EmptyState.tsx'
import { Page, PageBody, Panel } from '../../kit/Page.tsx'
import { BlockSkeleton } from '../../kit/Skeletons.tsx'
import { usePhone } from '../../kit/usePhone.ts'
import { movesInTime } from '../../scheduling/calendarRange.ts'
import { useFailureWords } from '../failureWords.ts'
import { useLive } from '../live.ts'
import { DaySummary } from './DaySummary.tsx'
import { DayTimeline } from './DayTimeline.tsx'
import { HomeCounts } from './HomeCounts.tsx'
import { HomeHeader } from './HomeHeader.tsx'
import { JustNow } from './JustNow.tsx'
import { NeedsAttention } from './NeedsAttention.tsx'
import { EmptyDay, PhoneDay } from './ShortDay.tsx'
import { useAgain } from '../useAgain.ts'
import { useHomeDay } from './useHomeDay.ts'
import type { HomeDay } from './useHomeDay.ts'

/** The day of the whole organisation, and what waits for a hand. */
export function AdminHome() {
  const again = useAgain(() => today.refetch(), 1_500)
  // Blocks move with the cache; a day gains and loses sessions only by asking.
  const sessions = useLive(SessionChangedDocument, { onCreated: again, onUpdated: ({ fields }) => movesInTime(fields) && again(), onRemoved: again })
  const bookings = useLive(BookingChangedDocument)
  const today = useHomeDay(sessions.ready && bookings.ready)
  return (
    <Page>
      <HomeHeader day={today.day} />
      <PageBody>
        <Day today={today} />
        {/* The day is as long as it is: what stands below it would be seen to move when it comes. */}
        <Box sx={{ display: 'contents', visibility: today.sessions || today.error ? 'inherit' : 'hidden' }}>
          <HomeCounts day={today.day} />
          <Box sx={{ display: 'grid', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
            <NeedsAttention day={today.day} sessions={today.sessions} />
            <JustNow />
          </Box>
        </Box>
      </PageBody>
    </Page>
  )
}

function Day({ today: { day, sessions, error, loading, refetch } }: { today: HomeDay }) {
  const phone = usePhone()
  const failure = useFailureWords()
  if (!sessions && error) {
    const { words, requestId } = failure(error)
    return <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={requestId}>{words}</ErrorPanel>
  }
  if (!sessions) return <BlockSkeleton height={300} />
  if (sessions.length === 0) return <Panel><EmptyDay /></Panel>
  if (phone) return <PhoneDay day={day} sessions={sessions} />
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <DaySummary sessions={sessions} />
      <DayTimeline day={day} sessions={sessions} />
    </Box>
  )
}
