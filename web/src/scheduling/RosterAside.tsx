import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { CircleDashed } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { FormattedMessage, FormattedNumber } from 'react-intl'
import { Kbd } from '../kit/Kbd.tsx'
import { SegmentBar } from '../kit/Meter.tsx'
import { attendanceMarks, markedIn, segmentsOf } from './attendanceMarks.ts'
import type { AttendanceTally } from './attendanceMarks.ts'

interface RosterAsideProps {
  tally: AttendanceTally
  keys: boolean
}

export function RosterAside({ tally, keys }: RosterAsideProps) {
  const marked = markedIn(tally)
  const all = marked + tally.unmarked
  return (
    <Box
      component="aside"
      sx={{ inlineSize: 284, flexShrink: 0, padding: 5, bgcolor: 'sunken', borderInlineStart: '1px solid', borderColor: 'line', overflowY: 'auto' }}
    >
      <Typography variant="small" component="h2" sx={{ color: 'ink2' }}><FormattedMessage id="attendance.marked" /></Typography>
      <Typography variant="number" component="p" role="status" sx={{ marginBlockEnd: 1.5 }}><FormattedMessage id="kit.nOfM" values={{ n: marked, m: all }} /></Typography>
      <SegmentBar segments={segmentsOf(tally)} total={all} height={9} />
      <Box component="dl" sx={{ m: 0, marginBlockStart: 3 }}>
        {attendanceMarks.map(({ attendance, icon, tone }) => (
          <CountLine key={attendance} icon={icon} color={tone} label={`attendance.${attendance}`} count={tally[attendance]} />
        ))}
        <CountLine icon={CircleDashed} color="ink3" label="attendance.unmarked" count={tally.unmarked} quiet />
      </Box>
      {keys && <KeyHelp />}
    </Box>
  )
}

interface CountLineProps {
  icon: LucideIcon
  color: string
  label: string
  count: number
  quiet?: boolean
}

function CountLine({ icon: Icon, color, label, count, quiet = false }: CountLineProps) {
  const dim = quiet || count === 0
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        minBlockSize: 33,
        typography: 'small',
        color: dim ? 'ink2' : 'ink',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        '&:last-of-type': { borderBlockEnd: 0 },
      }}
    >
      <Box component="dt" sx={{ flex: 1, display: 'flex', alignItems: 'center', gap: 2.5, fontWeight: dim ? 400 : 500 }}>
        <Box component="span" sx={{ display: 'flex', color }}><Icon size={16} aria-hidden /></Box>
        <FormattedMessage id={label} />
      </Box>
      <Box component="dd" sx={{ m: 0, fontWeight: 600 }}><FormattedNumber value={count} /></Box>
    </Box>
  )
}

const keyLines: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['P'], words: 'attendance.key.present' },
  { keys: ['L'], words: 'attendance.LATE' },
  { keys: ['E'], words: 'attendance.EXCUSED' },
  { keys: ['A'], words: 'attendance.ABSENT' },
  { keys: ['↑', '↓'], words: 'attendance.key.move' },
  { keys: ['⌫'], words: 'attendance.key.takeBack' },
  { keys: ['U'], words: 'attendance.key.undo' },
]

function KeyHelp() {
  return (
    <Box component="section" sx={{ marginBlockStart: 5 }}>
      <Typography variant="h3" component="h2" sx={{ marginBlockEnd: 2 }}><FormattedMessage id="attendance.keys" /></Typography>
      {keyLines.map(({ keys, words }) => (
        <Box key={words} sx={{ display: 'flex', alignItems: 'center', minBlockSize: 27, typography: 'small', color: 'ink2' }}>
          <Box component="span" sx={{ display: 'flex', gap: 1, inlineSize: 56 }}>{keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</Box>
          <FormattedMessage id={words} />
        </Box>
      ))}
    </Box>
  )
}

/** The same in two lines, for a phone and wherever there is no room beside. */
export function RosterSummary({ tally, children }: { tally: AttendanceTally; children?: React.ReactNode }) {
  const marked = markedIn(tally)
  const all = marked + tally.unmarked
  return (
    <Box
      sx={{
        position: { xs: 'sticky', sm: 'static' },
        insetBlockStart: 0,
        zIndex: 3,
        display: 'grid',
        gap: { xs: 1, sm: 2 },
        minBlockSize: { xs: 50, sm: 62 },
        alignContent: 'center',
        paddingInline: { xs: 4, sm: 7 },
        paddingBlock: { xs: 1, sm: 2 },
        bgcolor: 'surface',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minBlockSize: 24 }}>
        <Typography variant="h3" component="p" role="status" sx={{ flex: 1 }}>
          <FormattedMessage id="attendance.nOfMMarked" values={{ n: marked, m: all }} />
        </Typography>
        {children}
      </Box>
      <SegmentBar segments={segmentsOf(tally)} total={all} />
    </Box>
  )
}
