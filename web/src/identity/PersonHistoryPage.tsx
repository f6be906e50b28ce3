import Box from '@mui/material/Box'
import { History } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useLive } from '../app/live.ts'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { usePersonHistoryQuery } from '../generated/identity/person.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'
import { PageBody } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import { JournalEntries } from './JournalEntries.tsx'
import { usePersonOnPage } from './PersonPage.tsx'

/** What was done to this person, page under page. */
export function PersonHistoryPage() {
  const { person } = usePersonOnPage()
  const [pages, setPages] = useState<readonly (string | undefined)[]>([undefined])
  return (
    <PageBody>
      <div>
        {pages.map((after, index) => (
          <HistoryPart
            key={after ?? 'newest'}
            personId={person.id}
            after={after}
            onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : undefined}
          />
        ))}
      </div>
    </PageBody>
  )
}

interface HistoryPartProps {
  personId: string
  after: string | undefined
  onMore: ((cursor: string) => void) | undefined
}

function HistoryPart({ personId, after, onMore }: HistoryPartProps) {
  const intl = useIntl()
  // Only the newest part grows.
  const ask = () => after === undefined && void refetch()
  const mine = (change: { id?: string | null }) => change.id === personId && ask()
  const people = useLive(UserChangedDocument, { onUpdated: mine })
  const assignments = useLive(AssignmentChangedDocument, { onCreated: ask, onRemoved: ask })
  const { data, refetch } = usePersonHistoryQuery({
    variables: { id: personId, ...(after && { after }) },
    skip: !people.ready || !assignments.ready,
    fetchPolicy: 'cache-and-network',
  })
  const history = data?.user?.history
  if (!history) return <ListSkeleton rows={6} avatar />
  const { hasNextPage, endCursor } = history.pageInfo
  if (history.nodes.length === 0) {
    return <EmptyState icon={History} title={<FormattedMessage id="person.noHistory" />}><FormattedMessage id="person.noHistory.why" /></EmptyState>
  }
  return (
    <>
      <JournalEntries label={intl.formatMessage({ id: 'person.tab.history' })} entries={history.nodes} />
      {onMore && hasNextPage && endCursor && (
        <Box sx={{ paddingBlockStart: 3 }}><ActionButton size="small" onClick={() => onMore(endCursor)}><FormattedMessage id="person.older" /></ActionButton></Box>
      )}
    </>
  )
}
