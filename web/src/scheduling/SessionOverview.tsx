import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { Ban, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useMay } from '../app/viewer.tsx'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { PageBody, Panel } from '../kit/Page.tsx'
import { Person } from '../kit/PersonAvatar.tsx'
import { TimeText, useZone, ZoneName } from '../kit/TimeText.tsx'
import { attendanceMarks, markedIn, tallyOf } from './attendanceMarks.ts'
import { OwnMark } from './sessionColumns.tsx'
import { AttendanceBar, SeatsMeter, SessionPlace, SessionTime } from './SessionFacts.tsx'
import type { ShownSession } from './SessionPage.tsx'
import { hasBegun } from './sessionState.ts'

interface SessionOverviewProps {
  session: ShownSession
  onAdd: () => void
}

export function SessionOverview({ session, onAdd }: SessionOverviewProps) {
  const may = useMay()
  return (
    <PageBody>
      {session.status === 'CANCELLED' && session.cancelReason && (
        <Typography component="p" sx={{ display: 'flex', gap: 2.5, alignItems: 'center', m: 0, padding: 4, borderRadius: '10px', border: '1px dashed', borderColor: 'control', color: 'ink2' }}>
          <Ban size={16} aria-hidden />
          <span><FormattedMessage id="session.cancelled.because" values={{ reason: <bdi>{session.cancelReason}</bdi> }} /></span>
        </Typography>
      )}
      <Box sx={{ display: 'grid', gap: 5, alignItems: 'start', gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 3fr) minmax(0, 2fr)' } }}>
        <Panel title={<FormattedMessage id="session.about" />}>
          <Box component="dl" sx={{ m: 0, display: 'grid' }}>
            <WhenLines session={session} />
            <Line label="session.place"><Place session={session} /></Line>
            <Line label="session.trainer">
              <Person name={session.trainer.name} id={session.trainer.id} size={22} href={may('users') ? `/people/${session.trainer.id}` : undefined} />
            </Line>
            <Line label="session.form.description">
              {session.description ? (
                <Box component="bdi" sx={{ display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxInlineSize: '72ch' }}>{session.description}</Box>
              ) : (
                <Box component="span" sx={{ color: 'ink3' }}><FormattedMessage id="session.noDescription" /></Box>
              )}
            </Line>
          </Box>
        </Panel>
        {may('users') ? <SeatsPanel session={session} onAdd={onAdd} /> : <OwnPanel session={session} />}
      </Box>
    </PageBody>
  )
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: '128px minmax(0, 1fr)' },
        columnGap: 4,
        alignItems: 'baseline',
        paddingBlock: 2.5,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        '&:last-of-type': { borderBlockEnd: 0, paddingBlockEnd: 0 },
      }}
    >
      <Box component="dt" sx={{ typography: 'small', color: 'ink2' }}><FormattedMessage id={label} /></Box>
      <Box component="dd" sx={{ m: 0, minInlineSize: 0 }}>{children}</Box>
    </Box>
  )
}

function WhenLines({ session }: { session: ShownSession }) {
  const zone = useZone()
  const { startsAt, timeZone, durationMinutes } = session
  return (
    <>
      <Line label="session.when">
        <SessionTime session={session} style="longDate" />{' '}
        <Box component="span" sx={{ color: 'ink2' }}><ZoneName zone={zone} offset at={startsAt} /></Box>
      </Line>
      {timeZone !== zone && (
        <Line label="session.whereHeld">
          <TimeText at={startsAt} style="dayTime" zone={timeZone} />{' '}
          <Box component="span" sx={{ color: 'ink2' }}><ZoneName zone={timeZone} offset at={startsAt} /></Box>
        </Line>
      )}
      <Line label="session.form.duration"><FormattedMessage id="session.minutes" values={{ minutes: durationMinutes }} /></Line>
    </>
  )
}

function Place({ session }: { session: ShownSession }) {
  const { location, classLink } = session
  if (!location && !classLink) return <SessionPlace session={session} />
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      {location && <span><bdi>{location}</bdi></span>}
      {classLink && (
        <Link href={classLink} target="_blank" rel="noopener noreferrer" sx={{ overflowWrap: 'anywhere' }}><bdi dir="ltr">{classLink}</bdi></Link>
      )}
    </Box>
  )
}

function SeatsPanel({ session, onAdd }: SessionOverviewProps) {
  const intl = useIntl()
  const offline = useOfflineReason(useConnectionState())
  const tally = tallyOf(session.attendanceCounts)
  const marked = markedIn(tally)
  return (
    <Panel
      title={<FormattedMessage id="session.tab.people" />}
      end={
        session.viewerCanAddTrainees && (
          <ActionButton size="small" icon={UserPlus} onClick={onAdd} disabledReason={offline}><FormattedMessage id="session.addTrainees" /></ActionButton>
        )
      }
    >
      <Box component="dl" sx={{ m: 0 }}>
        <Line label="session.seats">
          <SeatsMeter session={session} />
          {session.capacity === null && <Box component="span" sx={{ color: 'ink2', typography: 'small' }}>{' · '}<FormattedMessage id="session.seats.unlimited" /></Box>}
        </Line>
        <Line label="session.attendance">
          <Box sx={{ display: 'flex', alignItems: 'center', minBlockSize: 20 }}><AttendanceBar session={session} width="100%" /></Box>
          {marked > 0 && (
            <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, marginBlockStart: 1.5, typography: 'small', color: 'ink2' }}>
              {attendanceMarks.map(({ attendance, icon: Icon, tone }) => (
                <Box key={attendance} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5 }}>
                  <Box component="span" sx={{ display: 'flex', color: tone }}><Icon size={14} aria-hidden /></Box>
                  {intl.formatMessage({ id: 'attendance.counted' }, { mark: intl.formatMessage({ id: `attendance.${attendance}` }), count: tally[attendance] })}
                </Box>
              ))}
            </Box>
          )}
        </Line>
      </Box>
    </Panel>
  )
}

/** What a trainee sees of the people: the own mark, and how many there are. */
function OwnPanel({ session }: { session: ShownSession }) {
  const intl = useIntl()
  return (
    <Panel title={<FormattedMessage id="session.yourPlace" />}>
      <Box component="dl" sx={{ m: 0 }}>
        {hasBegun(session, Date.now()) && <Line label="attendance.yours"><OwnMark intl={intl} attendance={session.viewerBooking?.attendance} /></Line>}
        <Line label="session.seats"><FormattedMessage id="session.booked" values={{ count: session.seatsTaken }} /></Line>
      </Box>
    </Panel>
  )
}
