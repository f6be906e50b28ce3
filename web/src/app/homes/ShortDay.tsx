import Box from '@mui/material/Box'
import { CalendarPlus, Plus } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { useOfflineReason } from '../../kit/Connection.tsx'
import { EmptyState } from '../../kit/EmptyState.tsx'
import { useNow } from '../../kit/useNow.ts'
import { CalendarAgenda } from '../../scheduling/CalendarAgenda.tsx'
import { isOver } from '../../scheduling/sessionState.ts'
import { useConnectionState } from '../connection.ts'
import { useMay } from '../viewer.tsx'

/** What is in progress and what follows; the rest of a full day would push everything else off the screen. */
const onPhone = 6

export function PhoneDay({ day, sessions }: { day: string; sessions: readonly HomeSessionFragment[] }) {
  const now = useNow(15_000)
  const ahead = sessions.filter((session) => !isOver(session, now)).slice(0, onPhone)
  const shown = ahead.length > 0 ? ahead : sessions.slice(-2)
  return (
    <Box sx={{ margin: -3 }}>
      <CalendarAgenda days={[day]} sessions={shown} />
      {shown.length < sessions.length && (
        <Box sx={{ paddingInline: 3, marginBlockStart: -2 }}>
          <ActionButton variant="text" size="small" href="/calendar?view=day"><FormattedMessage id="home.day.whole" values={{ count: sessions.length }} /></ActionButton>
        </Box>
      )}
    </Box>
  )
}

export function EmptyDay() {
  const may = useMay()
  const offline = useOfflineReason(useConnectionState())
  return (
    <EmptyState
      icon={CalendarPlus}
      title={<FormattedMessage id="home.day.none" />}
      actions={
        <>
          <ActionButton size="small" href="/calendar"><FormattedMessage id="home.day.none.calendar" /></ActionButton>
          {may('createSession') && <ActionButton size="small" icon={Plus} href="/sessions?new" disabledReason={offline}><FormattedMessage id="home.newSession" /></ActionButton>}
        </>
      }
    >
      <FormattedMessage id="home.day.none.why" />
    </EmptyState>
  )
}
