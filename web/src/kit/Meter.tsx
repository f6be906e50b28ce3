/**
 * | part | props |
 * |---|---|
 * | Meter | `value`, `max` (null: open end), `label` (accessible: "12 of 12 seats"): a 4 px bar and n/m; full in ink, 600 |
 * | SegmentBar | `segments: { id, value, color, label? }[]` (`color`: a token such as `presentChart`), `total` (the rest is track), `height` (8), `label`, `width` |
 */
import Box from '@mui/material/Box'
import { FormattedNumber } from 'react-intl'

export interface MeterProps {
  value: number
  max: number | null | undefined
  label: string
  width?: number
}

export function Meter({ value, max, label, width = 44 }: MeterProps) {
  const full = typeof max === 'number' && value >= max
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2, typography: 'small' }}>
      {typeof max === 'number' && (
        <Box
          component="span"
          role="meter"
          aria-label={label}
          aria-valuenow={value}
          aria-valuemin={0}
          aria-valuemax={max}
          sx={{ inlineSize: width, blockSize: 4, borderRadius: '2px', bgcolor: 'line', overflow: 'hidden', display: 'block' }}
        >
          <Box
            component="span"
            sx={{ display: 'block', blockSize: '100%', borderRadius: '2px', inlineSize: `${share(value, max)}%`, bgcolor: full ? 'ink' : 'ink2' }}
          />
        </Box>
      )}
      <Box component="bdi" sx={{ color: full ? 'ink' : 'ink2', fontWeight: full ? 600 : 400 }}>
        <FormattedNumber value={value} />
        {typeof max === 'number' && <>/<FormattedNumber value={max} /></>}
      </Box>
    </Box>
  )
}

const share = (value: number, max: number) => (max > 0 ? Math.min(100, (value / max) * 100) : 0)

export interface Segment {
  id: string
  value: number
  /** A token of the palette. */
  color: string
}

export interface SegmentBarProps {
  segments: readonly Segment[]
  total?: number
  height?: number
  width?: number | string
  /** The counts in words; without it the bar is decoration beside numbers. */
  label?: string
}

export function SegmentBar({ segments, total, height = 8, width = '100%', label }: SegmentBarProps) {
  const sum = segments.reduce((all, { value }) => all + value, 0)
  const rest = Math.max(0, (total ?? sum) - sum)
  return (
    <Box
      component="span"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      sx={{ display: 'flex', gap: '2px', inlineSize: width, blockSize: height, borderRadius: '2px', overflow: 'hidden' }}
    >
      {segments
        .filter(({ value }) => value > 0)
        .map(({ id, value, color }) => (
          <Box key={id} component="span" sx={{ flex: `${value} 1 0`, bgcolor: color, transition: 'flex-grow 180ms ease-out' }} />
        ))}
      {rest > 0 && <Box component="span" sx={{ flex: `${rest} 1 0`, bgcolor: 'line' }} />}
    </Box>
  )
}
