import Box from '@mui/material/Box'
import { FileText } from 'lucide-react'
import { useMemo } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useSearchParams } from 'react-router'
import { useFailureWords } from '../app/failureWords.ts'
import { useAgain } from '../app/useAgain.ts'
import { useLive } from '../app/live.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { shownOf } from '../app/shownOf.ts'
import { useMay, useZone } from '../app/viewer.tsx'
import { UserChangedDocument } from '../generated/identity/live.ts'
import { useAnalyticsQuery, useAttendancePeriodsQuery } from '../generated/reporting/analytics.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { ErrorPanel } from '../kit/EmptyState.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { BlockSkeleton } from '../kit/Skeletons.tsx'
import { ZoneName } from '../kit/TimeText.tsx'
import { useAtPresent } from '../kit/useNow.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { daysIn, instantsOf, mostPeriods, periodsOf, rangeIn } from './analyticsRange.ts'
import { AttendancePanel } from './AttendancePanel.tsx'
import { LoadPanel } from './LoadPanel.tsx'
import { RangeChoice } from './RangeChoice.tsx'
import { SessionsPerDay } from './SessionsPerDay.tsx'
import { RolesPanel, SeatsPanel, StatusPanel } from './SharePanels.tsx'

const mostTrainers = 100

function useRange(today: string) {
  const [params, setParams] = useSearchParams()
  const range = useMemo(() => rangeIn(params, today), [params, today])
  return {
    range,
    onDays: (days: number) => setParams(days === 30 ? {} : { days: String(days) }, { replace: true }),
    onRange: ({ from, to }: { from: string; to: string }) => setParams({ from, to }, { replace: true }),
  }
}

export function AnalyticsPage() {
  return useMay()('analytics') ? <Analytics /> : <NotFoundPage />
}

function Analytics() {
  const intl = useIntl()
  const zone = useZone()
  const may = useMay()
  const failure = useFailureWords()
  const today = useAtPresent(60_000, (now) => dayOf(now, zone))
  const { range, onDays, onRange } = useRange(today)
  const instants = useMemo(() => instantsOf(range, zone), [range, zone])
  const { data, previousData, error, loading, refetch } = useAnalyticsQuery({
    variables: { ...instants, timeZone: zone, trainers: mostTrainers },
    fetchPolicy: 'cache-and-network',
  })
  const periods = useMemo(() => periodsOf(range, zone), [range, zone])
  const begin = (index: number) => periods.instants[Math.min(index, periods.instants.length - 1)] ?? instants.to
  const byPeriod = useAttendancePeriodsQuery({
    variables: { p0: begin(0), p1: begin(1), p2: begin(2), p3: begin(3), p4: begin(4), p5: begin(5), p6: begin(mostPeriods), timeZone: zone },
    fetchPolicy: 'cache-and-network',
  })
  // Sums are counted anew at a calm pace while the organisation works.
  const again = useAgain(() => Promise.all([refetch(), byPeriod.refetch()]), 10_000)
  const heard = { onCreated: again, onUpdated: again, onRemoved: again }
  useLive(SessionChangedDocument, heard)
  useLive(BookingChangedDocument, heard)
  useLive(UserChangedDocument, heard)
  const shown = shownOf({ data, previousData, error })
  const days = daysIn(range)
  return (
    <Page>
      <PageHeader
        title={<FormattedMessage id="app.analytics" />}
        line={
          <FormattedMessage
            id="analytics.line"
            values={{
              range: intl.formatDateTimeRange(`${range.from}T12:00:00Z`, `${range.to}T12:00:00Z`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
              zone: <ZoneName zone={zone} />,
            }}
          />
        }
        view={<RangeChoice range={range} onDays={onDays} onRange={onRange} />}
        secondary={
          may('generateReport') && (
            <ActionButton icon={FileText} href={`/reports?${new URLSearchParams({ from: range.from, to: range.to })}`}><FormattedMessage id="analytics.report" /></ActionButton>
          )
        }
        divided={false}
      />
      <PageBody>
        {!shown && error && <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={failure(error).requestId}>{failure(error).words}</ErrorPanel>}
        {!shown && !error && <><BlockSkeleton height={350} /><BlockSkeleton height={350} /></>}
        {shown && (
          <>
            <SessionsPerDay days={shown.analytics.sessionsPerDay} today={today} earlier={shown.earlier.sessionsByStatus.reduce((sum, { count }) => sum + count, 0)} />
            <Box sx={{ ...columns, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 5fr) minmax(0, 6fr)' } }}>
              <AttendancePanel counts={shown.analytics.attendance} periods={periods} marks={byPeriod.data ?? byPeriod.previousData} />
              <LoadPanel loads={shown.analytics.trainerLoad} />
            </Box>
            <Box sx={{ ...columns, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))', lg: 'repeat(3, minmax(0, 1fr))' } }}>
              <StatusPanel counts={shown.analytics.sessionsByStatus} />
              <SeatsPanel seats={shown.analytics.seats} earlier={shown.earlier.seats} days={days} />
              <RolesPanel counts={shown.analytics.usersByRole} />
            </Box>
          </>
        )}
      </PageBody>
    </Page>
  )
}

const columns = { display: 'grid', gap: 4 }
