import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { Circle, ClipboardCheck } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { AttendancePeriodsQuery } from '../generated/operations.ts'
import { EmptyState } from '../kit/EmptyState.tsx'
import { SegmentBar } from '../kit/Meter.tsx'
import { attendanceMarks, markedIn, segmentsOf, tallyOf } from '../scheduling/attendanceMarks.ts'
import type { CountedAttendance } from '../scheduling/attendanceMarks.ts'
import type { Periods } from './analyticsRange.ts'
import { BarRows } from './BarRows.tsx'
import { ChartPanel } from './ChartPanel.tsx'

interface AttendancePanelProps {
  counts: readonly CountedAttendance[]
  periods: Periods
  /** As many as the query names; those behind the last period are empty. */
  marks: AttendancePeriodsQuery | undefined
}

/** All marks of the range as one bar, and how the share moved. */
export function AttendancePanel({ counts, periods, marks }: AttendancePanelProps) {
  const intl = useIntl()
  const tally = tallyOf(counts)
  const marked = markedIn(tally)
  const percent = (part: number, of: number) => intl.formatNumber(of > 0 ? part / of : 0, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const word = (id: string) => intl.formatMessage({ id: `attendance.${id}` })
  const title = intl.formatMessage({ id: 'analytics.attendance' })
  const notMarked = intl.formatMessage({ id: 'attendance.unmarked' })
  return (
    <ChartPanel
      title={title}
      subtitle={
        <FormattedMessage
          id={marked > 0 ? 'analytics.attendance.finding' : 'analytics.attendance.none'}
          values={{ marks: marked, share: <bdi>{percent(tally.PRESENT + tally.LATE, marked)}</bdi> }}
        />
      }
      table={{
        heads: [title, intl.formatMessage({ id: 'analytics.trainees' }), intl.formatMessage({ id: 'analytics.share' })],
        rows: [
          ...attendanceMarks.map(({ attendance }) => ({
            id: attendance,
            cells: [word(attendance), intl.formatNumber(tally[attendance]), percent(tally[attendance], marked)],
          })),
          { id: 'unmarked', cells: [notMarked, intl.formatNumber(tally.unmarked), '–'] },
        ],
      }}
    >
      {marked === 0 ? (
        <EmptyState icon={ClipboardCheck} title={<FormattedMessage id="analytics.attendance.none" />}><FormattedMessage id="analytics.attendance.none.why" /></EmptyState>
      ) : (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <SegmentBar segments={segmentsOf(tally)} height={22} label={title} />
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {attendanceMarks.map(({ attendance, icon: Icon, tone }) => (
              <Box key={attendance} component="li" sx={line}>
                <Box component="span" sx={{ display: 'flex', color: tone }}><Icon size={16} aria-hidden /></Box>
                <Box aria-hidden component="span" sx={{ inlineSize: 10, blockSize: 10, borderRadius: '2px', bgcolor: `${tone}Chart` }} />
                <Box component="span" sx={{ flex: 1 }}>{word(attendance)}</Box>
                <Box component="span" sx={{ color: 'ink2' }}>{intl.formatNumber(tally[attendance])}</Box>
                <Box component="span" sx={{ inlineSize: 60, textAlign: 'end', fontWeight: 600 }}>{percent(tally[attendance], marked)}</Box>
              </Box>
            ))}
            {tally.unmarked > 0 && (
              <Box component="li" sx={{ ...line, color: 'ink3' }}>
                <Circle size={16} aria-hidden strokeDasharray="3 3" />
                <Box component="span" sx={{ flex: 1 }}>{notMarked}</Box>
                <span>{intl.formatNumber(tally.unmarked)}</span>
                <Box component="span" sx={{ inlineSize: 60 }} />
              </Box>
            )}
          </Box>
          {marks && <ByPeriod periods={periods} marks={marks} />}
        </Box>
      )}
    </ChartPanel>
  )
}

const line = { display: 'flex', alignItems: 'center', gap: 2, minBlockSize: 34, borderBlockEnd: '1px solid', borderColor: 'line' }

function ByPeriod({ periods: { weeks, starts }, marks }: { periods: Periods; marks: AttendancePeriodsQuery }) {
  const intl = useIntl()
  const periods = [marks.period0, marks.period1, marks.period2, marks.period3, marks.period4, marks.period5]
  const rows = starts.map((day, index) => {
    const tally = tallyOf(periods[index]?.attendance ?? [])
    const marked = markedIn(tally)
    return {
      id: day,
      name: <Box component="span" sx={{ color: 'ink2' }}>{intl.formatDate(`${day}T12:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' })}</Box>,
      values: attendanceMarks.map(({ attendance }) => tally[attendance]),
      cells: [marked > 0 ? intl.formatNumber((tally.PRESENT + tally.LATE) / marked, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }) : '–'],
    }
  })
  return (
    <Box sx={{ marginBlockStart: 2 }}>
      <Typography variant="caption" component="h3" sx={{ color: 'ink2' }}><FormattedMessage id="analytics.attendance.byPeriod" values={{ weeks }} /></Typography>
      <BarRows
        shares
        rowHeight={25}
        barHeight={8}
        names="52px"
        rows={rows}
        series={attendanceMarks.map(({ attendance, tone }) => ({ label: attendance, color: `${tone}Chart` }))}
      />
    </Box>
  )
}
