import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import type { SxProps, Theme } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useHighlight } from '../app/highlights.ts'
import type { CalendarQuery } from '../generated/operations.ts'
import { Hint } from '../kit/Hint.tsx'
import { RelativeTime, TimeRange, TimeText, useZone } from '../kit/TimeText.tsx'
import { timeRangeText } from '../kit/timeWords.ts'
import { isOver, stateOf } from './sessionState.ts'
import type { SessionState } from './sessionState.ts'

export type CalendarSession = CalendarQuery['sessions']['nodes'][number]

/** Mara L.: enough to know whom, in a block as wide as a thumb. */
export const shortName = (name: string) => {
  const words = name.split(/\s+/u)
  const last = words.at(-1)
  return words.length > 1 && last ? `${words[0]} ${[...last][0]}.` : name
}

const color = (name: string) => `var(--lectern-palette-${name})`

export type BlockKind = 'live' | 'past' | 'coming' | 'cancelled'

export function blockKind(state: SessionState, over: boolean): BlockKind {
  if (state === 'CANCELLED') return 'cancelled'
  if (state === 'IN_PROGRESS') return 'live'
  return state === 'COMPLETED' || over ? 'past' : 'coming'
}

const looks: Record<BlockKind, SxProps<Theme> & object> = {
  live: { border: '1.5px solid', borderColor: 'lampLine', bgcolor: 'lampSoft' },
  past: { border: '1px solid', borderColor: 'line', bgcolor: 'sunken' },
  coming: { border: '1px solid', borderColor: 'control', bgcolor: 'raised' },
  cancelled: { border: '1px dashed', borderColor: 'control', bgcolor: 'surface' },
}

interface CalendarBlockProps {
  session: CalendarSession
  now: number
  /** How high it stands, in px: words that have no room are left out. */
  height: number
  narrow: boolean
}

/** A session in the timetable, upright: its length is its time. */
export function CalendarBlock({ session, now, height, narrow }: CalendarBlockProps) {
  const intl = useIntl()
  const zone = useZone()
  const glow = useHighlight(session.id)
  const { title, startsAt, endsAt, trainer, cancelReason } = session
  const state = stateOf(session, now)
  const kind = blockKind(state, isOver(session, now))
  const elapsed = Math.min(100, ((now - Date.parse(startsAt)) / (Date.parse(endsAt) - Date.parse(startsAt))) * 100)
  const changed = glow?.phase === 'steady' && glow.kind !== 'REMOVED'
  const struck = kind === 'cancelled' || glow?.kind === 'REMOVED'
  const room = Math.floor((height - 8) / 17)
  const label = intl.formatMessage(
    { id: 'calendar.block' },
    { title, time: timeRangeText(startsAt, endsAt, 'time', intl.locale, zone), trainer: trainer.name, state: intl.formatMessage({ id: `session.state.${state}` }) },
  )
  const lines: ReactNode[] = [
    <Box key="time" sx={{ color: kind === 'live' || changed ? 'lampInk' : 'ink2' }}>{narrow ? <TimeText at={startsAt} /> : <TimeRange from={startsAt} to={endsAt} />}</Box>,
    <Box key="who" sx={{ color: 'ink2' }}><bdi>{kind === 'cancelled' && cancelReason ? cancelReason : shortName(trainer.name)}</bdi></Box>,
    ...(changed
      ? [
          <Box key="note" sx={{ color: 'lampInk' }}>
            <FormattedMessage id={glow.fields.includes('startsAt') ? 'calendar.moved' : 'calendar.changed'} values={{ ago: <RelativeTime at={glow.at} /> }} />
          </Box>,
        ]
      : []),
  ]
  const titleLines = Math.max(1, Math.min(2, room - (room > 2 ? lines.length : room - 1)))
  const link = (
    <ButtonBase
      href={`/sessions/${session.id}`}
      aria-label={label}
      sx={{
        ...looks[kind],
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'stretch',
        justifyContent: 'flex-start',
        inlineSize: '100%',
        blockSize: '100%',
        paddingInline: '6px',
        paddingBlock: '3px',
        borderRadius: '6px',
        overflow: 'hidden',
        textAlign: 'start',
        typography: 'block',
        fontSize: '0.71875rem',
        ...(kind === 'live' && { backgroundImage: `linear-gradient(to bottom, ${color('lampNow')} ${elapsed}%, transparent ${elapsed}%)` }),
        ...(changed && { bgcolor: 'lampSoft', borderInlineStart: '3px solid', borderInlineStartColor: 'lampLine' }),
        ...(glow?.phase === 'fading' && { transition: 'background-color 1.2s ease-out' }),
        '&:hover': { filter: 'brightness(0.985)' },
      }}
    >
      <Box
        // A title is cut at its own end, also where it reads the other way than the page; it still stands at the page's start.
        dir="auto"
        sx={{
          textAlign: '-webkit-match-parent',
          typography: 'block',
          fontWeight: 500,
          color: struck ? 'cancelled' : kind === 'past' ? 'ink2' : 'ink',
          textDecoration: struck ? 'line-through' : 'none',
          display: '-webkit-box',
          WebkitBoxOrient: 'vertical',
          WebkitLineClamp: titleLines,
          overflow: 'hidden',
          overflowWrap: 'break-word',
          hyphens: 'auto',
          flexShrink: 0,
          // What reads against the page has its ellipsis at the page's start, where the line stands already: room for it.
          '[dir=rtl] &:dir(ltr), [dir=ltr] &:dir(rtl)': { paddingInlineEnd: '11px', marginInlineEnd: '-6px' },
        }}
      >
        {title}
      </Box>
      {lines.slice(0, Math.max(0, room - titleLines)).map((line, index) => <Box key={index} sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', flexShrink: 0, lineHeight: '16px' }}>{line}</Box>)}
    </ButtonBase>
  )
  if (room >= 3) return link
  return <Hint title={label}>{link}</Hint>
}
