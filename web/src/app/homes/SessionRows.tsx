import Box from '@mui/material/Box'
import { FormattedMessage, useIntl } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { RowList } from '../../kit/ChangeList.tsx'
import { ListRow } from '../../kit/ListRow.tsx'
import { TimeText, useZone } from '../../kit/TimeText.tsx'
import { useAtPresent } from '../../kit/useNow.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { useRowHighlights } from '../highlights.ts'
import { SessionDay } from '../../scheduling/SessionFacts.tsx'
import { useSessionNote } from '../../scheduling/sessionNote.tsx'

interface SessionRowsProps {
  label: string
  sessions: readonly HomeSessionFragment[]
}

/** What comes up: day and time, what, where and with whom. */
export function SessionRows({ label, sessions }: SessionRowsProps) {
  const intl = useIntl()
  const zone = useZone()
  const today = useAtPresent(15_000, (now) => dayOf(now, zone))
  const highlights = useRowHighlights(useSessionNote())
  return (
    <RowList label={label}>
      {sessions.map((session) => (
        <ListRow
          key={session.id}
          start={
            // Arabic has no short names of months.
            <Box sx={{ inlineSize: 64, 'html:lang(ar) &': { inlineSize: 104 }, textAlign: 'start', typography: 'caption', color: 'ink2' }}>
              {dayOf(session.startsAt, zone) === today ? <FormattedMessage id="home.today" /> : <SessionDay at={session.startsAt} />}
              <Box sx={{ typography: 'name', fontWeight: 600, color: 'ink' }}><TimeText at={session.startsAt} /></Box>
            </Box>
          }
          title={<bdi>{session.title}</bdi>}
          detail={highlights.get(session.id)?.note ?? <bdi>{placeAndTrainer(session, intl.formatMessage({ id: 'session.online' })).join(' · ')}</bdi>}
          href={`/sessions/${session.id}`}
          highlight={highlights.get(session.id)?.kind}
          struck={session.status === 'CANCELLED'}
          chevron
        />
      ))}
    </RowList>
  )
}

const placeAndTrainer = ({ location, classLink, trainer }: HomeSessionFragment, online: string) =>
  [location ?? (classLink ? online : ''), trainer.name].filter(Boolean)
