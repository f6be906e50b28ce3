import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { Fragment, useMemo } from 'react'
import { FormattedDate, FormattedMessage, useIntl } from 'react-intl'
import { useRowHighlights } from '../app/highlights.ts'
import { RowList } from '../kit/ChangeList.tsx'
import { ListRow } from '../kit/ListRow.tsx'
import { TimeRange, TimeText, useZone } from '../kit/TimeText.tsx'
import { useNow } from '../kit/useNow.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { sessionsByDay } from './blockLayout.ts'
import type { CalendarSession } from './CalendarBlock.tsx'
import { SessionStateMark } from './SessionFacts.tsx'
import { useSessionNote } from './sessionNote.tsx'

interface CalendarAgendaProps {
  days: readonly string[]
  sessions: readonly CalendarSession[]
}

/** A calendar on a phone: the days one under the other, with the present between two rows. */
export function CalendarAgenda({ days, sessions }: CalendarAgendaProps) {
  const zone = useZone()
  const now = useNow(15_000)
  const today = dayOf(now, zone)
  const byDay = useMemo(() => sessionsByDay(sessions, days, zone), [sessions, days, zone])
  const shown = days.filter((day) => days.length === 1 || (byDay.get(day) ?? []).length > 0 || day === today)
  return (
    <Box sx={{ display: 'grid', gap: 4, padding: 3 }}>
      {shown.map((day) => <AgendaDay key={day} day={day} named={days.length > 1} today={day === today} sessions={byDay.get(day) ?? []} now={now} />)}
    </Box>
  )
}

interface AgendaDayProps {
  day: string
  /** One of several: a single day stands in the page's own title. */
  named: boolean
  today: boolean
  sessions: readonly CalendarSession[]
  now: number
}

function AgendaDay({ day, named, today, sessions, now }: AgendaDayProps) {
  const intl = useIntl()
  const highlights = useRowHighlights(useSessionNote())
  // The present stands before the first that has not begun.
  const next = today ? sessions.findIndex(({ startsAt }) => Date.parse(startsAt) > now) : -2
  const nowAt = next === -1 ? sessions.length : next
  return (
    <Box component="section">
      {named && (
        <Typography variant="h2" sx={{ paddingInline: 1, marginBlockEnd: 2 }}>
          <FormattedDate value={`${day}T12:00:00Z`} weekday="long" day="numeric" month="long" timeZone="UTC" />
        </Typography>
      )}
      <RowList label={intl.formatDate(`${day}T12:00:00Z`, { weekday: 'long', day: 'numeric', timeZone: 'UTC' })}>
        {sessions.map((session, index) => (
          <Fragment key={session.id}>
            {index === nowAt && <NowLine now={now} />}
            <ListRow
              title={<bdi>{session.title}</bdi>}
              detail={
                highlights.get(session.id)?.note ?? (
                  <><TimeRange from={session.startsAt} to={session.endsAt} />{' · '}<bdi>{session.trainer.name}</bdi></>
                )
              }
              end={<SessionStateMark session={session} />}
              href={`/sessions/${session.id}`}
              highlight={highlights.get(session.id)?.kind}
              struck={session.status === 'CANCELLED'}
            />
          </Fragment>
        ))}
        {nowAt === sessions.length && <NowLine now={now} />}
        {sessions.length === 0 && <Box component="li" sx={{ padding: 4, color: 'ink2', typography: 'small' }}><FormattedMessage id="calendar.emptyDay" /></Box>}
      </RowList>
    </Box>
  )
}

/** Between two rows it lies over the line that parts them; at either end the list would cut it. */
const nowLine = {
  display: 'flex', alignItems: 'center', gap: 2, paddingInline: 4, marginBlock: '-2px -4px', position: 'relative', zIndex: 1,
  '&:first-of-type': { marginBlockStart: '4px' },
  '&:last-of-type': { marginBlockEnd: '4px' },
} as const

function NowLine({ now }: { now: number }) {
  return (
    <Box component="li" aria-hidden sx={nowLine}>
      <Box sx={{ bgcolor: 'lamp', color: 'onLamp', border: '1px solid', borderColor: 'lampLine', borderRadius: '4px', paddingInline: 1.5, typography: 'caption', fontWeight: 600 }}>
        <TimeText at={now} />
      </Box>
      <Box sx={{ flex: 1, blockSize: 2, bgcolor: 'ink' }} />
    </Box>
  )
}
