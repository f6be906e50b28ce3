import Box from '@mui/material/Box'
import { CalendarPlus, Plus } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { useOfflineReason } from '../../kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../../kit/EmptyState.tsx'
import { Page, PageBody, Panel } from '../../kit/Page.tsx'
import { BlockSkeleton } from '../../kit/Skeletons.tsx'
import { useNow } from '../../kit/useNow.ts'
import { usePhone } from '../../kit/usePhone.ts'
import { CalendarAgenda } from '../../scheduling/CalendarAgenda.tsx'
import { useConnectionState } from '../connection.ts'
import { useFailureWords } from '../failureWords.ts'
import { useLive } from '../live.ts'
import { isOver } from '../../scheduling/sessionState.ts'
import { useMay } from '../viewer.tsx'
import { DaySummary } from './DaySummary.tsx'
import { DayTimeline } from './DayTimeline.tsx'
import { HomeCounts } from './HomeCounts.tsx'
import { HomeHeader } from './HomeHeader.tsx'
import { JustNow } from './JustNow.tsx'
import { NeedsAttention } from './NeedsAttention.tsx'
import { useAgain } from '../useAgain.ts'
import { useHomeDay } from './useHomeDay.ts'
import type { HomeDay } from './useHomeDay.ts'

/** The day of the whole organisation, and what waits for a hand. */
export function AdminHome() {
  const again = useAgain(() => today.refetch(), 1_500)
  // Blocks move with the cache; a day gains and loses sessions only by asking.
  const sessions = useLive(SessionChangedDocument, { onCreated: again, onUpdated: ({ fields }) => fields.includes('startsAt') && again(), onRemoved: again })
  const bookings = useLive(BookingChangedDocument)
  const today = useHomeDay(sessions.ready && bookings.ready)
  return (
    <Page>
      <HomeHeader day={today.day} />
      <PageBody>
        <Day today={today} />
        <HomeCounts day={today.day} />
        <Box sx={{ display: 'grid', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
          <NeedsAttention day={today.day} />
          <JustNow />
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

/** What is in progress and what follows; the rest of a full day would push everything else off the screen. */
const onPhone = 6

export function PhoneDay({ day, sessions }: { day: string; sessions: readonly HomeSessionFragment[] }) {
  const now = useNow(15_000)
  const ahead = sessions.filter((session) => !isOver(session, now)).slice(0, onPhone)
  const shown = ahead.length > 0 ? ahead : sessions.slice(-2)
  return (
    <Box sx={{ margin: -3 }}>
      <CalendarAgenda days={[day]} sessions={shown} />
      {shown.length < sessions.length && (
        <Box sx={{ paddingInline: 3, marginBlockStart: -2 }}>
          <ActionButton variant="text" size="small" href="/calendar?view=day"><FormattedMessage id="home.day.whole" values={{ count: sessions.length }} /></ActionButton>
        </Box>
      )}
    </Box>
  )
}

export function EmptyDay() {
  const may = useMay()
  const offline = useOfflineReason(useConnectionState())
  return (
    <EmptyState
      icon={CalendarPlus}
      title={<FormattedMessage id="home.day.none" />}
      actions={
        <>
          <ActionButton size="small" href="/calendar"><FormattedMessage id="home.day.none.calendar" /></ActionButton>
          {may('createSession') && <ActionButton size="small" icon={Plus} href="/sessions?new" disabledReason={offline}><FormattedMessage id="home.newSession" /></ActionButton>}
        </>
      }
    >
      <FormattedMessage id="home.day.none.why" />
    </EmptyState>
  )
}
