import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useMemo, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { Person } from '../../kit/PersonAvatar.tsx'
import { TimeText, useZone } from '../../kit/TimeText.tsx'
import { useNow } from '../../kit/useNow.ts'
import { dayOf, instantFromWall, wallFromInstant } from '../../kit/zonedTime.ts'
import { placeOf, timelineOf } from './timeline.ts'
import type { Lane, Timeline } from './timeline.ts'
import { TimelineBlock } from './TimelineBlock.tsx'

const laneHead = 158
const laneRow = 54
const rulerHeight = 34
/** What fits before the counts; the others come when they are asked for. */
const rowsAtFirst = 8

interface DayTimelineProps {
  day: string
  sessions: readonly HomeSessionFragment[]
}

/** The day as a timetable: a lane per trainer, the present as a line behind the blocks. */
export function DayTimeline({ day, sessions }: DayTimelineProps) {
  const intl = useIntl()
  const zone = useZone()
  const now = useNow(15_000)
  const [whole, setWhole] = useState(false)
  const timeline = useMemo(() => timelineOf(sessions, day, zone), [sessions, day, zone])
  const lanes = whole ? timeline.lanes : firstLanes(timeline.lanes)
  const hidden = timeline.lanes.length - lanes.length
  return (
    <Box sx={{ border: 1, borderColor: 'line', borderRadius: '10px', overflow: 'hidden' }}>
      <Box sx={{ overflowX: 'auto', overflowY: 'hidden' }}>
        <Box component="section" aria-label={intl.formatMessage({ id: 'home.timeline' })} sx={{ position: 'relative', minInlineSize: 760 }}>
          <Ruler day={day} zone={zone} timeline={timeline} now={dayOf(now, zone) === day ? minuteOf(now, zone) : undefined} />
          <NowMark now={now} zone={zone} timeline={timeline} shown={dayOf(now, zone) === day} />
          {lanes.map((lane) => <LaneRow key={lane.trainer.id} lane={lane} timeline={timeline} now={now} />)}
        </Box>
      </Box>
      {(hidden > 0 || whole) && (
        <Box sx={{ borderBlockStart: '1px solid', borderColor: 'line', padding: 1 }}>
          <Button variant="text" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            <FormattedMessage id={whole ? 'home.timeline.fewer' : 'home.timeline.more'} values={{ count: hidden }} />
          </Button>
        </Box>
      )}
    </Box>
  )
}

function firstLanes(lanes: readonly Lane<HomeSessionFragment>[]) {
  let rows = 0
  return lanes.filter((lane) => {
    rows += lane.rows
    return rows <= rowsAtFirst || rows === lane.rows
  })
}

const hoursIn = ({ first, last }: { first: number; last: number }) => Array.from({ length: last - first }, (_, index) => first + index)

const track = { position: 'absolute', insetBlock: 0, insetInlineStart: laneHead, insetInlineEnd: 0 } as const

const minuteOf = (now: number, zone: string) => {
  const wall = wallFromInstant(now, zone)
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}

interface RulerProps {
  day: string
  zone: string
  timeline: Timeline<HomeSessionFragment>
  /** The present as a minute of the day; its tag takes the place of the hours beneath it. */
  now: number | undefined
}

/** Words keep their width while the hours grow narrow: so many minutes one hour of the ruler's length takes. */
const isUnderTag = (hour: number, now: number | undefined, { first, last }: { first: number; last: number }) => {
  const width = last - first
  return now !== undefined && now > hour * 60 - width * 1.3 && now < hour * 60 + width * 5
}

function Ruler({ day, zone, timeline, now }: RulerProps) {
  return (
    <Box aria-hidden sx={{ position: 'relative', blockSize: rulerHeight, bgcolor: 'sunken', borderBlockEnd: '1px solid', borderColor: 'line' }}>
      <Box sx={track}>
        {hoursIn(timeline).filter((hour) => !isUnderTag(hour, now, timeline)).map((hour) => (
          <Box
            key={hour}
            sx={{ position: 'absolute', insetInlineStart: `${placeOf(hour * 60, timeline)}%`, insetBlockStart: 8, paddingInlineStart: 1.5, typography: 'caption', color: 'ink2' }}
          >
            <TimeText at={instantFromWall(`${day}T${String(hour).padStart(2, '0')}:00`, zone) ?? `${day}T00:00:00Z`} />
          </Box>
        ))}
      </Box>
    </Box>
  )
}

interface NowMarkProps {
  now: number
  zone: string
  timeline: Timeline<HomeSessionFragment>
  shown: boolean
}

/** Two pixels of ink behind the blocks, with its lamp on the ruler. */
function NowMark({ now, zone, timeline, shown }: NowMarkProps) {
  const place = placeOf(minuteOf(now, zone), timeline)
  if (!shown || place < 0 || place > 100) return null
  return (
    <Box sx={{ ...track, pointerEvents: 'none' }}>
      <Box sx={{ position: 'absolute', insetBlock: 0, insetInlineStart: `${place}%`, inlineSize: 0, display: 'flex', justifyContent: 'center' }}>
        <Box aria-hidden sx={{ position: 'absolute', insetBlockStart: rulerHeight - 6, insetBlockEnd: 0, inlineSize: 2, bgcolor: 'ink' }} />
        <Box
          sx={{
            position: 'absolute',
            insetBlockStart: 6,
            zIndex: 2,
            paddingInline: 2,
            borderRadius: '4px',
            border: '1px solid',
            borderColor: 'lampLine',
            bgcolor: 'lamp',
            color: 'onLamp',
            typography: 'small',
            fontWeight: 600,
            whiteSpace: 'nowrap',
          }}
        >
          <TimeText at={now} />
        </Box>
      </Box>
    </Box>
  )
}

interface LaneRowProps {
  lane: Lane<HomeSessionFragment>
  timeline: Timeline<HomeSessionFragment>
  now: number
}

function LaneRow({ lane, timeline, now }: LaneRowProps) {
  const { trainer, blocks, rows } = lane
  return (
    <Box
      sx={{
        position: 'relative',
        display: 'flex',
        blockSize: rows * laneRow,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        '&:last-of-type': { borderBlockEnd: 0 },
      }}
    >
      <Box sx={{ inlineSize: laneHead, flexShrink: 0, paddingInline: 3, display: 'flex', alignItems: 'center' }}>
        <Person name={trainer.name} id={trainer.id} size={24} strong href={`/people/${trainer.id}`} />
      </Box>
      <Box component="ul" aria-label={trainer.name} sx={{ ...track, listStyle: 'none', m: 0, p: 0 }}>
        {hoursIn(timeline).map((hour) => (
          <Box
            key={hour}
            component="li"
            role="presentation"
            aria-hidden
            sx={{ position: 'absolute', insetBlock: 0, insetInlineStart: `${placeOf(hour * 60, timeline)}%`, borderInlineStart: '1px solid', borderColor: 'line' }}
          />
        ))}
        {blocks.map(({ session, from, to, column }) => {
          const [start, end] = [Math.max(0, placeOf(from, timeline)), Math.min(100, placeOf(to, timeline))]
          return (
            <Box
              key={session.id}
              component="li"
              sx={{
                position: 'absolute',
                zIndex: 1,
                insetInlineStart: `calc(${start}% + 2px)`,
                inlineSize: `calc(${end - start}% - 3px)`,
                minInlineSize: 28,
                insetBlockStart: column * laneRow + 5,
                blockSize: laneRow - 11,
              }}
            >
              <TimelineBlock session={session} now={now} short={to - from < 75} />
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
