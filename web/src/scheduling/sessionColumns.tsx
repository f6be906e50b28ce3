import Box from '@mui/material/Box'
import type { IntlShape } from 'react-intl'
import type { SessionListQuery } from '../generated/operations.ts'
import { OverflowMenu } from '../kit/OverflowMenu.tsx'
import type { MenuAction } from '../kit/OverflowMenu.tsx'
import { Person } from '../kit/PersonAvatar.tsx'
import { StatusMark } from '../kit/Status.tsx'
import type { PhoneRow, TableColumn } from '../kit/tableModel.ts'
import { TimeRange } from '../kit/TimeText.tsx'
import { attendanceMarks } from './attendanceMarks.ts'
import type { Attendance } from '../generated/operations.ts'
import { AttendanceBar, SeatsMeter, SessionDay, SessionPlace, SessionStateMark, SessionTime } from './SessionFacts.tsx'
import { hasBegun } from './sessionState.ts'

export type ListedSession = SessionListQuery['sessions']['nodes'][number]

interface ColumnOptions {
  intl: IntlShape
  /** A trainee reads their own attendance, and nobody's else. */
  own: boolean
  actions: (session: ListedSession) => MenuAction[]
}

export function OwnMark({ intl, attendance }: { intl: IntlShape; attendance: Attendance | null | undefined }) {
  const mark = attendanceMarks.find((one) => one.attendance === attendance)
  if (!mark) return <StatusMark tone="quiet">{intl.formatMessage({ id: 'attendance.unmarked' })}</StatusMark>
  return <StatusMark tone={mark.tone} icon={mark.icon}>{intl.formatMessage({ id: `attendance.${mark.attendance}` })}</StatusMark>
}

/** Before the start there is nothing to mark yet, and of what is cancelled nothing. */
function OwnAttendance({ intl, session }: { intl: IntlShape; session: ListedSession }) {
  const attendance = session.viewerBooking?.attendance
  if (attendance || (session.status !== 'CANCELLED' && hasBegun(session, Date.now()))) return <OwnMark intl={intl} attendance={attendance} />
  return session.status === 'CANCELLED' ? null : <span aria-hidden>{'—'}</span>
}

const startsLook = { display: 'grid', gridTemplateColumns: '84px auto', color: 'ink', '& > span': { color: 'ink2' } }
const struckLook = { ...startsLook, color: 'ink3' }

function Starts({ session, struck }: { session: ListedSession; struck: boolean }) {
  return (
    <Box component="span" sx={struck ? struckLook : startsLook}>
      <span><SessionDay at={session.startsAt} /></span>
      <TimeRange from={session.startsAt} to={session.endsAt} />
    </Box>
  )
}

export const isStruck = ({ status }: { status: string }) => status === 'CANCELLED'

export function sessionColumns({ intl, own, actions }: ColumnOptions): TableColumn<ListedSession>[] {
  const word = (id: string) => intl.formatMessage({ id })
  const attendance: TableColumn<ListedSession> = own
    ? {
        field: 'attendance',
        header: word('attendance.yours'),
        width: 130,
        cell: (session) => <OwnAttendance intl={intl} session={session} />,
      }
    : { field: 'attendance', header: word('session.attendance'), width: 100, fits: true, cell: (session) => <AttendanceBar session={session} width="100%" /> }
  return [
    { field: 'STARTS_AT', header: word('session.starts'), width: 196, fits: true, sortable: true, cell: (session) => <Starts session={session} struck={isStruck(session)} /> },
    { field: 'TITLE', header: word('session.titleColumn'), name: true, flex: 1, width: 140, sortable: true, cell: ({ title }) => <bdi>{title}</bdi> },
    { field: 'trainer', header: word('session.trainer'), flex: 0.7, width: 136, fits: true, cell: ({ trainer }) => <Person name={trainer.name} id={trainer.id} size={22} /> },
    { field: 'place', header: word('session.place'), flex: 0.7, width: 116, cell: (session) => <SessionPlace session={session} /> },
    { field: 'seats', header: word('session.seats'), width: 110, fits: true, cell: (session) => <SeatsMeter session={session} /> },
    attendance,
    { field: 'status', header: word('session.status'), width: 128, cell: (session) => <SessionStateMark session={session} /> },
    {
      field: 'menu',
      header: word('session.actions'),
      quietHeader: true,
      choosable: false,
      width: 54,
      fits: true,
      cell: (session) => <OverflowMenu size="small" label={intl.formatMessage({ id: 'session.actions.of' }, { title: session.title })} actions={actions(session)} />,
    },
  ]
}

export const phoneRow = (session: ListedSession): PhoneRow => ({
  title: <bdi>{session.title}</bdi>,
  detail: (
    <>
      <SessionTime session={session} />
      {' · '}
      <bdi>{session.trainer.name}</bdi>
    </>
  ),
  end: <SessionStateMark session={session} />,
})
