import Box from '@mui/material/Box'
import { CalendarPlus, CircleCheck, ClipboardCheck } from 'lucide-react'
import { useMemo } from 'react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import { useComingSessionsQuery, useUnmarkedSessionsQuery } from '../../generated/app/homes/home.ts'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { RowList } from '../../kit/ChangeList.tsx'
import { EmptyState, ErrorPanel } from '../../kit/EmptyState.tsx'
import { ListRow } from '../../kit/ListRow.tsx'
import { Page, PageBody, Section } from '../../kit/Page.tsx'
import { BlockSkeleton, ListSkeleton } from '../../kit/Skeletons.tsx'
import { useNow } from '../../kit/useNow.ts'
import { usePhone } from '../../kit/usePhone.ts'
import { tallyOf } from '../../scheduling/attendanceMarks.ts'
import { instantsOf } from '../../scheduling/calendarRange.ts'
import { isOver } from '../../scheduling/sessionState.ts'
import { useTurns } from '../../scheduling/useTurns.ts'
import { skipToken } from '../apollo.ts'
import { useFailureWords } from '../failureWords.ts'
import { useRowHighlights } from '../highlights.ts'
import { useLive } from '../live.ts'
import { useViewer, useZone } from '../viewer.tsx'
import { DaySummary } from './DaySummary.tsx'
import { DayTimeline } from './DayTimeline.tsx'
import { HomeHeader } from './HomeHeader.tsx'
import { NextSession, nextOf, wide } from './NextSession.tsx'
import { SessionRows } from './SessionRows.tsx'
import { EmptyDay, PhoneDay } from './ShortDay.tsx'
import { useAgain } from '../useAgain.ts'
import { useHomeDay } from './useHomeDay.ts'
import { When } from './When.tsx'

const coming = 6
const unmarkedShown = 8

/** A trainer's day: what is next, what is today, and what is still to mark. */
export function TrainerHome() {
  const viewer = useViewer()
  const failure = useFailureWords()
  const zone = useZone()
  const phone = usePhone()
  const now = useNow(15_000)
  const again = useAgain(() => Promise.all([today.refetch(), next.refetch(), unmarked.refetch()]), 1_500)
  const heard = { onCreated: again, onUpdated: again, onRemoved: again }
  const sessionFeed = useLive(SessionChangedDocument, heard)
  const bookingFeed = useLive(BookingChangedDocument, heard)
  const ready = sessionFeed.ready && bookingFeed.ready
  const today = useHomeDay(ready, viewer.id)
  const own = { trainerId: viewer.id }
  // Today stands in the timetable; what comes up begins tomorrow.
  const tomorrow = useMemo(() => instantsOf([today.day], zone).to, [today.day, zone])
  const next = useComingSessionsQuery(
    ready ? { variables: { filter: { ...own, from: tomorrow, statuses: ['SCHEDULED'] }, first: coming }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  const unmarked = useUnmarkedSessionsQuery(
    ready ? { variables: { filter: { ...own, needsAttendance: true }, first: unmarkedShown }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  useTurns(today.sessions, again)
  const ahead = next.data?.sessions.nodes ?? []
  const upNext = nextOf([...(today.sessions ?? []), ...ahead], now)
  const later = ahead.filter(({ id }) => id !== upNext?.id)
  const error = today.error ?? next.error ?? unmarked.error
  if (error && !today.sessions) {
    const { words, requestId } = failure(error)
    return (
      <Page>
        <HomeHeader day={today.day} quiet />
        <ErrorPanel onRetry={() => void today.refetch()} retrying={today.loading} requestId={requestId}>{words}</ErrorPanel>
      </Page>
    )
  }
  return (
    <Page>
      <HomeHeader day={today.day} quiet={Boolean(upNext)} />
      <PageBody>
        <Box sx={{ display: 'grid', alignItems: 'start', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
          {!(today.sessions && next.data) && <BlockSkeleton height={300} />}
          {today.sessions && next.data && upNext && <NextSession session={upNext} actions={<MarkButton session={upNext} />} />}
          <ToMark sessions={unmarked.data?.sessions.nodes} total={unmarked.data?.sessions.totalCount} />
        </Box>
        {today.sessions?.length === 0 && <EmptyDay />}
        {today.sessions && today.sessions.length > 0 && (
          phone ? (
            <Section title={<FormattedMessage id="home.timeline" />}><PhoneDay day={today.day} sessions={today.sessions} /></Section>
          ) : (
            <Box sx={{ display: 'grid', gap: 3 }}>
              <DaySummary sessions={today.sessions} />
              <DayTimeline day={today.day} sessions={today.sessions} />
            </Box>
          )
        )}
        {/* Both above are as long as they are: what stands below them would be seen to move when they come. */}
        <Box sx={{ display: 'contents', visibility: today.sessions && next.data && (unmarked.data || unmarked.error) ? 'inherit' : 'hidden' }}>
          <ComingUp sessions={next.data && later} />
        </Box>
      </PageBody>
    </Page>
  )
}

function MarkButton({ session }: { session: HomeSessionFragment }) {
  if (!session.viewerCanMarkAttendance) return null
  return (
    <ActionButton size="large" icon={ClipboardCheck} href={`/sessions/${session.id}/people`} sx={wide}>
      <FormattedMessage id="session.markAttendance" />
    </ActionButton>
  )
}

interface ToMarkProps {
  sessions: readonly HomeSessionFragment[] | undefined
  total: number | undefined
}

function ToMark({ sessions, total = 0 }: ToMarkProps) {
  const intl = useIntl()
  const now = useNow(15_000)
  const highlights = useRowHighlights(noNote)
  return (
    <Section title={<FormattedMessage id="home.toMark" />} count={sessions && <FormattedNumber value={total} />}>
      {!sessions && <ListSkeleton rows={3} />}
      {sessions?.length === 0 && <EmptyState icon={CircleCheck} title={<FormattedMessage id="home.toMark.none" />}><FormattedMessage id="home.toMark.none.why" /></EmptyState>}
      {sessions && sessions.length > 0 && (
        <RowList label={intl.formatMessage({ id: 'home.toMark' })}>
          {sessions.map((session) => (
            <ListRow
              key={session.id}
              start={<ClipboardCheck size={18} aria-hidden color={`var(--lectern-palette-${isOver(session, now) ? 'warn' : 'ink2'})`} />}
              title={<bdi>{session.title}</bdi>}
              detail={
                <FormattedMessage
                  id={isOver(session, now) ? 'home.needs.unmarked' : 'home.toMark.running'}
                  values={{ time: <When at={session.endsAt} />, unmarked: tallyOf(session.attendanceCounts).unmarked, booked: session.seatsTaken }}
                />
              }
              highlight={highlights.get(session.id)?.kind}
              end={session.viewerCanMarkAttendance && <ActionButton size="small" href={`/sessions/${session.id}/people`}><FormattedMessage id="home.needs.mark" /></ActionButton>}
            />
          ))}
        </RowList>
      )}
    </Section>
  )
}

const noNote = () => null

function ComingUp({ sessions }: { sessions: readonly HomeSessionFragment[] | undefined }) {
  const intl = useIntl()
  return (
    <Section
      title={<FormattedMessage id="home.comingUp" />}
      end={<ActionButton href="/sessions" variant="text" color="primary" size="small"><FormattedMessage id="home.allSessions" /></ActionButton>}
    >
      {!sessions && <ListSkeleton rows={4} />}
      {sessions?.length === 0 && <EmptyState icon={CalendarPlus} title={<FormattedMessage id="home.comingUp.none" />}><FormattedMessage id="home.comingUp.none.why" /></EmptyState>}
      {sessions && sessions.length > 0 && <SessionRows label={intl.formatMessage({ id: 'home.comingUp' })} sessions={sessions} />}
    </Section>
  )
}
