import Box from '@mui/material/Box'
import { Ban, CalendarDays, Check, Circle, CircleCheck, Clock, FileCheck2, X } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useLiveList } from '../app/live.ts'
import { usePersonBookingsQuery, usePersonSessionsHeldQuery } from '../generated/identity/person.ts'
import type { Attendance, PersonSessionFragment, SessionStatus } from '../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { RowList } from '../kit/ChangeList.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'
import { ListRow } from '../kit/ListRow.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { PageBody } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import { StatusMark } from '../kit/Status.tsx'
import type { Tone } from '../kit/Status.tsx'
import { TimeRange } from '../kit/TimeText.tsx'
import { useNow } from '../kit/useNow.ts'
import { usePersonOnPage } from './PersonPage.tsx'

/** The sessions that a trainer holds, or that a trainee attends; the latest first. */
export function PersonSessionsPage() {
  const { person } = usePersonOnPage()
  const [pages, setPages] = useState<readonly (string | undefined)[]>([undefined])
  // What is new is asked for with the newest part: it begins anew.
  const [round, setRound] = useState(0)
  const attends = person.role === 'TRAINEE'
  const show = () => {
    setPages([undefined])
    setRound(round + 1)
  }
  const bookings = useLiveList(BookingChangedDocument, { refetch: show, belongs: ({ booking }) => attends && booking?.trainee.id === person.id })
  const sessions = useLiveList(SessionChangedDocument, { refetch: show, belongs: ({ session }) => !attends && session?.trainer.id === person.id })
  const fresh = attends ? bookings : sessions
  const Part = attends ? AttendedPart : HeldPart
  return (
    <>
      <NewRowsStrip count={fresh.fresh} onShow={fresh.show}>
        <FormattedMessage id="person.sessions.fresh" values={{ count: fresh.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      <PageBody>
        <div>
          {bookings.ready && sessions.ready && pages.map((after, index) => (
            <Part
              key={`${after ?? 'newest'} ${round}`}
              personId={person.id}
              after={after}
              onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
            />
          ))}
        </div>
      </PageBody>
    </>
  )
}

interface PartProps {
  personId: string
  after: string | undefined
  onMore: ((cursor: string) => void) | undefined
}

const served = { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } as const

function HeldPart({ personId, after, onMore }: PartProps) {
  const { data } = usePersonSessionsHeldQuery({ variables: { id: personId, ...(after && { after }) }, ...served })
  const held = data?.user?.sessionsHeld
  if (!held) return <ListSkeleton />
  if (held.nodes.length === 0) return <NoSessions id="person.noSessionsHeld" />
  return (
    <SessionRows page={held.pageInfo} onMore={onMore}>
      {held.nodes.map((session) => <SessionRow key={session.id} session={session} />)}
    </SessionRows>
  )
}

function AttendedPart({ personId, after, onMore }: PartProps) {
  const { data } = usePersonBookingsQuery({ variables: { id: personId, filter: { statuses: ['BOOKED'] }, ...(after && { after }) }, ...served })
  const bookings = data?.user?.bookings
  if (!bookings) return <ListSkeleton />
  if (bookings.nodes.length === 0) return <NoSessions id="person.noBookings" />
  return (
    <SessionRows page={bookings.pageInfo} onMore={onMore}>
      {bookings.nodes.map(({ id, session, attendance }) => (
        <SessionRow key={id} session={session} trainer={session.trainer.name} attendance={attendance ?? null} />
      ))}
    </SessionRows>
  )
}

const NoSessions = ({ id }: { id: string }) => (
  <EmptyState icon={CalendarDays} title={<FormattedMessage id={id} />}><FormattedMessage id={`${id}.why`} /></EmptyState>
)

interface SessionRowsProps {
  page: { hasNextPage: boolean; endCursor?: string | null }
  onMore: PartProps['onMore']
  children: React.ReactNode
}

function SessionRows({ page: { hasNextPage, endCursor }, onMore, children }: SessionRowsProps) {
  const intl = useIntl()
  return (
    <>
      <RowList label={intl.formatMessage({ id: 'person.tab.sessions' })}>{children}</RowList>
      {onMore && hasNextPage && endCursor && (
        <Box sx={{ paddingBlockStart: 3 }}><ActionButton size="small" onClick={() => onMore(endCursor)}><FormattedMessage id="person.older" /></ActionButton></Box>
      )}
    </>
  )
}

const states: Record<SessionStatus, { icon: LucideIcon; tone: Tone }> = {
  SCHEDULED: { icon: Circle, tone: 'neutral' },
  COMPLETED: { icon: CircleCheck, tone: 'completed' },
  CANCELLED: { icon: Ban, tone: 'cancelled' },
}

const marks: Record<Attendance, { icon: LucideIcon; tone: Tone }> = {
  PRESENT: { icon: Check, tone: 'present' },
  LATE: { icon: Clock, tone: 'late' },
  EXCUSED: { icon: FileCheck2, tone: 'excused' },
  ABSENT: { icon: X, tone: 'absent' },
}

interface SessionRowProps {
  session: PersonSessionFragment
  trainer?: string
  attendance?: Attendance | null
}

export function SessionRow({ session, trainer, attendance }: SessionRowProps) {
  const now = useNow(15_000)
  const { startsAt, endsAt, status, title, id } = session
  const live = status === 'SCHEDULED' && Date.parse(startsAt) <= now && now < Date.parse(endsAt)
  const state = live ? (
    <StatusMark lamp tone="live"><FormattedMessage id="person.session.LIVE" /></StatusMark>
  ) : (
    <StatusMark {...states[status]}><FormattedMessage id={`person.session.${status}`} /></StatusMark>
  )
  return (
    <ListRow
      title={<bdi>{title}</bdi>}
      detail={<><TimeRange from={startsAt} to={endsAt} style="dateTime" />{trainer && <> · <bdi>{trainer}</bdi></>}</>}
      end={attendance ? <StatusMark {...marks[attendance]}><FormattedMessage id={`person.attendance.${attendance}`} /></StatusMark> : state}
      href={`/sessions/${id}`}
      struck={status === 'CANCELLED'}
    />
  )
}
