import { skipToken } from '../app/apollo.ts'
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { CalendarX2, CheckCheck, ClipboardCheck, Clock, MapPin, Pencil, RotateCcw, Video } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useNavigate, useParams } from 'react-router'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { useMay } from '../app/viewer.tsx'
import type { SessionDetailFragment, SessionQuery } from '../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useSessionQuery } from '../generated/scheduling/session.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { Fact, PageHeader } from '../kit/PageHeader.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { TextSkeleton } from '../kit/Skeletons.tsx'
import { TimeRange, TimeText, useZone, useZoneName, ZoneName } from '../kit/TimeText.tsx'
import { useNow } from '../kit/useNow.ts'
import { usePhone } from '../kit/usePhone.ts'
import { zoneOffset } from '../kit/timeWords.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { markedIn, tallyOf } from './attendanceMarks.ts'
import { joinAction, sessionDeeds } from './sessionActions.ts'
import { SessionDialogs, useSessionDialogs } from './SessionDialogs.tsx'
import type { SessionDeed, SessionDialogsState } from './SessionDialogs.tsx'
import { SessionStatePill } from './SessionFacts.tsx'
import { SessionHistoryPage } from './SessionHistoryPage.tsx'
import { SessionOverview } from './SessionOverview.tsx'
import { SessionPeoplePage } from './SessionPeoplePage.tsx'
import { isJoinable, isOver } from './sessionState.ts'
import { useTurns } from './useTurns.ts'

export type ShownSession = NonNullable<SessionQuery['session']>

const tabs = ['overview', 'people', 'history'] as const
type TabName = (typeof tabs)[number]

export function SessionPage() {
  const { sessionId = '' } = useParams()
  // Another session is another page: nothing of the one before stays.
  return <OneSession key={sessionId} id={sessionId} />
}

function OneSession({ id }: { id: string }) {
  const own = !useMay()('users')
  const failure = useFailureWords()
  const [gone, setGone] = useState<string | null>()
  const bookings = useLive(BookingChangedDocument)
  const live = useLive(SessionChangedDocument, {
    onRemoved: ({ id: removed, actor }) => removed === id && setGone(actor?.name ?? null),
    onCreated: (change) => {
      if (change.id === id) setGone(undefined)
    },
  })
  const { data, error, loading, refetch } = useSessionQuery(live.ready && bookings.ready ? { variables: { id, own } } : skipToken)
  const session = data?.session
  useTurns(session ? [session] : undefined, refetch)
  if (gone !== undefined) return <GoneSession actor={gone} />
  if (session) return <SessionSheet session={session} />
  if (error) {
    const { words, requestId } = failure(error)
    return <Page><ErrorPanel alone title={<FormattedMessage id="session.failed" />} onRetry={() => void refetch()} retrying={loading} requestId={requestId}>{words}</ErrorPanel></Page>
  }
  if (data && session === null) return <NotFoundPage />
  return <Page><PageBody><TextSkeleton lines={5} /></PageBody></Page>
}

function GoneSession({ actor }: { actor: string | null }) {
  return (
    <Page>
      <EmptyState
        alone
        icon={CalendarX2}
        title={<FormattedMessage id="session.gone" />}
        actions={<ActionButton size="small" href="/sessions"><FormattedMessage id="session.gone.back" /></ActionButton>}
      >
        <FormattedMessage id={actor ? 'session.gone.by' : 'session.gone.why'} values={{ actor: <bdi>{actor}</bdi> }} />
      </EmptyState>
    </Page>
  )
}

function SessionSheet({ session }: { session: ShownSession }) {
  const intl = useIntl()
  const zone = useZone()
  const phone = usePhone()
  const navigate = useNavigate()
  const may = useMay()
  const offline = useOfflineReason(useConnectionState())
  const dialogs = useSessionDialogs()
  const { tab: asked } = useParams()
  const shown = tabs.filter((name) => name !== 'people' || may('users'))
  const tab: TabName = shown.find((name) => name === asked) ?? 'overview'
  const buttons = useNextActions(session, tab, dialogs, offline)
  const day = dayOf(session.startsAt, zone)
  // On a phone the roster's own bar stands at the foot.
  const rosterFoot = phone && tab === 'people' && session.viewerCanMarkAttendance
  return (
    <Page fill={tab === 'people'}>
      <PageHeader
        breadcrumb={[
          { label: <FormattedMessage id={may('users') ? 'session.sessions' : 'session.mine'} />, href: '/sessions' },
          { label: <TimeText at={session.startsAt} style="longDate" />, href: `/calendar?view=day&day=${day}` },
        ]}
        title={<bdi>{session.title}</bdi>}
        status={<SessionStatePill session={session} plain={rosterFoot} />}
        // On a phone the roster needs the room.
        back={rosterFoot ? { label: intl.formatMessage({ id: 'session.sessions' }), href: '/sessions' } : undefined}
        facts={<Facts session={session} />}
        primary={buttons.primary}
        secondary={buttons.secondary}
        overflow={[...(rosterFoot ? joinAction(intl, session) : []), ...sessionDeeds(intl, session, { start: dialogs.start, offline, without: rosterFoot ? [] : buttons.taken })]}
        tabs={{
          label: intl.formatMessage({ id: 'session.tabs' }),
          value: tab,
          tabs: shown.map((name) => ({
            value: name,
            label: <FormattedMessage id={`session.tab.${name}`} />,
            count: name === 'people' ? session.seatsTaken : undefined,
            href: `/sessions/${session.id}${name === 'overview' ? '' : `/${name}`}`,
          })),
        }}
      />
      {tab === 'overview' && <SessionOverview session={session} onAdd={() => dialogs.start('addTrainees', session)} />}
      {tab === 'people' && <SessionPeoplePage session={session} onAdd={() => dialogs.start('addTrainees', session)} />}
      {tab === 'history' && <SessionHistoryPage session={session} />}
      <SessionDialogs dialogs={dialogs} onDeleted={() => void navigate('/sessions', { replace: true })} />
    </Page>
  )
}

interface NextActions {
  primary: React.ReactNode
  secondary: React.ReactNode
  /** They do not stand in the overflow a second time. */
  taken: readonly SessionDeed[]
}

/** One next action, and at most one beside it; everything else waits behind the dots. */
function useNextActions(session: ShownSession, tab: TabName, { start }: SessionDialogsState, offline: string | null | undefined): NextActions {
  const now = useNow(15_000)
  const tally = tallyOf(session.attendanceCounts)
  const unmarked = session.seatsTaken - markedIn(tally)
  const over = isOver(session, now)
  const deed = (name: SessionDeed, icon: typeof Pencil, primary: boolean) => (
    <ActionButton {...(primary && { variant: 'contained', color: 'primary' })} icon={icon} disabledReason={offline} onClick={() => start(name, session)}>
      <FormattedMessage id={`session.${name}`} />
    </ActionButton>
  )
  const join = (
    <ActionButton variant="contained" color="primary" icon={Video} href={session.classLink ?? ''} target="_blank" rel="noopener noreferrer">
      <FormattedMessage id="session.join" />
    </ActionButton>
  )
  const complete = session.viewerCanComplete ? deed('complete', CheckCheck, false) : undefined
  const taken: SessionDeed[] = complete ? ['complete'] : []
  if (isJoinable(session, now)) return { primary: join, secondary: complete, taken }
  if (session.viewerCanMarkAttendance && unmarked > 0 && tab !== 'people') {
    const mark = (
      <ActionButton variant="contained" color="primary" icon={ClipboardCheck} href={`/sessions/${session.id}/people`}>
        <FormattedMessage id="session.markAttendance" />
      </ActionButton>
    )
    return { primary: mark, secondary: complete, taken }
  }
  if (session.viewerCanComplete) return { primary: deed('complete', CheckCheck, over || unmarked === 0), secondary: undefined, taken }
  if (session.viewerCanRestore) return { primary: deed('restore', RotateCcw, true), secondary: undefined, taken: ['restore'] }
  if (session.viewerCanUpdate) return { primary: deed('edit', Pencil, session.status === 'SCHEDULED'), secondary: undefined, taken: ['edit'] }
  return { primary: undefined, secondary: undefined, taken: [] }
}

function Facts({ session }: { session: SessionDetailFragment }) {
  const zone = useZone()
  const may = useMay()
  const { location, classLink, trainer } = session
  return (
    <>
      <Fact icon={Clock}>
        <TimeRange from={session.startsAt} to={session.endsAt} /> <ZoneName zone={zone} />
        <OtherZone session={session} zone={zone} />
      </Fact>
      {location && <Fact icon={MapPin}><bdi>{location}</bdi></Fact>}
      {classLink && (
        <Fact icon={Video}>
          <Link href={classLink} target="_blank" rel="noopener noreferrer" sx={{ color: 'inherit' }}><FormattedMessage id="session.online" /></Link>
        </Fact>
      )}
      <Fact>
        <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5 }}>
          <PersonAvatar name={trainer.name} id={trainer.id} size={20} />
          {may('users') ? <Link href={`/people/${trainer.id}`} sx={{ color: 'inherit' }}><bdi>{trainer.name}</bdi></Link> : <bdi>{trainer.name}</bdi>}
        </Box>
      </Fact>
    </>
  )
}

/** The clock where it is held, when that is another than the viewer's. */
function OtherZone({ session, zone }: { session: SessionDetailFragment; zone: string }) {
  const { locale } = useIntl()
  const name = useZoneName(session.timeZone)
  const at = session.startsAt
  if (session.timeZone === zone || zoneOffset(zone, locale, at) === zoneOffset(session.timeZone, locale, at)) return null
  const there = <TimeText at={at} zone={session.timeZone} style={dayOf(at, zone) === dayOf(at, session.timeZone) ? 'time' : 'dayTime'} />
  return <>{' '}<FormattedMessage id="session.otherZone" values={{ time: there, zone: <bdi>{name}</bdi> }} /></>
}
