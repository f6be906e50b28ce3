import Box from '@mui/material/Box'
import { History } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { skipToken } from '../app/apollo.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useSessionHistoryQuery } from '../generated/scheduling/session.ts'
import { JournalEntries } from '../identity/JournalEntries.tsx'
import { ActionButton } from '../kit/ActionButton.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { PageBody } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'

/** Who did what to this session and to its bookings; it grows while one reads. */
export function SessionHistoryPage({ session }: { session: { id: string } }) {
  const intl = useIntl()
  const failure = useFailureWords()
  const again = ({ id }: { id?: string | null }) => void (id === session.id && refetch())
  const ofBooking = ({ booking }: { booking?: { session: { id: string } } | null }) => void (booking?.session.id === session.id && refetch())
  const sessions = useLive(SessionChangedDocument, { onUpdated: again })
  const bookings = useLive(BookingChangedDocument, { onCreated: ofBooking, onUpdated: ofBooking })
  const { data, error, loading, refetch, fetchMore } = useSessionHistoryQuery(
    sessions.ready && bookings.ready ? { variables: { id: session.id }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  const history = data?.session?.history
  const more = history?.pageInfo.hasNextPage ? history.pageInfo.endCursor : undefined
  const showEarlier = (after: string) =>
    fetchMore({
      variables: { after },
      updateQuery: (before, { fetchMoreResult: { session: next } }) =>
        before.session && next
          ? { session: { ...before.session, history: { ...next.history, nodes: [...before.session.history.nodes, ...next.history.nodes] } } }
          : before,
    })
  if (error && !history) {
    const { words, requestId } = failure(error)
    return <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={requestId}>{words}</ErrorPanel>
  }
  if (!history) return <PageBody><ListSkeleton rows={6} avatar /></PageBody>
  if (history.nodes.length === 0) {
    return <EmptyState icon={History} title={<FormattedMessage id="session.history.empty" />}><FormattedMessage id="session.history.empty.why" /></EmptyState>
  }
  return (
    <PageBody>
      <JournalEntries label={intl.formatMessage({ id: 'session.tab.history' })} entries={history.nodes} />
      {more && (
        <Box>
          <ActionButton size="small" busy={loading} onClick={() => void showEarlier(more)}><FormattedMessage id="session.history.more" /></ActionButton>
        </Box>
      )}
    </PageBody>
  )
}
