import { skipToken } from '../app/apollo.ts'
import Box from '@mui/material/Box'
import { CircleDot, ClipboardCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useFailureWords } from '../app/failureWords.ts'
import type { Highlight } from '../app/highlights.ts'
import { useRowHighlights } from '../app/highlights.ts'
import { useLive, useLiveList } from '../app/live.ts'
import { shownOf } from '../app/shownOf.ts'
import { useViewer } from '../app/viewer.tsx'
import type { Attendance, OwnAttendanceQuery } from '../generated/operations.ts'
import { useOwnAttendanceCountsQuery, useOwnAttendanceQuery } from '../generated/scheduling/attendance.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useAddressFilters, useListPlace } from '../identity/listPlace.ts'
import { CountStrip } from '../kit/CountStrip.tsx'
import { DataTable } from '../kit/DataTable.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import { SegmentBar } from '../kit/Meter.tsx'
import { Page } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { Person } from '../kit/PersonAvatar.tsx'
import type { TableColumn } from '../kit/tableModel.ts'
import { ZoneNote } from '../kit/TimeText.tsx'
import { atPresent } from '../kit/useNow.ts'
import { attendanceMarks, markedIn, segmentsOf } from './attendanceMarks.ts'
import type { AttendanceTally } from './attendanceMarks.ts'
import { OwnMark } from './sessionColumns.tsx'
import { SessionPlace, SessionTime } from './SessionFacts.tsx'

type Attended = OwnAttendanceQuery['bookings']['nodes'][number]

const pageSize = 50

export function AttendancePage() {
  const intl = useIntl()
  const viewer = useViewer()
  const failure = useFailureWords()
  // Sessions that have begun: what is to come has no attendance yet.
  const [to, setTo] = useState(atPresent)
  const [params, change] = useAddressFilters()
  const place = useListPlace(pageSize)
  const chosen = (params.get('mark')?.split(',') ?? []).filter((one): one is Attendance => attendanceMarks.some(({ attendance }) => attendance === one))
  const choose = (mark: readonly string[]) => change({ mark })
  const sessions = useLive(SessionChangedDocument)
  const live = useLiveList(BookingChangedDocument, { refetch: () => Promise.all([list.refetch(), counts.refetch()]) })
  // What was marked has begun since, and a place may be given in what has.
  const moveOn = () => setTo(atPresent())
  useLive(BookingChangedDocument, { onCreated: moveOn, onUpdated: moveOn })
  const ready = live.ready && sessions.ready
  const list = useOwnAttendanceQuery(
    ready
      ? {
          variables: {
            traineeId: viewer.id,
            to,
            ...place.page,
            ...(chosen.length > 0 && { attendance: chosen }),
          },
        }
      : skipToken,
  )
  const counts = useOwnAttendanceCountsQuery(ready ? { variables: { traineeId: viewer.id, to } } : skipToken)
  const found = shownOf(list)?.bookings
  const counted = counts.data ?? counts.previousData
  const highlights = useRowHighlights(note)
  const columns = useMemo(() => attendanceColumns(intl), [intl])
  const empty = list.error ? (
    <ErrorPanel onRetry={() => void list.refetch()} retrying={list.loading} requestId={failure(list.error).requestId}>{failure(list.error).words}</ErrorPanel>
  ) : (
    <EmptyState icon={ClipboardCheck} title={<FormattedMessage id={chosen.length > 0 ? 'attendance.own.none' : 'attendance.own.empty'} />}>
      <FormattedMessage id={chosen.length > 0 ? 'attendance.own.none.why' : 'attendance.own.empty.why'} />
    </EmptyState>
  )
  const word = (mark: Attendance) => intl.formatMessage({ id: `attendance.${mark}` })
  return (
    <Page fill>
      <PageHeader title={<FormattedMessage id="attendance.own" />} line={<FormattedMessage id="attendance.own.line" />}>
        <Box sx={{ display: 'grid', gap: 4 }}>
          {counted && <OwnCounts tally={tallyFrom(counted)} />}
          <FilterBar
            filters={[
              {
                id: 'mark',
                label: intl.formatMessage({ id: 'session.attendance' }),
                icon: CircleDot,
                value: chosen.length > 0 ? intl.formatList(chosen.map(word), { type: 'disjunction' }) : null,
                multiple: true,
                selected: chosen,
                onSelect: choose,
                onRemove: () => choose([]),
                options: attendanceMarks.map(({ attendance, icon }) => ({ value: attendance, label: word(attendance), icon })),
              },
            ]}
          />
        </Box>
      </PageHeader>
      <DataTable
        label={intl.formatMessage({ id: 'attendance.own' })}
        columns={columns}
        rows={found?.nodes}
        // That time goes on is no other question.
        question={{ ...list.variables, to: undefined }}
        loading={!list.data && !list.error}
        empty={empty}
        highlights={highlights}
        note={<ZoneNote />}
        struck={({ session }) => session.status === 'CANCELLED'}
        rowHref={({ session }) => `/sessions/${session.id}`}
        paging={found && place.pagingOf(found)}
        phoneRow={({ session, attendance }) => ({
          title: <bdi>{session.title}</bdi>,
          detail: <><SessionTime session={session} />{' · '}<bdi>{session.trainer.name}</bdi></>,
          end: <OwnMark intl={intl} attendance={attendance} />,
        })}
      />
    </Page>
  )
}

const note = ({ fields, actorName }: Highlight) => (
  <FormattedMessage
    id={fields.includes('attendance') ? 'attendance.note.marked' : 'attendance.note.changed'}
    values={{ actor: actorName ? <bdi>{actorName}</bdi> : <FormattedMessage id="app.system" /> }}
  />
)

interface OwnCounted {
  all: { totalCount: number }
  present: { totalCount: number }
  late: { totalCount: number }
  excused: { totalCount: number }
  absent: { totalCount: number }
}

function tallyFrom({ all, present, late, excused, absent }: OwnCounted): AttendanceTally {
  const marks = { PRESENT: present.totalCount, LATE: late.totalCount, EXCUSED: excused.totalCount, ABSENT: absent.totalCount }
  const marked = markedIn({ ...marks, unmarked: 0 })
  return { ...marks, unmarked: all.totalCount - marked }
}

function OwnCounts({ tally }: { tally: AttendanceTally }) {
  const intl = useIntl()
  const marked = markedIn(tally)
  // Whoever is excused was not missing; who came late came.
  const counted = marked - tally.EXCUSED
  const share = counted > 0 ? (tally.PRESENT + tally.LATE) / counted : null
  return (
    <Box sx={{ display: 'grid', gap: 3 }}>
      <CountStrip
        label={intl.formatMessage({ id: 'attendance.own.counts' })}
        items={[
          {
            id: 'share',
            label: <FormattedMessage id="attendance.own.share" />,
            value: share === null ? '–' : intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 1 }),
          },
          ...attendanceMarks.map(({ attendance }) => ({
            id: attendance,
            label: <FormattedMessage id={`attendance.${attendance}`} />,
            value: intl.formatNumber(tally[attendance]),
          })),
        ]}
      />
      <SegmentBar segments={segmentsOf(tally)} total={marked + tally.unmarked} label={intl.formatMessage({ id: 'attendance.markedOf' }, { marked, all: marked + tally.unmarked })} />
    </Box>
  )
}

function attendanceColumns(intl: ReturnType<typeof useIntl>): TableColumn<Attended>[] {
  const word = (id: string) => intl.formatMessage({ id })
  return [
    { field: 'startsAt', header: word('session.starts'), width: 240, cell: ({ session }) => <span><SessionTime session={session} style="date" /></span> },
    { field: 'title', header: word('session.titleColumn'), name: true, flex: 1, width: 200, cell: ({ session }) => <bdi>{session.title}</bdi> },
    { field: 'trainer', header: word('session.trainer'), width: 190, cell: ({ session }) => <Person name={session.trainer.name} id={session.trainer.id} size={22} /> },
    { field: 'place', header: word('session.place'), width: 170, cell: ({ session }) => <SessionPlace session={session} /> },
    { field: 'attendance', header: word('session.attendance'), width: 150, cell: ({ attendance }) => <OwnMark intl={intl} attendance={attendance} /> },
  ]
}
