/**
 * Counts in one strip divided by hairlines. `items`: `id`, `label`, `value` (formatted), `change?: { text, trend, good? }`
 * (`trend` 'up', 'down' or 'flat'; words say the change, an arrow points), `series?: number[]` (a grey sparkline with an ink
 * end dot), `href?`. No icon tiles, no coloured cards.
 */
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { sparkline } from './sparkline.ts'

export interface Count {
  id: string
  label: ReactNode
  value: ReactNode
  change?: { text: ReactNode; trend: 'up' | 'down' | 'flat'; good?: boolean } | undefined
  series?: readonly number[] | undefined
  href?: string | undefined
}

export function CountStrip({ items, label }: { items: readonly Count[]; label: string }) {
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'grid',
        gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', lg: `repeat(${items.length}, minmax(0, 1fr))` },
        border: 1,
        borderColor: 'line',
        borderRadius: '10px',
        bgcolor: 'surface',
        overflow: 'hidden',
      }}
    >
      {items.map((item) => (
        <Box
          component="li"
          key={item.id}
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 3,
            paddingBlock: 3,
            paddingInline: { xs: 4, sm: 5 },
            // Each draws its own start and top line; the strip cuts off the outer ones.
            borderInlineStart: '1px solid',
            borderBlockStart: '1px solid',
            borderColor: 'line',
            marginInlineStart: '-1px',
            marginBlockStart: '-1px',
            minInlineSize: 0,
            // An odd one at the end has the whole line.
            '&:last-of-type:nth-of-type(odd)': { gridColumn: { xs: '1 / -1', lg: 'auto' } },
          }}
        >
          {/* Words have their line; of the picture beside them 40 px stay. */}
          <Box sx={{ flex: '1 0 auto', maxInlineSize: { xs: '100%', sm: item.series ? 'calc(100% - 52px)' : '100%' } }}>
            <Typography variant="small" component="div" sx={{ color: 'ink2' }}>
              {item.href ? <Link href={item.href} sx={{ color: 'inherit' }}>{item.label}</Link> : item.label}
            </Typography>
            <Typography variant="number" component="div"><bdi>{item.value}</bdi></Typography>
            {item.change && <Change {...item.change} />}
          </Box>
          {item.series && item.series.length > 1 && <Sparkline series={item.series} />}
        </Box>
      ))}
    </Box>
  )
}

const arrows = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight }

function Change({ text, trend, good }: NonNullable<Count['change']>) {
  const Arrow = arrows[trend]
  const color = good === undefined || trend === 'flat' ? 'ink2' : good ? 'completed' : 'warn'
  return (
    <Typography variant="caption" component="div" sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'ink2' }}>
      <Box component="span" sx={{ display: 'flex', color }}><Arrow size={14} className="mirror-rtl" aria-hidden /></Box>
      {text}
    </Typography>
  )
}

export function Sparkline({ series, width = 72, height = 24 }: { series: readonly number[]; width?: number; height?: number }) {
  const { points, end } = sparkline(series, width, height)
  return (
    <Box sx={{ flex: `0 1 ${width}px`, minInlineSize: 40, display: { xs: 'none', sm: 'flex' }, color: 'ink2' }}>
      <svg width="100%" height={height} viewBox={`0 0 ${width} ${height}`} className="mirror-rtl" aria-hidden>
        <polyline points={points} fill="none" stroke="currentColor" strokeWidth={1.25} strokeLinejoin="round" strokeLinecap="round" />
        <circle cx={end.x} cy={end.y} r={2.75} fill="var(--lectern-palette-ink)" />
      </svg>
    </Box>
  )
}
