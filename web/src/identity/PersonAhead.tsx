import { CalendarDays } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { PersonAheadQuery } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { RowList } from '../kit/ChangeList.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'
import { Section } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import type { ShownPerson } from './PersonPage.tsx'
import { SessionRow } from './PersonSessionsPage.tsx'

interface PersonAheadProps {
  person: ShownPerson
  /** Undefined until they are known. */
  sessions: PersonAheadQuery['sessions']['nodes'] | undefined
}

/** What comes up for this person: where they are to be found next. */
export function PersonAhead({ person, sessions }: PersonAheadProps) {
  const intl = useIntl()
  const attends = person.role === 'TRAINEE'
  return (
    <Section
      title={<FormattedMessage id="person.ahead" />}
      end={<ActionButton href={`/people/${person.id}/sessions`} variant="text" color="primary" size="small"><FormattedMessage id="person.ahead.all" /></ActionButton>}
    >
      {!sessions && <ListSkeleton rows={4} />}
      {sessions?.length === 0 && (
        <EmptyState icon={CalendarDays} title={<FormattedMessage id="person.ahead.none" />}>
          <FormattedMessage id={attends ? 'person.ahead.none.attends' : 'person.ahead.none.holds'} />
        </EmptyState>
      )}
      {sessions && sessions.length > 0 && (
        <RowList label={intl.formatMessage({ id: 'person.ahead' })}>
          {sessions.map((session) => <SessionRow key={session.id} session={session} {...(attends && { trainer: session.trainer.name })} />)}
        </RowList>
      )}
    </Section>
  )
}
