import { skipToken } from '../app/apollo.ts'
import { CalendarDays, Plus, Rows3 } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useSearchParams } from 'react-router'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import { useLive, useLiveList } from '../app/live.ts'
import { shownOf } from '../app/shownOf.ts'
import { useMay } from '../app/viewer.tsx'
import type { SessionOrder } from '../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { useAnySessionQuery, useSessionListQuery } from '../generated/scheduling/sessionList.ts'
import { useListPlace } from '../identity/listPlace.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { ColumnChoice, useColumnChoice } from '../kit/ColumnChoice.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { DataTable } from '../kit/DataTable.tsx'
import { ErrorPanel } from '../kit/EmptyState.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import type { TableSort } from '../kit/tableModel.ts'
import { ZoneNote } from '../kit/TimeText.tsx'
import { ViewSwitch } from '../kit/ViewSwitch.tsx'
import { NoSessions } from './NoSessions.tsx'
import { rowActions } from './sessionActions.ts'
import { isStruck, phoneRow, sessionColumns } from './sessionColumns.tsx'
import { SessionDialogs, useSessionDialogs } from './SessionDialogs.tsx'
import { SessionFilterBar } from './SessionFilterBar.tsx'
import { filterInput, matches, useSessionFilters } from './sessionFilters.ts'
import { useSessionNote } from './sessionNote.tsx'
import { useTurns } from './useTurns.ts'

const pageSize = 50

export function SessionsPage() {
  const intl = useIntl()
  const may = useMay()
  const { filters, filtered, change, clear, zone } = useSessionFilters({ today: true })
  const place = useListPlace(pageSize, ['STARTS_AT', 'TITLE'])
  const own = !may('users')
  const dialogs = useSessionDialogs({ creating: useAskedNew() && may('createSession') })
  const offline = useOfflineReason(useConnectionState())
  const failure = useFailureWords()
  const highlights = useRowHighlights(useSessionNote())
  const { hidden, setHidden } = useColumnChoice('sessions')

  const bookings = useLive(BookingChangedDocument)
  const live = useLiveList(SessionChangedDocument, {
    refetch: () => list.refetch(),
    belongs: ({ session }) => !session || matches(session, filters, zone),
  })
  const variables = { ...place.page, filter: filterInput(filters, zone), orderBy: orderOf(place.sort), own }
  const list = useSessionListQuery(live.ready && bookings.ready ? { variables } : skipToken)
  const found = shownOf(list)?.sessions

  const earlierFilter = filterInput({ ...filters, fromDay: null }, zone)
  const earlier = useAnySessionQuery(list.data?.sessions.nodes.length === 0 && !filtered ? { variables: { filter: earlierFilter }, fetchPolicy: 'network-only' } : skipToken)

  const turn = useTurns(found?.nodes, () => list.refetch())
  const { start } = dialogs
  const columns = useMemo(
    () =>
      sessionColumns({
        intl,
        own,
        actions: (session) => rowActions(intl, session, turn, { start, offline }),
      }),
    [intl, own, start, offline, turn],
  )
  const empty = list.error ? (
    <ErrorPanel title={<FormattedMessage id="session.list.failed" />} onRetry={() => void list.refetch()} retrying={list.loading} {...failureProps(failure, list.error)} />
  ) : (
    <NoSessions
      filtered={filtered}
      earlier={earlier.data && earlier.data.sessions.nodes.length > 0}
      own={own}
      onClear={clear}
      onEarlier={() => change({ from: null })}
      onCreate={may('createSession') ? dialogs.create : undefined}
      offline={offline}
    />
  )
  return (
    <Page fill>
      <PageHeader
        title={<FormattedMessage id={own ? 'session.mine' : 'session.sessions'} />}
        view={
          <ViewSwitch
            label={intl.formatMessage({ id: 'kit.view' })}
            value="list"
            options={[
              { value: 'list', label: intl.formatMessage({ id: 'session.view.list' }), icon: Rows3, href: '/sessions' },
              { value: 'calendar', label: intl.formatMessage({ id: 'session.view.calendar' }), icon: CalendarDays, href: '/calendar' },
            ]}
          />
        }
        primary={
          may('createSession') && (
            <ActionButton variant="contained" color="primary" icon={Plus} onClick={dialogs.create} disabledReason={offline} reasonBeside>
              <FormattedMessage id="session.new" />
            </ActionButton>
          )
        }
      >
        <SessionFilterBar
          dates
          filters={filters}
          onChange={change}
          onClear={clear}
          end={<ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />}
        />
      </PageHeader>
      <NewRowsStrip count={live.fresh} onShow={live.show}>
        <FormattedMessage id="session.list.fresh" values={{ count: live.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      <DataTable
        label={intl.formatMessage({ id: 'session.sessions' })}
        columns={columns}
        hidden={hidden}
        rows={found?.nodes}
        question={list.variables}
        loading={!list.data && !list.error}
        empty={empty}
        sort={place.sort}
        onSort={place.onSort}
        paging={found && place.pagingOf(found)}
        note={<ZoneNote />}
        highlights={highlights}
        struck={isStruck}
        rowHref={sessionHref}
        phoneRow={phoneRow}
      />
      <SessionDialogs dialogs={dialogs} />
    </Page>
  )
}

/** `/sessions?new` opens the form, once: after a reload it is not there again. */
function useAskedNew(): boolean {
  const [params, setParams] = useSearchParams()
  const [asked] = useState(() => params.has('new'))
  const forget = useEffectEvent(() =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        after.delete('new')
        return after
      },
      { replace: true },
    ),
  )
  useEffect(() => {
    if (asked) forget()
  }, [asked])
  return asked
}

const orderOf = (sort: TableSort | undefined): SessionOrder => ({
  by: sort?.field === 'TITLE' ? 'TITLE' : 'STARTS_AT',
  direction: sort?.direction === 'desc' ? 'DESC' : 'ASC',
})

const sessionHref = ({ id }: { id: string }) => `/sessions/${id}`

function failureProps(failure: ReturnType<typeof useFailureWords>, error: unknown) {
  const { words, requestId } = failure(error)
  return { children: words, requestId }
}
