import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useHighlight } from '../app/highlights.ts'
import { languageOf, languages } from '../app/locale.ts'
import { useOrganization } from '../app/viewer.tsx'
import { PageBody, Panel } from '../kit/Page.tsx'
import { rowGlow } from '../kit/rowGlow.ts'
import { TimeText, ZoneName } from '../kit/TimeText.tsx'
import { Names } from './personColumns.tsx'
import { PersonStateMark, RoleMark } from './personLooks.tsx'
import { usePersonNote } from './personNote.tsx'
import { usePersonOnPage } from './PersonPage.tsx'

interface Row {
  field: string
  value: ReactNode
}

export function PersonOverviewPage() {
  const intl = useIntl()
  const organization = useOrganization()
  const note = usePersonNote()
  const { person } = usePersonOnPage()
  const highlight = useHighlight(person.id)
  const unreadable = <Box component="span" sx={{ color: 'ink3' }}><FormattedMessage id="person.unreadable" /></Box>
  const rows: Row[] = [
    { field: 'username', value: <bdi>{person.username}</bdi> },
    { field: 'role', value: <RoleMark role={person.role} /> },
    { field: 'state', value: <PersonStateMark person={person} /> },
    { field: 'email', value: person.email ? <bdi>{person.email}</bdi> : unreadable },
    { field: 'phone', value: person.phone ? <bdi>{person.phone}</bdi> : '—' },
    ...(person.role === 'TRAINEE' ? [{ field: 'trainers', value: <Names intl={intl} people={person.trainers.nodes} total={person.trainers.totalCount} /> }] : []),
    ...(person.role === 'TRAINER' ? [{ field: 'trainees', value: <Names intl={intl} people={person.trainees.nodes} total={person.trainees.totalCount} /> }] : []),
    { field: 'locale', value: person.locale ? languages[languageOf(person.locale)].name : <FormattedMessage id="person.locale.none" /> },
    { field: 'timeZone', value: <ZoneName zone={person.timeZone ?? organization.timeZone} offset /> },
    { field: 'created', value: <TimeText at={person.createdAt} style="dateTime" /> },
  ]
  const glows = (field: string) =>
    highlight && (highlight.fields.includes(field) || (field === 'state' && highlight.fields.some((one) => one === 'isActive' || one === 'mustChangePassword')))
  return (
    <PageBody>
      <Box sx={{ maxInlineSize: 640 }}>
        <Panel
          title={<FormattedMessage id="person.tab.overview" />}
          subtitle={<Box component="span" role="status" sx={{ color: 'lampInk' }}>{highlight && highlight.phase === 'steady' && note(highlight)}</Box>}
        >
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
                  borderBlockStart: '1px solid',
                  borderColor: 'line',
                  ...(glows(field) && rowGlow[highlight?.phase === 'fading' ? 'fading' : 'changed']),
                }}
              >
                <Box component="dt" sx={{ typography: 'small', color: 'ink2' }}><FormattedMessage id={`person.${field}`} /></Box>
                <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>{value}</Box>
              </Box>
            ))}
          </Box>
        </Panel>
      </Box>
    </PageBody>
  )
}
