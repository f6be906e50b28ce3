import { useTheme } from '@mui/material/styles'
import { BarChart, barClasses } from '@mui/x-charts/BarChart'
import { FormattedMessage, useIntl } from 'react-intl'
import { usePhone } from '../kit/usePhone.ts'
import { color } from '../kit/color.ts'
import { barsOf } from './analyticsRange.ts'
import type { DayBar } from './analyticsRange.ts'
import { ChartPanel, Legend } from './ChartPanel.tsx'

interface SessionsPerDayProps {
  days: readonly DayBar[]
  today: string
  /** How many there were in as many days before. */
  earlier: number
}

/** Every so many bars a date stands below, the last one first. */
const isLabelled = (index: number, count: number, most: number) => (count - 1 - index) % Math.ceil(count / most) === 0

export function SessionsPerDay({ days, today, earlier }: SessionsPerDayProps) {
  const intl = useIntl()
  const phone = usePhone()
  const reverse = useTheme().direction === 'rtl'
  const { bars, weekly } = barsOf(days)
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const date = (day: string) => intl.formatDate(`${day}T12:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const whole = (day: string) =>
    intl.formatDate(`${day}T12:00:00Z`, { weekday: weekly ? undefined : 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const title = intl.formatMessage({ id: weekly ? 'analytics.sessions.perWeek' : 'analytics.sessions.perDay' })
  const sessions = intl.formatMessage({ id: 'analytics.sessions' })
  const hasToday = !weekly && bars.some(({ day }) => day === today)
  const change = total - earlier
  return (
    <ChartPanel
      title={title}
      subtitle={
        <FormattedMessage
          id={change === 0 ? 'analytics.sessions.same' : change > 0 ? 'analytics.sessions.more' : 'analytics.sessions.fewer'}
          values={{ total, change: Math.abs(change), days: days.length }}
        />
      }
      legend={
        <Legend
          items={[
            { label: sessions, color: 'series1' },
            ...(hasToday ? [{ label: intl.formatMessage({ id: 'analytics.today' }), color: 'lamp', edge: 'lampLine' }] : []),
          ]}
        />
      }
      table={{
        heads: [intl.formatMessage({ id: weekly ? 'analytics.weekFrom' : 'analytics.day' }), sessions],
        rows: bars.map(({ day, count }) => ({ id: day, cells: [whole(day), intl.formatNumber(count)] })),
      }}
    >
      <BarChart
        height={272}
        // The last date stands under the last bar and is wider than it.
        margin={{ top: 8, bottom: 0, left: reverse ? 18 : 0, right: reverse ? 0 : 18 }}
        hideLegend
        borderRadius={3}
        grid={{ horizontal: true }}
        xAxis={[
          {
            scaleType: 'band',
            data: bars.map(({ day }) => day),
            categoryGapRatio: 0.38,
            disableLine: true,
            disableTicks: true,
            reverse,
            height: 28,
            valueFormatter: (day: string, { location }) => (location === 'tick' ? date(day) : whole(day)),
            tickLabelInterval: (_day: string, index: number) => isLabelled(index, bars.length, phone ? 4 : 8),
            tickLabelStyle: labels,
            ...(hasToday && { colorMap: { type: 'ordinal' as const, values: [today], colors: [color('lamp')], unknownColor: color('series1') } }),
          },
        ]}
        yAxis={[
          {
            position: reverse ? 'right' : 'left',
            width: 32,
            min: 0,
            tickMinStep: 1,
            tickNumber: 6,
            disableLine: true,
            disableTicks: true,
            valueFormatter: (count: number) => intl.formatNumber(count),
            tickLabelStyle: labels,
          },
        ]}
        series={[{ label: sessions, data: bars.map(({ count }) => count), color: color('series1'), valueFormatter: (count) => intl.formatNumber(count ?? 0) }]}
        sx={{
          '& .MuiChartsGrid-line': { stroke: color('line') },
          // Today is never on its way between two colours.
          [`& .${barClasses.element}`]: { transitionProperty: 'opacity' },
          [`& .${barClasses.element}[fill="${color('lamp')}"]`]: { stroke: color('lampLine'), strokeWidth: 1 },
        }}
      />
    </ChartPanel>
  )
}

const labels = { fontSize: 12, fill: color('ink2') }
