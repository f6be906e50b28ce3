import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { TriangleAlert, Users } from 'lucide-react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { Hint } from '../../kit/Hint.tsx'
import { SegmentBar } from '../../kit/Meter.tsx'
import { useZone } from '../../kit/TimeText.tsx'
import { timeRangeText } from '../../kit/timeWords.ts'
import { segmentsOf, tallyOf } from '../../scheduling/attendanceMarks.ts'
import { blockKind, blockLook, blockTitleLook } from '../../scheduling/blockLook.ts'
import type { BlockKind } from '../../scheduling/blockLook.ts'
import { stateOf } from '../../scheduling/sessionState.ts'
import { useHighlight } from '../highlights.ts'

/** Whoever came, on time or late. */
export const attendedIn = (session: Pick<HomeSessionFragment, 'attendanceCounts'>) => {
  const { PRESENT, LATE } = tallyOf(session.attendanceCounts)
  return PRESENT + LATE
}

function labelOf(intl: IntlShape, session: HomeSessionFragment, kind: BlockKind, zone: string, now: number): string {
  const { title, startsAt, endsAt, trainer, seatsTaken, cancelReason } = session
  const words = [
    intl.formatMessage(
      { id: 'home.block' },
      {
        title,
        time: timeRangeText(startsAt, endsAt, 'time', intl.locale, zone),
        trainer: trainer.name,
        state: intl.formatMessage({ id: `session.state.${stateOf(session, now)}` }),
      },
    ),
    kind === 'cancelled'
      ? (cancelReason ?? '')
      : kind === 'coming'
        ? intl.formatMessage({ id: session.capacity ? 'home.block.seats' : 'home.block.booked' }, { taken: seatsTaken, capacity: session.capacity ?? 0 })
        : intl.formatMessage({ id: 'home.block.attended' }, { attended: attendedIn(session), booked: seatsTaken }),
  ]
  return intl.formatList(words.filter(Boolean), { type: 'unit' })
}

interface TimelineBlockProps {
  session: HomeSessionFragment
  now: number
  /** Too short for its words: a tooltip says them. */
  short: boolean
}

/** A session on the day's timetable, as long as it lasts. */
export function TimelineBlock({ session, now, short }: TimelineBlockProps) {
  const intl = useIntl()
  const zone = useZone()
  const glow = useHighlight(session.id)
  const kind = blockKind(session, now)
  const block = { session, now, glow }
  const label = labelOf(intl, session, kind, zone, now)
  const link = (
    <ButtonBase
      href={`/sessions/${session.id}`}
      aria-label={label}
      sx={{
        ...blockLook(block, 'right'),
        justifyContent: 'center',
        gap: '1px',
        paddingInline: '7px',
        whiteSpace: 'nowrap',
        '&&:focus-visible': { outlineOffset: 1 },
      }}
    >
      <Box dir="auto" sx={{ ...blockTitleLook(block), textOverflow: 'ellipsis' }}>
        {session.title}
      </Box>
      <BlockDetail session={session} kind={kind} />
    </ButtonBase>
  )
  return short || session.title.length > 24 ? <Hint title={label}>{link}</Hint> : link
}

function BlockDetail({ session, kind }: { session: HomeSessionFragment; kind: BlockKind }) {
  const { seatsTaken, capacity, cancelReason } = session
  const line = { display: 'flex', alignItems: 'center', gap: 1.5, color: kind === 'live' ? 'lampInk' : 'ink2', overflow: 'hidden', fontSize: '0.71875rem', lineHeight: '15px' } as const
  if (kind === 'cancelled') {
    return (
      <Box sx={line}>
        <TriangleAlert size={12} aria-hidden style={{ flexShrink: 0 }} />
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
          <FormattedMessage id="home.block.cancelled" values={{ reason: <bdi>{cancelReason}</bdi> }} />
        </Box>
      </Box>
    )
  }
  if (kind === 'coming') {
    return (
      <Box sx={{ ...line, containerType: 'inline-size' }}>
        {/* In three quarters of an hour there is room for the figures alone. */}
        <Box component="span" sx={{ display: 'flex', '@container (max-width: 48px)': { display: 'none' } }}><Users size={12} aria-hidden /></Box>
        <bdi><FormattedNumber value={seatsTaken} />{capacity ? <>/<FormattedNumber value={capacity} /></> : null}</bdi>
      </Box>
    )
  }
  const tally = tallyOf(session.attendanceCounts)
  return (
    <Box sx={line}>
      <Box component="span" sx={{ flex: '0 1 44px', minInlineSize: 0 }}><SegmentBar segments={segmentsOf(tally)} total={seatsTaken} height={6} /></Box>
      <bdi><FormattedNumber value={attendedIn(session)} />/<FormattedNumber value={seatsTaken} /></bdi>
    </Box>
  )
}
