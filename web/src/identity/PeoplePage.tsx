import { Plus, SearchX, UserPlus } from 'lucide-react'
import { useMemo } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useSearchParams } from 'react-router'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import { useLive, useLiveList } from '../app/live.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { shownOf } from '../app/shownOf.ts'
import { useMay } from '../app/viewer.tsx'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { usePeopleQuery } from '../generated/identity/people.ts'
import type { UserOrderField } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { ColumnChoice, useColumnChoice } from '../kit/ColumnChoice.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { DataTable } from '../kit/DataTable.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { useListPlace } from './listPlace.ts'
import { PeopleFilterBar } from './PeopleFilterBar.tsx'
import { filterInput, isFiltered, matches, usePeopleFilters } from './peopleFilters.ts'
import { personActions } from './personActions.ts'
import { personColumns, phoneRow } from './personColumns.tsx'
import { PersonDialogs, usePersonDialogs } from './PersonDialogs.tsx'
import { usePersonNote } from './personNote.tsx'

const pageSize = 50
const orders: readonly UserOrderField[] = ['NAME', 'USERNAME', 'ROLE', 'CREATED_AT']

export function PeoplePage() {
  const may = useMay()
  return may('users') ? <PeopleList /> : <NotFoundPage />
}

function PeopleList() {
  const intl = useIntl()
  const may = useMay()
  const { filters, change, clear } = usePeopleFilters()
  const place = useListPlace(pageSize, orders)
  const creating = useSearchParams()[0].has('new') && may('createUser')
  const dialogs = usePersonDialogs({ creating, ...(filters.roles.length === 1 && filters.roles[0] && { role: filters.roles[0] }) })
  const offline = useOfflineReason(useConnectionState())
  const failure = useFailureWords()
  const highlights = useRowHighlights(usePersonNote())
  const { hidden, setHidden } = useColumnChoice('people')

  const ask = () => list.refetch()
  // Who trains whom stands in a column of its own.
  const assignments = useLive(AssignmentChangedDocument, { onCreated: ask, onRemoved: ask })
  const live = useLiveList(UserChangedDocument, { refetch: ask, belongs: ({ user }) => !user || matches(user, filters) })
  const orderBy = { by: place.sort?.field as UserOrderField, direction: place.sort?.direction === 'desc' ? ('DESC' as const) : ('ASC' as const) }
  const list = usePeopleQuery({
    variables: { ...place.page, filter: filterInput(filters), orderBy },
    skip: !live.ready || !assignments.ready,
  })
  const found = shownOf(list)?.users

  const { start } = dialogs
  const columns = useMemo(
    () => personColumns(intl, may('createUser') ? (person) => personActions(intl, person, { may, offline, start }) : undefined),
    [intl, may, offline, start],
  )
  const add = (props: { small?: boolean }) => (
    <ActionButton
      {...(props.small ? { size: 'small' } : { variant: 'contained', color: 'primary', reasonBeside: true })}
      icon={Plus}
      onClick={dialogs.create}
      disabledReason={offline}
    >
      <FormattedMessage id="people.add" />
    </ActionButton>
  )
  const failed = list.error && failure(list.error)
  const empty = failed ? (
    <ErrorPanel title={<FormattedMessage id="people.failed" />} onRetry={() => void ask()} retrying={list.loading} requestId={failed.requestId}>
      {failed.words}
    </ErrorPanel>
  ) : isFiltered(filters) ? (
    <EmptyState
      icon={SearchX}
      title={<FormattedMessage id="people.empty.filtered" />}
      actions={<ActionButton size="small" onClick={clear}><FormattedMessage id="people.empty.clear" /></ActionButton>}
    >
      <FormattedMessage id="people.empty.filtered.why" />
    </EmptyState>
  ) : (
    <EmptyState icon={UserPlus} title={<FormattedMessage id="people.empty" />} actions={may('createUser') && add({ small: true })}>
      <FormattedMessage id="people.empty.why" />
    </EmptyState>
  )
  return (
    <Page fill>
      <PageHeader title={<FormattedMessage id="app.people" />} primary={may('createUser') && add({})}>
        <PeopleFilterBar
          filters={filters}
          onChange={change}
          onClear={clear}
          end={<ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />}
        />
      </PageHeader>
      <NewRowsStrip count={live.fresh} onShow={live.show}>
        <FormattedMessage id="people.fresh" values={{ count: live.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      <DataTable
        label={intl.formatMessage({ id: 'app.people' })}
        columns={columns}
        hidden={hidden}
        rows={found?.nodes}
        question={list.variables}
        loading={!list.data && !list.error}
        empty={empty}
        sort={place.sort}
        onSort={place.onSort}
        paging={found && place.pagingOf(found)}
        highlights={highlights}
        rowHref={personHref}
        rowHeight={46}
        phoneRow={phoneRow}
      />
      <PersonDialogs dialogs={dialogs} onDeleted={() => void ask()} onAssigned={() => void ask()} />
    </Page>
  )
}

const personHref = ({ id }: { id: string }) => `/people/${id}`
