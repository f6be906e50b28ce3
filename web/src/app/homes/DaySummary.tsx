import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { FormattedMessage, useIntl } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { useNow } from '../../kit/useNow.ts'
import { attendanceMarks } from '../../scheduling/attendanceMarks.ts'
import { blockKind } from '../../scheduling/blockLook.ts'

/** The day in one line, and what the colours of the bars mean. */
export function DaySummary({ sessions }: { sessions: readonly HomeSessionFragment[] }) {
  const intl = useIntl()
  const now = useNow(15_000)
  const counts = { live: 0, past: 0, coming: 0, cancelled: 0 }
  for (const session of sessions) counts[blockKind(session, now)] += 1
  const parts = (['past', 'live', 'coming', 'cancelled'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => intl.formatMessage({ id: `home.day.${kind}` }, { count: counts[kind] }))
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center', justifyContent: 'space-between' }}>
      <Typography variant="small" component="p" sx={{ color: 'ink2' }}>
        <FormattedMessage id="home.day" values={{ count: sessions.length, parts: intl.formatList(parts, { type: 'unit' }) }} />
      </Typography>
      <Box component="ul" aria-label={intl.formatMessage({ id: 'home.legend' })} sx={{ display: 'flex', flexWrap: 'wrap', gap: 5, listStyle: 'none', m: 0, p: 0 }}>
        {attendanceMarks.map(({ attendance, icon: Icon, tone }) => (
          <Box key={attendance} component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, typography: 'caption', color: 'ink2' }}>
            <Box component="span" sx={{ display: 'flex', color: tone }}><Icon size={14} aria-hidden /></Box>
            <Box component="span" sx={{ inlineSize: 14, blockSize: 6, borderRadius: '2px', bgcolor: `${tone}Chart` }} />
            <FormattedMessage id={`attendance.${attendance}`} />
          </Box>
        ))}
      </Box>
    </Box>
  )
}
