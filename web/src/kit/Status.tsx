/**
 * Colour is the third signal: icon and word always.
 *
 * | part | props |
 * |---|---|
 * | StatusMark | `icon` (or `lamp`), `tone`, `children`: in tables and lists, without a pill |
 * | StatusPill | the same, 24 high with a soft fill: only in a detail header |
 *
 * `tone`: `neutral`, `live`, `completed`, `cancelled`, `warn`, `error`, `present`, `late`, `excused`, `absent`, `quiet`.
 */
import Box from '@mui/material/Box'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Lamp } from './Lamp.tsx'

export type Tone =
  | 'neutral' | 'live' | 'completed' | 'cancelled' | 'warn' | 'error' | 'present' | 'late' | 'excused' | 'absent' | 'quiet'

const ink: Record<Tone, string> = {
  neutral: 'ink2',
  live: 'lampInk',
  completed: 'completed',
  cancelled: 'cancelled',
  warn: 'warn',
  error: 'errorInk',
  present: 'present',
  late: 'late',
  excused: 'excused',
  absent: 'absent',
  quiet: 'ink3',
}

const soft: Record<Tone, string> = {
  neutral: 'hover',
  live: 'lampSoft',
  completed: 'completedSoft',
  cancelled: 'cancelledSoft',
  warn: 'warnSoft',
  error: 'errorSoft',
  present: 'presentSoft',
  late: 'lateSoft',
  excused: 'excusedSoft',
  absent: 'absentSoft',
  quiet: 'cancelledSoft',
}

export interface StatusMarkProps {
  tone?: Tone
  icon?: LucideIcon | undefined
  /** Instead of an icon: it is so this minute. */
  lamp?: boolean
  children: ReactNode
}

export function StatusMark({ tone = 'neutral', icon: Icon, lamp = false, children }: StatusMarkProps) {
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5, color: ink[tone], typography: 'small', fontWeight: 500, whiteSpace: 'nowrap', maxInlineSize: '100%' }}
    >
      {lamp ? <Lamp /> : Icon && <Icon size={16} aria-hidden />}
      {children}
    </Box>
  )
}

export function StatusPill(props: StatusMarkProps) {
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        minBlockSize: 24,
        paddingInline: 2,
        borderRadius: '6px',
        bgcolor: soft[props.tone ?? 'neutral'],
      }}
    >
      <StatusMark {...props} />
    </Box>
  )
}
