import Box from '@mui/material/Box'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { skipToken } from '../app/apollo.ts'
import { useHighlight } from '../app/highlights.ts'
import { useLive } from '../app/live.ts'
import { languageOf, languages } from '../app/locale.ts'
import { useAgain } from '../app/useAgain.ts'
import { useMay, useOrganization } from '../app/viewer.tsx'
import { usePersonAheadQuery } from '../generated/identity/person.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { PageBody, Panel } from '../kit/Page.tsx'
import { rowGlow } from '../kit/rowGlow.ts'
import { TimeText, ZoneName } from '../kit/TimeText.tsx'
import { atPresent, useAtPresent } from '../kit/useNow.ts'
import { PersonAhead } from './PersonAhead.tsx'
import { Names } from './personColumns.tsx'
import { PersonStateMark, RoleMark } from './personLooks.tsx'
import { usePersonNote } from './personNote.tsx'
import { hasPeople, usePersonOnPage } from './PersonPage.tsx'
import type { ShownPerson } from './PersonPage.tsx'

interface Row {
  field: string
  value: ReactNode
}

/** The next sessions that this person holds or attends. */
function useAhead({ id, role }: ShownPerson) {
  const [endsAfter, setEndsAfter] = useState(atPresent)
  const again = useAgain(() => ahead.refetch(), 1_500)
  const heard = { onCreated: again, onUpdated: again, onRemoved: again }
  const bookings = useLive(BookingChangedDocument, heard)
  const sessions = useLive(SessionChangedDocument, heard)
  const filter = { ...(role === 'TRAINEE' ? { traineeId: id } : { trainerId: id }), endsAfter, statuses: ['SCHEDULED' as const] }
  const ahead = usePersonAheadQuery(bookings.ready && sessions.ready ? { variables: { filter }, fetchPolicy: 'cache-and-network' } : skipToken)
  const found = (ahead.data ?? ahead.previousData)?.sessions.nodes
  // What has ended while one looks at it comes up no more.
  const isOver = useAtPresent(15_000, (now) => found?.some(({ endsAt }) => Date.parse(endsAt) <= now) ?? false)
  useEffect(() => {
    if (isOver) setEndsAfter(atPresent())
  }, [isOver])
  return { sessions: found, failed: ahead.error !== undefined && !found }
}

export function PersonOverviewPage() {
  const intl = useIntl()
  const may = useMay()
  const organization = useOrganization()
  const note = usePersonNote()
  const { person } = usePersonOnPage()
  const highlight = useHighlight(person.id)
  const ahead = useAhead(person)
  const unreadable = <Box component="span" sx={{ color: 'ink3' }}><FormattedMessage id="person.unreadable" /></Box>
  const rows: Row[] = [
    { field: 'username', value: <bdi>{person.username}</bdi> },
    { field: 'role', value: <RoleMark role={person.role} /> },
    { field: 'state', value: <PersonStateMark person={person} /> },
    { field: 'email', value: person.email ? <bdi>{person.email}</bdi> : unreadable },
    { field: 'phone', value: person.email ? person.phone ? <bdi>{person.phone}</bdi> : '—' : unreadable },
    ...(hasPeople(person, may) && person.role === 'TRAINEE' ? [{ field: 'trainers', value: <Names intl={intl} people={person.trainers.nodes} total={person.trainers.totalCount} /> }] : []),
    ...(hasPeople(person, may) && person.role === 'TRAINER' ? [{ field: 'trainees', value: <Names intl={intl} people={person.trainees.nodes} total={person.trainees.totalCount} /> }] : []),
    { field: 'locale', value: person.locale ? languages[languageOf(person.locale)].name : <FormattedMessage id="person.locale.none" /> },
    { field: 'timeZone', value: <ZoneName zone={person.timeZone ?? organization.timeZone} offset /> },
    { field: 'created', value: <TimeText at={person.createdAt} style="dateTime" /> },
  ]
  const glows = (field: string) =>
    highlight && (highlight.fields.includes(field) || (field === 'state' && highlight.fields.some((one) => one === 'isActive' || one === 'mustChangePassword')))
  return (
    <PageBody>
      <Box sx={{ display: 'grid', alignItems: 'start', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' } }}>
        <Panel>
          <Box role="status" sx={{ typography: 'small', color: 'lampInk' }}>
            {highlight && highlight.phase === 'steady' && <Box sx={{ paddingBlockEnd: 2 }}>{note(highlight)}</Box>}
          </Box>
          <Box component="dl" sx={{ m: 0 }}>
            {rows.map(({ field, value }) => (
              <Box
                key={field}
                sx={{
                  display: 'grid',
                  gridTemplateColumns: { xs: '116px minmax(0, 1fr)', sm: '180px minmax(0, 1fr)' },
                  alignItems: 'center',
                  gap: 3,
                  minBlockSize: 40,
                  marginInline: -2,
                  paddingInline: 2,
                  borderColor: 'line',
                  '& + &': { borderBlockStart: '1px solid', borderColor: 'line' },
                  ...(glows(field) && rowGlow[highlight?.phase === 'fading' ? 'fading' : 'changed']),
                }}
              >
                <Box component="dt" sx={{ typography: 'small', color: 'ink2' }}><FormattedMessage id={`person.${field}`} /></Box>
                <Box component="dd" sx={{ m: 0, display: 'flex', alignItems: 'center', overflowWrap: 'anywhere' }}>{value}</Box>
              </Box>
            ))}
          </Box>
        </Panel>
        {!ahead.failed && <PersonAhead person={person} sessions={ahead.sessions} />}
      </Box>
    </PageBody>
  )
}
