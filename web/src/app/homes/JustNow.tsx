import Button from '@mui/material/Button'
import { History } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useHomeJournalQuery } from '../../generated/app/homes/home.ts'
import { AssignmentChangedDocument, OrganizationChangedDocument, UserChangedDocument } from '../../generated/identity/live.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ChangeList } from '../../kit/ChangeList.tsx'
import { EmptyState, ErrorPanel } from '../../kit/EmptyState.tsx'
import { Lamp } from '../../kit/Lamp.tsx'
import { Section } from '../../kit/Page.tsx'
import { ListSkeleton } from '../../kit/Skeletons.tsx'
import { skipToken } from '../apollo.ts'
import { useFailureWords } from '../failureWords.ts'
import { useHighlights } from '../highlights.ts'
import { useLive } from '../live.ts'
import { journalLines, toldVerbs } from './journalLines.ts'
import type { JournalLine } from './journalLines.ts'
import { JournalTitle, useJournalDetail } from './JournalWords.tsx'
import { useAgain } from '../useAgain.ts'

const linesShown = 6
/** A deed with many trainees is one line of many entries. */
const asked = 60

/** What people have just done, as it happens. */
export function JustNow() {
  const intl = useIntl()
  const failure = useFailureWords()
  const detail = useJournalDetail()
  const again = useAgain(() => refetch(), 1_000)
  const heard = { onCreated: again, onUpdated: again, onRemoved: again }
  const feeds = [
    useLive(SessionChangedDocument, heard),
    useLive(BookingChangedDocument, heard),
    useLive(UserChangedDocument, heard),
    useLive(AssignmentChangedDocument, heard),
    useLive(OrganizationChangedDocument, heard),
  ]
  const { data, error, loading, refetch } = useHomeJournalQuery(
    feeds.every(({ ready }) => ready) ? { variables: { first: asked, verbs: [...toldVerbs] }, fetchPolicy: 'cache-and-network' } : skipToken,
  )
  const lines = data && journalLines(data.journal.nodes, linesShown)
  const glowing = useGlowing(lines ?? [])
  return (
    <Section
      title={<FormattedMessage id="home.justNow" />}
      mark={<Lamp breathing={glowing.size > 0} />}
      end={<Button href="/changes" variant="text" size="small"><FormattedMessage id="home.justNow.all" /></Button>}
    >
      {!lines && error && <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={failure(error).requestId}>{failure(error).words}</ErrorPanel>}
      {!lines && !error && <ListSkeleton rows={4} avatar />}
      {lines?.length === 0 && <EmptyState icon={History} title={<FormattedMessage id="home.justNow.none" />}><FormattedMessage id="home.justNow.none.why" /></EmptyState>}
      {lines && lines.length > 0 && (
        <ChangeList
          label={intl.formatMessage({ id: 'home.justNow' })}
          items={lines.map((line) => ({
            id: line.id,
            person: line.head.actor ?? { name: intl.formatMessage({ id: 'app.system' }) },
            title: <JournalTitle line={line} />,
            detail: detail(line),
            at: line.head.at,
            href: hrefOf(line),
            highlight: glowing.get(line.id),
          }))}
        />
      )}
    </Section>
  )
}

const hrefOf = ({ head: { session, about } }: JournalLine) =>
  session ? `/sessions/${session.id}/history` : about ? `/people/${about.id}` : undefined

/** The newest line of a thing glows while the thing does. */
function useGlowing(lines: readonly JournalLine[]): ReadonlyMap<string, 'changed' | 'fading'> {
  const highlights = useHighlights()
  const told = new Set<string>()
  const glowing = new Map<string, 'changed' | 'fading'>()
  for (const { id, entries } of lines) {
    for (const { nounId, actor } of entries) {
      const highlight = highlights.get(nounId)
      if (highlight && !told.has(nounId) && highlight.actorName === (actor?.name ?? null)) {
        glowing.set(id, highlight.phase === 'fading' ? 'fading' : 'changed')
      }
      told.add(nounId)
    }
  }
  return glowing
}
