import Box from '@mui/material/Box'
import { CalendarClock } from 'lucide-react'
import { useMemo } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useComingSessionsQuery } from '../../generated/app/homes/home.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ActionButton, visuallyHidden } from '../../kit/ActionButton.tsx'
import { EmptyState, ErrorPanel } from '../../kit/EmptyState.tsx'
import { Page, PageBody, Panel, Section } from '../../kit/Page.tsx'
import { BlockSkeleton, ListSkeleton } from '../../kit/Skeletons.tsx'
import { useNow } from '../../kit/useNow.ts'
import { usePhone } from '../../kit/usePhone.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { heldOn } from '../../scheduling/calendarRange.ts'
import { skipToken } from '../apollo.ts'
import { useFailureWords } from '../failureWords.ts'
import { useLive } from '../live.ts'
import { useZone } from '../viewer.tsx'
import { HomeHeader } from './HomeHeader.tsx'
import { NextSession, nextOf } from './NextSession.tsx'
import { SessionRows } from './SessionRows.tsx'
import { useAgain } from '../useAgain.ts'
import { WhatChanged } from './WhatChanged.tsx'

/** The day's own and some that follow; the rest is in the list. */
const asked = 12
const shown = 6

/** A trainee's way in: the next session with its class link, what changed, what comes up. */
export function TraineeHome() {
  const intl = useIntl()
  const zone = useZone()
  const phone = usePhone()
  const failure = useFailureWords()
  const now = useNow(15_000)
  const day = dayOf(now, zone)
  const filter = useMemo(() => ({ endsAfter: heldOn([day], zone).endsAfter }), [day, zone])
  const again = useAgain(() => refetch(), 1_500)
  const heard = { onCreated: again, onUpdated: again, onRemoved: again }
  const sessions = useLive(SessionChangedDocument, heard)
  const bookings = useLive(BookingChangedDocument, heard)
  const ready = sessions.ready && bookings.ready
  const { data, error, loading, refetch } = useComingSessionsQuery(
    ready ? { variables: { filter, first: asked }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  const booked = data?.sessions.nodes
  const next = booked && nextOf(booked, now)
  const later = booked?.filter(({ id, endsAt }) => id !== next?.id && Date.parse(endsAt) > now).slice(0, shown)
  return (
    <Page>
      {/* The phone has no room for it, but whoever listens begins there, and so does the page's name. */}
      {phone ? <Box component="h1" sx={visuallyHidden}><FormattedMessage id="home.today" /></Box> : <HomeHeader day={day} />}
      <PageBody>
        {!booked && error && <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={failure(error).requestId}>{failure(error).words}</ErrorPanel>}
        {booked && !next && (
          <Panel>
            <EmptyState icon={CalendarClock} title={<FormattedMessage id="home.next.none" />}><FormattedMessage id="home.next.none.why" /></EmptyState>
          </Panel>
        )}
        <Box sx={{ display: 'grid', alignItems: 'start', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' } }}>
          {!booked && !error && <BlockSkeleton height={300} />}
          {next && <NextSession session={next} />}
          <WhatChanged />
          <Section
            title={<FormattedMessage id="home.comingUp" />}
            end={<ActionButton href="/sessions" variant="text" color="primary" size="small"><FormattedMessage id="home.allSessions" /></ActionButton>}
          >
            {!later && <ListSkeleton rows={4} />}
            {later?.length === 0 && <EmptyState icon={CalendarClock} title={<FormattedMessage id="home.comingUp.none" />}><FormattedMessage id="home.comingUp.none.booked" /></EmptyState>}
            {later && later.length > 0 && <SessionRows label={intl.formatMessage({ id: 'home.comingUp' })} sessions={later} />}
          </Section>
        </Box>
      </PageBody>
    </Page>
  )
}
