import Box from '@mui/material/Box'
import { History, Layers, SearchX, Zap } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { shownOf } from '../app/shownOf.ts'
import { useMay, useZone } from '../app/viewer.tsx'
import { useJournalQuery } from '../generated/identity/journal.ts'
import { AssignmentChangedDocument, OrganizationChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { DataTableFooter } from '../kit/DataTableFooter.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import type { Filter } from '../kit/FilterBar.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import { ZoneNote } from '../kit/TimeText.tsx'
import { ChangesHeader } from './ChangesHeader.tsx'
import { dayFilter } from './dayFilter.tsx'
import { JournalEntries } from './JournalEntries.tsx'
import { allVerbs, filterInput, isFiltered, nouns, useJournalFilters, verbsOf } from './journalFilters.ts'
import { useListPlace } from './listPlace.ts'
import { usePersonFilter } from './personFilter.tsx'

const pageSize = 50

/** How many changes have come since the page was asked; the journal itself is no feed, all that it tells is. */
function useFreshChanges() {
  const [fresh, setFresh] = useState(0)
  const one = () => setFresh((count) => count + 1)
  const heard = { onCreated: one, onUpdated: one, onRemoved: one, onReset: () => setFresh(0) }
  const ready = [
    useLive(UserChangedDocument, heard),
    useLive(AssignmentChangedDocument, heard),
    useLive(OrganizationChangedDocument, heard),
    useLive(SessionChangedDocument, heard),
    useLive(BookingChangedDocument, heard),
  ].every((feed) => feed.ready)
  return { ready, fresh, settle: () => setFresh(0) }
}

export function JournalPage() {
  const intl = useIntl()
  const zone = useZone()
  const { filters, change, clear } = useJournalFilters()
  const place = useListPlace(pageSize)
  const failure = useFailureWords()
  const live = useFreshChanges()
  const { data, previousData, error, loading, refetch } = useJournalQuery({
    variables: { ...place.page, filter: filterInput(filters, zone) },
    skip: !live.ready,
    fetchPolicy: 'cache-and-network',
  })
  const found = shownOf({ data, previousData, error })?.journal
  const chips = useJournalChips(filters, change)
  const show = () => {
    live.settle()
    void refetch()
  }
  const failed = error && failure(error)
  return (
    <Page fill>
      <ChangesHeader value="journal">
        <FilterBar filters={chips} onClear={clear} />
      </ChangesHeader>
      <NewRowsStrip count={live.fresh} onShow={show}>
        <FormattedMessage id="journal.fresh" values={{ count: live.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      {failed && !found ? (
        <ErrorPanel title={<FormattedMessage id="journal.failed" />} onRetry={show} retrying={loading} requestId={failed.requestId}>{failed.words}</ErrorPanel>
      ) : !found ? (
        <Box sx={{ paddingInline: { xs: 0, sm: 7 } }}><ListSkeleton rows={8} avatar /></Box>
      ) : found.nodes.length === 0 ? (
        <EmptyState
          icon={isFiltered(filters) ? SearchX : History}
          title={<FormattedMessage id={isFiltered(filters) ? 'journal.empty.filtered' : 'journal.empty'} />}
          actions={isFiltered(filters) && <ActionButton size="small" onClick={clear}><FormattedMessage id="people.empty.clear" /></ActionButton>}
        >
          <FormattedMessage id={isFiltered(filters) ? 'journal.empty.filtered.why' : 'journal.empty.why'} />
        </EmptyState>
      ) : (
        <>
          <Box sx={{ flex: { sm: '1 1 0' }, minBlockSize: 0, overflowY: { sm: 'auto' }, paddingInline: { xs: 3, sm: 7 }, paddingBlockStart: { xs: 3, sm: 0 } }}>
            <JournalEntries label={intl.formatMessage({ id: 'app.changes' })} entries={found.nodes} />
          </Box>
          <DataTableFooter paging={place.pagingOf(found)} shown={found.nodes.length} note={<ZoneNote />} />
        </>
      )}
    </Page>
  )
}

type JournalState = ReturnType<typeof useJournalFilters>

function useJournalChips({ noun, verbs, actorId, fromDay, toDay }: JournalState['filters'], change: JournalState['change']): Filter[] {
  const intl = useIntl()
  const may = useMay()
  const word = (id: string) => intl.formatMessage({ id })
  const actor = usePersonFilter({ id: 'actor', label: word('journal.actor'), chosen: actorId, onChange: (id) => change({ actor: id }) })
  const verb = (one: string) => word(`journal.verb.${one}`)
  return [
    {
      id: 'noun',
      label: word('journal.noun'),
      icon: Layers,
      value: noun && word(`journal.noun.${noun}`),
      onRemove: () => change({ noun: null }),
      selected: noun ? [noun] : [],
      onSelect: ([chosen]) => change({ noun: chosen ?? null, verb: null }),
      options: nouns.map((one) => ({ value: one, label: word(`journal.noun.${one}`) })),
    },
    {
      id: 'verb',
      label: word('journal.verb'),
      icon: Zap,
      value: verbs.length > 0 ? intl.formatList(verbs.map(verb), { type: 'disjunction' }) : null,
      onRemove: () => change({ verb: null }),
      multiple: true,
      selected: verbs,
      onSelect: (chosen) => change({ verb: chosen }),
      options: (noun ? (verbsOf[noun] ?? []) : allVerbs).map((one) => ({ value: one, label: verb(one) })),
    },
    // Of others only admins read what they did.
    ...(may('passwordChanges') ? [actor] : []),
    dayFilter(intl, { fromDay, toDay }, change),
  ]
}
