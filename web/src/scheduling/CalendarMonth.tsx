import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Link from '@mui/material/Link'
import { useMemo } from 'react'
import { FormattedDate, FormattedMessage, useIntl } from 'react-intl'
import { useHighlight } from '../app/highlights.ts'
import { Lamp } from '../kit/Lamp.tsx'
import { TimeText, useZone } from '../kit/TimeText.tsx'
import { useNow } from '../kit/useNow.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { sessionsByDay } from './blockLayout.ts'
import { blockKind } from './blockLook.ts'
import type { CalendarSession } from './CalendarBlock.tsx'
import { weekdayOf, weekOf } from './calendarRange.ts'
import { stateLooks } from './SessionFacts.tsx'
import { stateOf } from './sessionState.ts'

interface CalendarMonthProps {
  days: readonly string[]
  month: string
  sessions: readonly CalendarSession[]
}

const shownPerDay = 4
const noonOf = (day: string) => `${day}T12:00:00Z`

export function CalendarMonth({ days, month, sessions }: CalendarMonthProps) {
  const { locale } = useIntl()
  const zone = useZone()
  const now = useNow(60_000)
  const today = dayOf(now, zone)
  const byDay = useMemo(() => sessionsByDay(sessions, days, zone), [sessions, days, zone])
  const { weekend } = weekOf(locale)
  const grid = { display: 'grid', gridTemplateColumns: 'repeat(7, minmax(0, 1fr))' }
  return (
    <Box sx={{ flex: 1, minBlockSize: 0, overflow: 'auto', display: 'flex', flexDirection: 'column' }}>
      <Box sx={{ ...grid, position: 'sticky', insetBlockStart: 0, zIndex: 2, bgcolor: 'surface', borderBlockEnd: '1px solid', borderColor: 'line' }} aria-hidden>
        {days.slice(0, 7).map((day) => (
          <Box key={day} sx={{ padding: 2.5, typography: 'caption', fontWeight: 500, color: 'ink2' }}><FormattedDate value={noonOf(day)} weekday="short" timeZone="UTC" /></Box>
        ))}
      </Box>
      <Box component="ol" sx={{ ...grid, flex: 1, gridAutoRows: 'minmax(134px, 1fr)', m: 0, p: 0, listStyle: 'none' }}>
        {days.map((day) => {
          const own = byDay.get(day) ?? []
          const within = day.slice(0, 7) === month
          const shown = own.length > shownPerDay ? own.slice(0, shownPerDay - 1) : own
          return (
            <Box
              component="li"
              key={day}
              sx={{
                minInlineSize: 0,
                padding: 1.5,
                borderBlockEnd: '1px solid',
                borderInlineStart: '1px solid',
                borderColor: 'line',
                bgcolor: weekend.includes(weekdayOf(day)) || !within ? 'sunken' : 'surface',
              }}
            >
              <Link
                href={`/calendar?view=day&day=${day}`}
                underline="hover"
                aria-current={day === today ? 'date' : undefined}
                sx={{
                  display: 'inline-block',
                  paddingInline: 1.5,
                  marginBlockEnd: 1,
                  borderRadius: '6px',
                  typography: 'small',
                  fontWeight: 600,
                  color: within ? 'ink' : 'ink3',
                  ...(day === today && { bgcolor: 'ink', color: 'surface' }),
                }}
              >
                <FormattedDate value={noonOf(day)} day="numeric" {...(day.endsWith('-01') && { month: 'short' })} timeZone="UTC" />
              </Link>
              <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
                {shown.map((session) => <MonthLine key={session.id} session={session} now={now} />)}
                {shown.length < own.length && (
                  <li>
                    <Link href={`/calendar?view=day&day=${day}`} sx={{ display: 'inline-block', typography: 'caption', lineHeight: '24px', paddingInline: 1.5, color: 'ink2' }}>
                      <FormattedMessage id="calendar.more" values={{ count: own.length - shown.length }} />
                    </Link>
                  </li>
                )}
              </Box>
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}

function MonthLine({ session, now }: { session: CalendarSession; now: number }) {
  const glow = useHighlight(session.id)
  const state = stateOf(session, now)
  const kind = blockKind(session, now)
  const { icon: Icon, lamp } = stateLooks[state]
  return (
    <li>
      <ButtonBase
        href={`/sessions/${session.id}`}
        sx={{
          display: 'flex',
          justifyContent: 'flex-start',
          gap: 1.5,
          inlineSize: '100%',
          minBlockSize: 24,
          paddingInline: 1.5,
          borderRadius: '4px',
          typography: 'caption',
          color: kind === 'coming' ? 'ink' : kind === 'live' ? 'lampInk' : 'ink2',
          ...(glow?.phase === 'steady' && { bgcolor: 'lampSoft', boxShadow: 'inset 3px 0 0 var(--lectern-palette-lampLine)' }),
          '&:hover': { bgcolor: 'hover' },
        }}
      >
        {lamp ? <Lamp size={7} /> : Icon && <Icon size={12} aria-hidden />}
        <TimeText at={session.startsAt} />
        <Box component="bdi" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontWeight: 500, textDecoration: kind === 'cancelled' ? 'line-through' : 'none' }}>
          {session.title}
        </Box>
      </ButtonBase>
    </li>
  )
}
