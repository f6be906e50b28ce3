import Typography from '@mui/material/Typography'
import { CircleCheck, ClipboardCheck, KeyRound, Unlink, UserPlus, UserX } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import { useComingSessionsQuery, usePeopleNeedsQuery, useUnmarkedSessionsQuery } from '../../generated/app/homes/home.ts'
import { AssignmentChangedDocument, UserChangedDocument } from '../../generated/identity/live.ts'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { RowList } from '../../kit/ChangeList.tsx'
import { EmptyState, ErrorPanel } from '../../kit/EmptyState.tsx'
import { ListRow } from '../../kit/ListRow.tsx'
import { Section } from '../../kit/Page.tsx'
import { ListSkeleton } from '../../kit/Skeletons.tsx'
import { RelativeTime } from '../../kit/TimeText.tsx'
import { tallyOf } from '../../scheduling/attendanceMarks.ts'
import { hasBegun, isOver } from '../../scheduling/sessionState.ts'
import { useTurns } from '../../scheduling/useTurns.ts'
import { skipToken } from '../apollo.ts'
import { useFailureWords } from '../failureWords.ts'
import { useRowHighlights } from '../highlights.ts'
import { useLive } from '../live.ts'
import { useZone } from '../viewer.tsx'
import { instantFromWall } from '../../kit/zonedTime.ts'
import { plusDays } from '../../scheduling/calendarRange.ts'
import { useAgain } from '../useAgain.ts'
import { When } from './When.tsx'

const asked = 20
/** Of each kind, before one asks for all. */
const atFirst = 2
/** How far ahead a session without a place is worth a word. */
const soonDays = 3

interface Need {
  id: string
  icon: LucideIcon
  warns: boolean
  title: ReactNode
  detail: ReactNode
  button: string
  href: string
  allowed: boolean
}

interface NeedsAttentionProps {
  day: string
  /** What is held today: as each ends, its marks may be missing. */
  sessions: readonly HomeSessionFragment[] | undefined
}

/** Everything that waits for somebody's hand. */
export function NeedsAttention({ day, sessions }: NeedsAttentionProps) {
  const intl = useIntl()
  const failure = useFailureWords()
  const [whole, setWhole] = useState(false)
  const { groups, failed, loading, refetch } = useNeeds(day, sessions)
  const highlights = useRowHighlights(nothingSaid)
  const shown = groups?.flatMap((group) => (whole ? group : group.slice(0, atFirst)))
  const total = groups?.flat().length ?? 0
  return (
    <Section title={<FormattedMessage id="home.needs" />} count={groups && <FormattedNumber value={total} />}>
      {!shown && failed && <ErrorPanel onRetry={refetch} retrying={loading} requestId={failure(failed).requestId}>{failure(failed).words}</ErrorPanel>}
      {!shown && !failed && <ListSkeleton rows={4} />}
      {shown?.length === 0 && (
        <EmptyState icon={CircleCheck} title={<FormattedMessage id="home.needs.none" />}><FormattedMessage id="home.needs.none.why" /></EmptyState>
      )}
      {shown && shown.length > 0 && (
        <RowList label={intl.formatMessage({ id: 'home.needs' })}>
          {shown.map(({ id, icon: Icon, warns, title, detail, button, href, allowed }) => (
            <ListRow
              key={id}
              start={<Icon size={18} aria-hidden color={`var(--lectern-palette-${warns ? 'warn' : 'ink2'})`} />}
              title={title}
              detail={detail}
              highlight={highlights.get(id.split(' ')[1] ?? '')?.kind}
              end={allowed && <ActionButton size="small" href={href}><FormattedMessage id={button} /></ActionButton>}
            />
          ))}
          {total > shown.length && (
            <ListRow
              title={<Typography variant="small" component="span"><FormattedMessage id="home.needs.more" values={{ count: total - shown.length }} /></Typography>}
              onOpen={() => setWhole(true)}
            />
          )}
        </RowList>
      )}
    </Section>
  )
}

const nothingSaid = () => null

function useNeeds(day: string, today: readonly HomeSessionFragment[] | undefined) {
  const zone = useZone()
  const ahead = useMemo(() => {
    const since = new Date().toISOString()
    const to = instantFromWall(`${plusDays(day, soonDays)}T00:00`, zone)
    return {
      placeless: { lacksPlace: true, statuses: ['SCHEDULED' as const], from: since, ...(to && { to }) },
      leaderless: { trainerActive: false, statuses: ['SCHEDULED' as const], from: since },
    }
  }, [day, zone])
  const sessionsAgain = useAgain(() => Promise.all([unmarked.refetch(), placeless.refetch(), leaderless.refetch()]), 2_000)
  const peopleAgain = useAgain(() => people.refetch(), 2_000)
  const sessionFeed = useLive(SessionChangedDocument, { onCreated: sessionsAgain, onUpdated: sessionsAgain, onRemoved: sessionsAgain })
  const bookingFeed = useLive(BookingChangedDocument, { onCreated: sessionsAgain, onUpdated: sessionsAgain, onRemoved: sessionsAgain })
  const userFeed = useLive(UserChangedDocument, { onCreated: peopleAgain, onUpdated: peopleAgain, onRemoved: peopleAgain })
  const assignmentFeed = useLive(AssignmentChangedDocument, { onCreated: peopleAgain, onRemoved: peopleAgain })
  const ready = sessionFeed.ready && bookingFeed.ready && userFeed.ready && assignmentFeed.ready
  const ask = { fetchPolicy: 'cache-and-network' as const }
  const unmarked = useUnmarkedSessionsQuery(ready ? { variables: { filter: { needsAttendance: true }, first: asked }, ...ask } : skipToken)
  const placeless = useComingSessionsQuery(ready ? { variables: { filter: ahead.placeless, first: asked }, ...ask } : skipToken)
  const leaderless = useComingSessionsQuery(ready ? { variables: { filter: ahead.leaderless, first: asked }, ...ask } : skipToken)
  useTurns(today, sessionsAgain)
  const people = usePeopleNeedsQuery(ready ? ask : skipToken)
  const all = [unmarked, placeless, leaderless, people]
  const groups =
    unmarked.data && placeless.data && leaderless.data && people.data
      ? [
          ended(unmarked.data.sessions.nodes).map(unmarkedNeed),
          toCome(placeless.data.sessions.nodes).map(placelessNeed),
          toCome(leaderless.data.sessions.nodes).map(leaderlessNeed),
          peopleNeeds(people.data),
        ]
      : undefined
  return {
    groups,
    failed: all.find(({ error }) => error)?.error,
    loading: all.some(({ loading }) => loading),
    refetch: () => void Promise.all(all.map((one) => one.refetch())),
  }
}

/** While it lasts there is time enough. */
const ended = (sessions: readonly HomeSessionFragment[]) => sessions.filter((session) => isOver(session, Date.now()))

/** Asked for at the beginning of the day's work; some have begun since. */
const toCome = (sessions: readonly HomeSessionFragment[]) => sessions.filter((session) => !hasBegun(session, Date.now()))

const unmarkedNeed = (session: HomeSessionFragment): Need => ({
  id: `unmarked ${session.id}`,
  icon: ClipboardCheck,
  warns: true,
  title: <bdi>{session.title}</bdi>,
  detail: (
    <FormattedMessage
      id="home.needs.unmarked"
      values={{ time: <When at={session.endsAt} />, unmarked: tallyOf(session.attendanceCounts).unmarked, booked: session.seatsTaken }}
    />
  ),
  button: 'home.needs.mark',
  href: `/sessions/${session.id}/people`,
  allowed: session.viewerCanMarkAttendance,
})

const placelessNeed = (session: HomeSessionFragment): Need => ({
  id: `placeless ${session.id}`,
  icon: Unlink,
  warns: true,
  title: <bdi>{session.title}</bdi>,
  detail: <FormattedMessage id="home.needs.placeless" values={{ time: <When at={session.startsAt} /> }} />,
  button: 'home.needs.addPlace',
  href: `/sessions/${session.id}`,
  allowed: session.viewerCanUpdate,
})

const leaderlessNeed = (session: HomeSessionFragment): Need => ({
  id: `leaderless ${session.id}`,
  icon: UserX,
  warns: true,
  title: <bdi>{session.title}</bdi>,
  detail: <FormattedMessage id="home.needs.leaderless" values={{ time: <When at={session.startsAt} />, trainer: <bdi>{session.trainer.name}</bdi> }} />,
  button: 'home.needs.reassign',
  href: `/sessions/${session.id}`,
  allowed: session.viewerCanUpdate,
})

interface Counted {
  totalCount: number
  nodes: readonly { createdAt: string }[]
}

function peopleNeeds({ temporary, withoutTrainer }: { temporary: Counted; withoutTrainer: Counted }): Need[] {
  const need = (id: string, icon: LucideIcon, href: string, { totalCount, nodes: [first] }: Counted): Need[] =>
    totalCount > 0 && first
      ? [
          {
            id,
            icon,
            warns: false,
            title: <FormattedMessage id={`home.needs.${id}`} values={{ count: totalCount }} />,
            detail: <FormattedMessage id={`home.needs.${id}.since`} values={{ count: totalCount, ago: <RelativeTime at={first.createdAt} /> }} />,
            button: 'home.needs.review',
            href,
            allowed: true,
          },
        ]
      : []
  return [
    ...need('temporary', KeyRound, '/people?temporary=yes&active=yes', temporary),
    ...need('withoutTrainer', UserPlus, '/people?trainer=none&active=yes', withoutTrainer),
  ]
}
