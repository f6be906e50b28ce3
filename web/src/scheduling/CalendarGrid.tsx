import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { useEffect, useMemo, useRef, useState } from 'react'
import { FormattedDate, FormattedMessage, useIntl } from 'react-intl'
import { TimeText, useZone } from '../kit/TimeText.tsx'
import { zoneOffset } from '../kit/timeWords.ts'
import { useNow } from '../kit/useNow.ts'
import { dayOf, instantFromWall, wallFromInstant } from '../kit/zonedTime.ts'
import { endOf, hoursOf, layOut } from './blockLayout.ts'
import type { Block } from './blockLayout.ts'
import { CalendarBlock } from './CalendarBlock.tsx'
import type { CalendarSession } from './CalendarBlock.tsx'
import { weekdayOf, weekOf } from './calendarRange.ts'

const hourHeight = 66
const perMinute = hourHeight / 60
const ruler = 64
/** Below that nobody reads a title: a busy week is scrolled sideways. */
const leastWidth = 80

interface CalendarGridProps {
  days: readonly string[]
  sessions: readonly CalendarSession[]
}

/** Days side by side, hours from top to bottom; today is wider, and the now line lies behind the blocks. */
export function CalendarGrid({ days, sessions }: CalendarGridProps) {
  const { locale } = useIntl()
  const zone = useZone()
  const now = useNow(15_000)
  const today = dayOf(now, zone)
  const laid = useMemo(() => new Map(days.map((day) => [day, layOut(sessions, day, zone)])), [days, sessions, zone])
  const { first, last } = useMemo(() => hoursOf([...laid.values()].flat()), [laid])
  const { weekend } = weekOf(locale)
  const template = days
    .map((day) => {
      const busy = Math.max(0, ...(laid.get(day) ?? []).map(({ columns }) => columns))
      if (day === today && days.length > 1) return `minmax(${Math.max(150, busy * 82)}px, ${Math.max(1.5, busy * 0.76)}fr)`
      const quiet = busy === 0 && weekend.includes(weekdayOf(day)) && days.length > 1
      return quiet ? 'minmax(60px, 0.5fr)' : `minmax(${Math.max(96, busy * leastWidth)}px, ${Math.max(1, busy * 0.6)}fr)`
    })
    .join(' ')
  const minuteNow = minutesOf(now, zone)
  const nowTop = (minuteNow - first * 60) * perMinute
  const nowShown = minuteNow >= first * 60 && minuteNow <= last * 60 && days.includes(today)
  const box = useScrollToNow(days.includes(today) ? nowTop : 0)
  const columns = { display: 'grid', gridTemplateColumns: `${ruler}px ${template}` }
  return (
    <Box ref={box} sx={{ flex: 1, minBlockSize: 0, overflow: 'auto' }}>
      <Box sx={{ inlineSize: 'max-content', minInlineSize: '100%' }}>
        <Box sx={{ ...columns, position: 'sticky', insetBlockStart: 0, zIndex: 3, bgcolor: 'surface', borderBlockEnd: '1px solid', borderColor: 'line' }}>
          <Box sx={{ ...stuck, display: 'grid', placeItems: 'center', typography: 'caption', fontSize: '0.71875rem', color: 'ink2' }}>
            <bdi>{zoneOffset(zone, locale, instantFromWall(`${days[0] ?? today}T12:00`, zone) ?? now)}</bdi>
          </Box>
          {days.map((day) => <DayHead key={day} day={day} today={day === today} count={laid.get(day)?.length ?? 0} weekend={weekend.includes(weekdayOf(day))} />)}
        </Box>
        <Box sx={{ ...columns, position: 'relative', marginBlockStart: '10px', blockSize: (last - first) * hourHeight + 24 }}>
          <Box sx={stuck}>
            <Hours first={first} last={last} hidden={nowShown ? minuteNow : undefined} />
            {nowShown && <NowTag now={now} top={nowTop} />}
          </Box>
          {days.map((day) => (
            <DayColumn
              key={day}
              blocks={laid.get(day) ?? []}
              first={first}
              last={last}
              weekend={weekend.includes(weekdayOf(day))}
              nowTop={nowShown ? nowTop : undefined}
              today={day === today}
              now={now}
              alone={days.length === 1}
            />
          ))}
        </Box>
      </Box>
    </Box>
  )
}

/** Hours stay in sight while days go by. */
const stuck = { position: 'sticky', insetInlineStart: 0, zIndex: 2, bgcolor: 'surface' } as const

function minutesOf(now: number, zone: string): number {
  const wall = wallFromInstant(now, zone)
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}

function useScrollToNow(top: number) {
  const box = useRef<HTMLDivElement>(null)
  const [first] = useState(top)
  useEffect(() => {
    // Once, when the calendar comes up: afterwards it stays where the reader has it.
    const within = box.current
    within?.scrollTo({ top: Math.max(0, first - 260) })
    const head = within?.querySelector('[aria-current=date]')
    if (within && within.scrollWidth > within.clientWidth) head?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [first])
  return box
}

const noonOf = (day: string) => `${day}T12:00:00Z`

function DayHead({ day, today, count, weekend }: { day: string; today: boolean; count: number; weekend: boolean }) {
  return (
    <Link
      href={`/calendar?view=day&day=${day}`}
      underline="none"
      aria-current={today ? 'date' : undefined}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        minBlockSize: 44,
        paddingInline: 2.5,
        borderInlineStart: '1px solid',
        borderColor: 'line',
        bgcolor: weekend ? 'sunken' : 'surface',
        color: 'ink2',
        typography: 'small',
        overflow: 'hidden',
      }}
    >
      <FormattedDate value={noonOf(day)} weekday="short" timeZone="UTC" />
      <Box
        component="span"
        sx={{ fontWeight: 600, color: 'ink', ...(today && { bgcolor: 'ink', color: 'surface', borderRadius: '6px', paddingInline: 1.5, paddingBlock: 0.5 }) }}
      >
        <FormattedDate value={noonOf(day)} day="numeric" timeZone="UTC" />
      </Box>
      {today && count > 0 && (
        <Box component="span" sx={{ marginInlineStart: 'auto', typography: 'caption', whiteSpace: 'nowrap' }}>
          <FormattedMessage id="calendar.count" values={{ count }} />
        </Box>
      )}
    </Link>
  )
}

function Hours({ first, last, hidden }: { first: number; last: number; hidden: number | undefined }) {
  const intl = useIntl()
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    // The tag of the present stands in the way of the hour beside it.
    .filter((hour) => hidden === undefined || Math.abs(hour * 60 - hidden) > 20)
    .map((hour) => (
      <Box
        key={hour}
        aria-hidden
        sx={{ position: 'absolute', insetInlineEnd: 10, insetBlockStart: (hour - first) * hourHeight - 8, typography: 'caption', fontSize: '0.71875rem', color: 'ink2' }}
      >
        {intl.formatDate(Date.UTC(2020, 0, 1, hour), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' })}
      </Box>
    ))
}

function NowTag({ now, top }: { now: number; top: number }) {
  return (
    <Box
      sx={{
        position: 'absolute',
        insetInlineEnd: 6,
        insetBlockStart: top - 11,
        paddingInline: 2,
        borderRadius: '4px',
        border: '1px solid',
        borderColor: 'lampLine',
        bgcolor: 'lamp',
        color: 'onLamp',
        typography: 'caption',
        fontWeight: 600,
        lineHeight: '20px',
        zIndex: 2,
      }}
    >
      <TimeText at={now} />
    </Box>
  )
}

interface DayColumnProps {
  blocks: readonly Block<CalendarSession>[]
  first: number
  last: number
  weekend: boolean
  nowTop: number | undefined
  today: boolean
  now: number
  alone: boolean
}

const hourLines = `repeating-linear-gradient(to bottom, var(--lectern-palette-line) 0 1px, transparent 1px ${hourHeight}px)`

function DayColumn({ blocks, first, weekend, nowTop, today, now, alone }: DayColumnProps) {
  return (
    <Box
      component="ul"
      sx={{ position: 'relative', m: 0, p: 0, listStyle: 'none', borderInlineStart: '1px solid', borderColor: 'line', bgcolor: weekend ? 'sunken' : 'surface', backgroundImage: hourLines }}
    >
      {nowTop !== undefined && (
        <Box
          component="li"
          aria-hidden
          sx={{ position: 'absolute', insetInline: 0, insetBlockStart: nowTop - (today ? 1 : 0.5), blockSize: today ? '2px' : '1px', bgcolor: today ? 'ink' : 'control', opacity: today ? 1 : 0.5 }}
        />
      )}
      {blocks.map((block) => {
        const height = (endOf(block) - block.from) * perMinute - 3
        const share = 100 / block.columns
        return (
          <Box
            component="li"
            key={block.session.id}
            sx={{
              position: 'absolute',
              insetBlockStart: (block.from - first * 60) * perMinute + 1,
              blockSize: height,
              insetInlineStart: `calc(${block.column * share}% + 3px)`,
              inlineSize: `calc(${block.span * share}% - 6px)`,
            }}
          >
            <CalendarBlock session={block.session} now={now} height={height} narrow={block.columns > block.span && !alone} />
          </Box>
        )
      })}
    </Box>
  )
}
