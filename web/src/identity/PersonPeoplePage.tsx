import { UserMinus, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useLive } from '../app/live.ts'
import { useMay } from '../app/viewer.tsx'
import { AssignmentChangedDocument } from '../generated/identity/live.ts'
import { usePersonPeopleQuery } from '../generated/identity/person.ts'
import { ActionButton, ActionIconButton } from '../kit/ActionButton.tsx'
import { RowList } from '../kit/ChangeList.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'
import { ListRow } from '../kit/ListRow.tsx'
import { PageBody, Section } from '../kit/Page.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import type { BoardPerson } from './board.ts'
import { MoveTraineeDialog } from './MoveTraineeDialog.tsx'
import { usePersonOnPage } from './PersonPage.tsx'
import { PersonStateMark } from './personLooks.tsx'
import { useAssignments } from './useAssignments.tsx'

/** The other side of this person's assignments: the trainees of a trainer, the trainers of a trainee. */
export function PersonPeoplePage() {
  const intl = useIntl()
  const may = useMay()
  const { person, refetch: refetchPerson } = usePersonOnPage()
  const trains = person.role === 'TRAINER'
  const [picking, setPicking] = useState(false)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const offline = useOfflineReason(useConnectionState())
  const ask = () => void refetch()
  const live = useLive(AssignmentChangedDocument, { onCreated: ask, onRemoved: ask })
  const after = cursors.at(-1)
  const { data, previousData, refetch } = usePersonPeopleQuery({ variables: { id: person.id, ...(after && { after }) }, skip: !live.ready })
  const { move, pending } = useAssignments(async () => {
    refetchPerson()
    await refetch()
  })
  const user = (data ?? previousData)?.user
  const served = user && (trains ? user.trainees : user.trainers)
  const leaving = new Set(pending.filter(({ to }) => !to).flatMap(({ trainee, from }) => [trainee.id, from?.id]))
  const people = served?.nodes.filter(({ id }) => !leaving.has(id)) ?? []
  const nextCursor = trains && user?.trainees.pageInfo.hasNextPage ? user.trainees.pageInfo.endCursor : undefined
  const pair = (other: BoardPerson) => (trains ? { trainee: other, trainer: person } : { trainee: person, trainer: other })
  const add = may('assignTrainee') && person.isActive && (
    <ActionButton size="small" icon={UserPlus} onClick={() => setPicking(true)} disabledReason={offline}>
      <FormattedMessage id={trains ? 'assign.addTrainee' : 'person.assign'} />
    </ActionButton>
  )
  return (
    <PageBody>
      <Section title={<FormattedMessage id={trains ? 'person.tab.trainees' : 'person.tab.trainers'} />} count={served?.totalCount} end={add}>
        {!served ? (
          <ListSkeleton avatar />
        ) : people.length === 0 && cursors.length === 0 ? (
          <EmptyState icon={Users} title={<FormattedMessage id={trains ? 'assign.noTrainees' : 'person.noTrainers'} />}>
            <FormattedMessage id={trains ? 'person.noTrainees.why' : 'person.noTrainers.why'} />
          </EmptyState>
        ) : (
          <RowList label={intl.formatMessage({ id: trains ? 'person.tab.trainees' : 'person.tab.trainers' })}>
            {people.map((other) => (
              <ListRow
                key={other.id}
                start={<PersonAvatar name={other.name} id={other.id} />}
                title={<bdi>{other.name}</bdi>}
                detail={other.isActive ? <bdi>{other.username}</bdi> : <PersonStateMark person={other} />}
                href={`/people/${other.id}`}
                end={
                  may('unassignTrainee') && (
                    <ActionIconButton
                      icon={UserMinus}
                      label={intl.formatMessage({ id: 'assign.unassign.of' }, { name: other.name })}
                      onClick={() => void move({ trainee: pair(other).trainee, from: pair(other).trainer })}
                      disabledReason={offline}
                    />
                  )
                }
              />
            ))}
          </RowList>
        )}
        {(nextCursor || after) && (
          <>
            {after && <ActionButton size="small" onClick={() => setCursors(cursors.slice(0, -1))}><FormattedMessage id="kit.page.previous" /></ActionButton>}
            {nextCursor && <ActionButton size="small" onClick={() => setCursors([...cursors, nextCursor])}><FormattedMessage id="kit.page.next" /></ActionButton>}
          </>
        )}
      </Section>
      {picking && (
        <MoveTraineeDialog
          asked={{ kind: 'assign', ...(trains ? { to: person } : { trainee: person }), standing: served?.nodes.map(({ id }) => id) ?? [] }}
          onClose={() => setPicking(false)}
          onMove={(next) => void move(next)}
        />
      )}
    </PageBody>
  )
}
