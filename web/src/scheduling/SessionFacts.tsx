import { Ban, Circle, CircleCheck, MapPin, TriangleAlert, Video } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { Meter, SegmentBar } from '../kit/Meter.tsx'
import { StatusMark, StatusPill } from '../kit/Status.tsx'
import type { Tone } from '../kit/Status.tsx'
import { TimeRange, TimeText, useZone } from '../kit/TimeText.tsx'
import { useAtPresent, useNow } from '../kit/useNow.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { attendanceMarks, markedIn, segmentsOf, tallyOf } from './attendanceMarks.ts'
import type { CountedAttendance } from './attendanceMarks.ts'
import { hasBegun, stateOf } from './sessionState.ts'
import type { SessionState, TimedSession } from './sessionState.ts'

interface StateLook {
  tone: Tone
  icon?: LucideIcon
  lamp?: boolean
}

export const stateLooks: Record<SessionState, StateLook> = {
  SCHEDULED: { tone: 'neutral', icon: Circle },
  IN_PROGRESS: { tone: 'live', lamp: true },
  COMPLETED: { tone: 'completed', icon: CircleCheck },
  CANCELLED: { tone: 'cancelled', icon: Ban },
}

/** How often what is in progress is looked at again. */
const eachQuarterMinute = 15_000

export function SessionStateMark({ session }: { session: TimedSession }) {
  const state = useAtPresent(eachQuarterMinute, (now) => stateOf(session, now))
  return <StatusMark {...stateLooks[state]}><FormattedMessage id={`session.state.${state}`} /></StatusMark>
}

/** In a header: how long it still goes on, too. `plain`: without the pill, where there is a line for it. */
export function SessionStatePill({ session, plain = false }: { session: TimedSession; plain?: boolean }) {
  const now = useNow(eachQuarterMinute)
  const state = stateOf(session, now)
  const minutes = Math.max(1, Math.ceil((Date.parse(session.endsAt) - now) / 60_000))
  const Look = plain ? StatusMark : StatusPill
  return (
    <Look {...stateLooks[state]}>
      {state === 'IN_PROGRESS' ? (
        <FormattedMessage id="session.state.left" values={{ minutes }} />
      ) : (
        <FormattedMessage id={`session.state.${state}`} />
      )}
    </Look>
  )
}

/** Tue 24; of another month or year it says which, and then the weekday gives way. */
export function SessionDay({ at }: { at: string }) {
  const intl = useIntl()
  const zone = useZone()
  const [day, today] = [dayOf(at, zone), dayOf(Date.now(), zone)]
  const words = intl.formatDate(at, {
    day: 'numeric',
    ...(day.slice(0, 7) !== today.slice(0, 7) && { month: 'short' }),
    ...(day.slice(0, 4) === today.slice(0, 4) ? { weekday: 'short' } : { year: 'numeric' }),
    timeZone: zone,
  })
  return <bdi><time dateTime={at}>{words}</time></bdi>
}

interface SessionTimeProps {
  session: { startsAt: string; endsAt: string }
  /** Otherwise short, as in a list. */
  style?: 'date' | 'longDate'
}

/** Day and time on one line; a comma keeps their figures apart. */
export const SessionTime = ({ session: { startsAt, endsAt }, style }: SessionTimeProps) => (
  <FormattedMessage id="session.dayTime" values={{ day: style ? <TimeText at={startsAt} style={style} /> : <SessionDay at={startsAt} />, time: <TimeRange from={startsAt} to={endsAt} /> }} />
)

export interface PlacedSession {
  location?: string | null
  classLink?: string | null
  status: TimedSession['status']
}

/** Where it is held; a session that still needs a place says so. */
export function SessionPlace({ session }: { session: PlacedSession }) {
  const { location, classLink, status } = session
  if (location) return <StatusMark icon={MapPin}><PlaceText><bdi>{location}</bdi></PlaceText></StatusMark>
  if (classLink) return <StatusMark icon={Video}><PlaceText><FormattedMessage id="session.online" /></PlaceText></StatusMark>
  if (status !== 'SCHEDULED') return null
  return <StatusMark tone="warn" icon={TriangleAlert}><FormattedMessage id="session.noPlace" /></StatusMark>
}

function PlaceText({ children }: { children: React.ReactNode }) {
  return <span style={{ fontWeight: 400, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}>{children}</span>
}

export function SeatsMeter({ session }: { session: { seatsTaken: number; capacity?: number | null } }) {
  const intl = useIntl()
  const { seatsTaken: taken, capacity = null } = session
  const label = intl.formatMessage({ id: capacity === null ? 'session.seats.open' : 'session.seats.of' }, { taken, capacity })
  return <Meter value={taken} max={capacity} label={label} />
}

export interface AttendedSession extends TimedSession {
  seatsTaken: number
  attendanceCounts: readonly CountedAttendance[]
}

/** How attendance stands; before the start there is nothing to say. */
export function AttendanceBar({ session, width = 84 }: { session: AttendedSession; width?: number | string }) {
  const intl = useIntl()
  const begun = useAtPresent(eachQuarterMinute, (now) => hasBegun(session, now))
  if (session.status === 'CANCELLED') return null
  const tally = tallyOf(session.attendanceCounts)
  const marked = markedIn(tally)
  if (marked === 0 && !begun) return <span aria-hidden>{'—'}</span>
  const words = attendanceMarks
    .filter(({ attendance }) => tally[attendance] > 0)
    .map(({ attendance }) => intl.formatMessage({ id: 'attendance.counted' }, { mark: intl.formatMessage({ id: `attendance.${attendance}` }), count: tally[attendance] }))
  const label = [intl.formatMessage({ id: 'attendance.markedOf' }, { marked, all: session.seatsTaken }), ...words].join(', ')
  return <SegmentBar segments={segmentsOf(tally)} total={session.seatsTaken} width={width} label={label} />
}

/** The four states with their signs, where blocks alone would leave one guessing. */
export function StateLegend() {
  const intl = useIntl()
  return (
    <ul aria-label={intl.formatMessage({ id: 'calendar.legend' })} style={{ display: 'flex', flexWrap: 'wrap', gap: 20, margin: 0, padding: 0, listStyle: 'none' }}>
      {(['COMPLETED', 'IN_PROGRESS', 'SCHEDULED', 'CANCELLED'] as const).map((state) => (
        <li key={state}><StatusMark {...stateLooks[state]}><FormattedMessage id={`session.state.${state}`} /></StatusMark></li>
      ))}
    </ul>
  )
}
