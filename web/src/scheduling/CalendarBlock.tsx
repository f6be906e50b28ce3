import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useHighlight } from '../app/highlights.ts'
import type { CalendarQuery } from '../generated/operations.ts'
import { Hint } from '../kit/Hint.tsx'
import { RelativeTime, TimeRange, TimeText, useZone } from '../kit/TimeText.tsx'
import { timeRangeText } from '../kit/timeWords.ts'
import { blockKind, blockLook, blockTitleLook, isChanged } from './blockLook.ts'
import { stateOf } from './sessionState.ts'

export type CalendarSession = CalendarQuery['sessions']['nodes'][number]

/** Mara L.: enough to know whom, in a block as wide as a thumb. */
export const shortName = (name: string) => {
  const words = name.split(/\s+/u)
  const last = words.at(-1)
  return words.length > 1 && last ? `${words[0]} ${[...last][0]}.` : name
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
  const kind = blockKind(session, now)
  const block = { session, now, glow }
  const room = Math.floor((height - 8) / 17)
  const label = intl.formatMessage(
    { id: 'calendar.block' },
    { title, time: timeRangeText(startsAt, endsAt, 'time', intl.locale, zone), trainer: trainer.name, state: intl.formatMessage({ id: `session.state.${stateOf(session, now)}` }) },
  )
  const lines: ReactNode[] = [
    <Box key="time" sx={{ color: kind === 'live' || isChanged(glow) ? 'lampInk' : 'ink2' }}>{narrow ? <TimeText at={startsAt} /> : <TimeRange from={startsAt} to={endsAt} />}</Box>,
    <Box key="who" sx={{ color: 'ink2' }}><bdi>{kind === 'cancelled' && cancelReason ? cancelReason : shortName(trainer.name)}</bdi></Box>,
    ...(isChanged(glow)
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
        ...blockLook(block, 'bottom'),
        justifyContent: 'flex-start',
        paddingInline: '6px',
        paddingBlock: '3px',
        fontSize: '0.71875rem',
      }}
    >
      <Box
        dir="auto"
        sx={{
          ...blockTitleLook(block),
          typography: 'block',
          fontWeight: 500,
          display: '-webkit-box',
          WebkitBoxOrient: 'vertical',
          WebkitLineClamp: titleLines,
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
