import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { Circle, ClipboardCheck } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useAttendancePeriodsQuery } from '../generated/reporting/analytics.ts'
import { EmptyState } from '../kit/EmptyState.tsx'
import { SegmentBar } from '../kit/Meter.tsx'
import { attendanceMarks, markedIn, segmentsOf, tallyOf } from '../scheduling/attendanceMarks.ts'
import type { CountedAttendance } from '../scheduling/attendanceMarks.ts'
import { mostPeriods, periodsOf } from './analyticsRange.ts'
import type { DayRange } from './analyticsRange.ts'
import { BarRows } from './BarRows.tsx'
import { ChartPanel } from './ChartPanel.tsx'

interface AttendancePanelProps {
  counts: readonly CountedAttendance[]
  range: DayRange
  zone: string
}

/** All marks of the range as one bar, and how the share moved. */
export function AttendancePanel({ counts, range, zone }: AttendancePanelProps) {
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
          <ByPeriod range={range} zone={zone} />
        </Box>
      )}
    </ChartPanel>
  )
}

const line = { display: 'flex', alignItems: 'center', gap: 2, minBlockSize: 34, borderBlockEnd: '1px solid', borderColor: 'line' }

function ByPeriod({ range, zone }: { range: DayRange; zone: string }) {
  const intl = useIntl()
  const { weeks, starts, instants } = periodsOf(range, zone)
  const at = (index: number) => instants[Math.min(index, instants.length - 1)] ?? ''
  const { data, previousData } = useAttendancePeriodsQuery({
    variables: { p0: at(0), p1: at(1), p2: at(2), p3: at(3), p4: at(4), p5: at(5), p6: at(mostPeriods), timeZone: zone },
    fetchPolicy: 'cache-and-network',
  })
  const shown = data ?? previousData
  if (!shown) return null
  const periods = [shown.period0, shown.period1, shown.period2, shown.period3, shown.period4, shown.period5]
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
