import Box from '@mui/material/Box'
import { useTheme } from '@mui/material/styles'
import { BarChart, barClasses } from '@mui/x-charts/BarChart'
import { Fragment } from 'react'
import type { ReactNode } from 'react'

export interface BarSeries {
  label: string
  /** A token of the palette. */
  color: string
}

export interface BarRow {
  id: string
  name: ReactNode
  /** One for each series. */
  values: readonly number[]
  /** The numbers beside the bar. */
  cells: readonly ReactNode[]
}

interface BarRowsProps {
  series: readonly BarSeries[]
  rows: readonly BarRow[]
  /** Over the columns: name, bars, then one for each cell. */
  heads?: readonly ReactNode[]
  rowHeight?: number
  barHeight?: number
  /** Width of the names. */
  names?: number | string
  /** Every bar is as long as its row: shares are compared, not sizes. */
  shares?: boolean
}

/** Names, horizontal bars, numbers: each bar stands in the line of its name. */
export function BarRows({ series, rows, heads, rowHeight = 36, barHeight = 9, names = 'max-content', shares = false }: BarRowsProps) {
  const columns = rows[0]?.cells.length ?? 0
  const first = heads ? 2 : 1
  return (
    <Box
      sx={{
        display: 'grid',
        alignItems: 'center',
        columnGap: 3,
        gridTemplateColumns: `minmax(0, ${names}) minmax(72px, 1fr) repeat(${columns}, max-content)`,
        gridAutoRows: rowHeight,
        ...(heads && { gridTemplateRows: '28px' }),
      }}
    >
      {heads?.map((head, index) => (
        <Box key={index} sx={{ gridRow: 1, gridColumn: index + 1, typography: 'caption', color: 'ink2', textAlign: index > 1 ? 'end' : 'start' }}>{head}</Box>
      ))}
      <Box aria-hidden sx={{ gridColumn: 2, gridRow: `${first} / span ${rows.length}`, minInlineSize: 0, alignSelf: 'start' }}>
        <Bars series={series} rows={rows} height={rows.length * rowHeight} gap={1 - barHeight / rowHeight} shares={shares} />
      </Box>
      {rows.map(({ id, name, cells }, index) => (
        <Fragment key={id}>
          <Box sx={{ gridColumn: 1, gridRow: first + index, minInlineSize: 0, typography: 'small', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{name}</Box>
          {cells.map((cell, at) => (
            <Box key={at} sx={{ gridColumn: at + 3, gridRow: first + index, typography: 'small', textAlign: 'end', whiteSpace: 'nowrap' }}>{cell}</Box>
          ))}
        </Fragment>
      ))}
    </Box>
  )
}

interface BarsProps {
  series: readonly BarSeries[]
  rows: readonly BarRow[]
  height: number
  gap: number
  shares: boolean
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function Bars({ series, rows, height, gap, shares }: BarsProps) {
  const reverse = useTheme().direction === 'rtl'
  const longest = Math.max(1, ...rows.map(({ values }) => sumOf(values)))
  const scaled = (values: readonly number[], at: number) => (shares ? (values[at] ?? 0) / Math.max(1, sumOf(values)) : (values[at] ?? 0))
  return (
    <BarChart
      layout="horizontal"
      height={height}
      margin={0}
      hideLegend
      disableKeyboardNavigation
      borderRadius={2}
      slots={{ tooltip: NoTooltip }}
      axisHighlight={{ x: 'none', y: 'none' }}
      xAxis={[{ position: 'none', min: 0, max: shares ? 1 : longest, domainLimit: 'strict', reverse }]}
      yAxis={[{ position: 'none', scaleType: 'band', data: rows.map(({ id }) => id), categoryGapRatio: gap }]}
      series={series.map(({ label, color }, at) => ({
        label,
        color: `var(--lectern-palette-${color})`,
        stack: 'all',
        data: rows.map(({ values }) => scaled(values, at)),
      }))}
      // Two pixels between the parts of a bar.
      sx={{ [`& .${barClasses.element}`]: series.length > 1 ? { stroke: 'var(--lectern-palette-surface)', strokeWidth: 2 } : {} }}
    />
  )
}

/** The numbers stand beside the bars. */
const NoTooltip = () => null
