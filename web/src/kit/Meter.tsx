/**
 * | part | props |
 * |---|---|
 * | Meter | `value`, `max` (null: open end), `label` (accessible: "12 of 12 seats"): a 4 px bar and n/m; full in ink, 600 |
 * | SegmentBar | `segments: { id, value, color, label? }[]` (`color`: a token such as `presentChart`), `total` (the rest is track), `height` (8), `label`, `width` |
 */
import Box from '@mui/material/Box'
import { FormattedNumber } from 'react-intl'
import { color } from './color.ts'

export interface MeterProps {
  value: number
  max: number | null | undefined
  label: string
  width?: number
}

const meterLook = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 2,
  typography: 'small',
  color: 'ink2',
  '& .meter-track': { display: 'block', blockSize: 4, borderRadius: '2px', bgcolor: 'line', overflow: 'hidden' },
  '& .meter-track > span': { display: 'block', blockSize: '100%', borderRadius: '2px', bgcolor: 'currentColor' },
}
const fullLook = { ...meterLook, color: 'ink', fontWeight: 600 }

export function Meter({ value, max, label, width = 44 }: MeterProps) {
  const full = typeof max === 'number' && value >= max
  return (
    <Box component="span" sx={full ? fullLook : meterLook}>
      {typeof max === 'number' && (
        <span role="meter" className="meter-track" aria-label={label} aria-valuenow={value} aria-valuemin={0} aria-valuemax={max} style={{ inlineSize: width }}>
          <span style={{ inlineSize: `${share(value, max)}%` }} />
        </span>
      )}
      <bdi>
        <FormattedNumber value={value} />
        {typeof max === 'number' && <>/<FormattedNumber value={max} /></>}
      </bdi>
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

const segmentsLook = { display: 'flex', gap: '2px', borderRadius: '2px', overflow: 'hidden', '& > span': { transition: 'flex-grow 180ms ease-out' } }

export function SegmentBar({ segments, total, height = 8, width = '100%', label }: SegmentBarProps) {
  const sum = segments.reduce((all, { value }) => all + value, 0)
  const rest = Math.max(0, (total ?? sum) - sum)
  return (
    <Box
      component="span"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      sx={segmentsLook}
      style={{ inlineSize: width, blockSize: height }}
    >
      {segments
        .filter(({ value }) => value > 0)
        .map(({ id, value, color: token }) => (
          <span key={id} style={{ flex: `${value} 1 0`, backgroundColor: color(token) }} />
        ))}
      {rest > 0 && <span style={{ flex: `${rest} 1 0`, backgroundColor: color('line') }} />}
    </Box>
  )
}
