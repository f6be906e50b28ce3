import { KeyRound, SearchX, Zap } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import { useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import type { Highlight } from '../app/highlights.ts'
import { useLiveList } from '../app/live.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { shownOf } from '../app/shownOf.ts'
import { useMay, useZone } from '../app/viewer.tsx'
import { PasswordChangedDocument } from '../generated/identity/live.ts'
import { usePasswordChangesQuery } from '../generated/identity/passwordChanges.ts'
import type { PasswordAction, PasswordChangesQuery } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { DataTable } from '../kit/DataTable.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page } from '../kit/Page.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { StatusMark } from '../kit/Status.tsx'
import type { TableColumn } from '../kit/tableModel.ts'
import { RelativeTime, TimeText, ZoneNote } from '../kit/TimeText.tsx'
import { ChangesHeader } from './ChangesHeader.tsx'
import { dayFilter } from './dayFilter.tsx'
import { dayRange } from './journalFilters.ts'
import { useAddressFilters, useListPlace } from './listPlace.ts'
import { PersonName } from './personColumns.tsx'
import { usePersonFilter } from './personFilter.tsx'

type LoggedChange = PasswordChangesQuery['passwordChanges']['nodes'][number]

const pageSize = 50
const actions: readonly PasswordAction[] = ['CREATED', 'RESET', 'CHANGED']

export function PasswordChangesPage() {
  const may = useMay()
  return may('passwordChanges') ? <PasswordLog /> : <NotFoundPage />
}

function usePasswordFilters() {
  const [params, change] = useAddressFilters()
  const zone = useZone()
  const asked = params.get('action')?.split(',') ?? []
  const chosen = actions.filter((action) => asked.includes(action))
  const userId = params.get('user')
  const days = { fromDay: params.get('from'), toDay: params.get('to') }
  return {
    chosen,
    userId,
    days,
    change,
    clear: () => change({ action: null, user: null, from: null, to: null }),
    isSet: chosen.length > 0 || Boolean(userId || days.fromDay || days.toDay),
    filter: { ...(chosen.length > 0 && { actions: [...chosen] }), ...(userId && { userId }), ...dayRange(days, zone) },
  }
}

function PasswordLog() {
  const intl = useIntl()
  const { chosen, userId, days, change, clear, isSet, filter } = usePasswordFilters()
  const place = useListPlace(pageSize)
  const failure = useFailureWords()
  const note = useCallback(({ at }: Highlight) => <RelativeTime at={at} />, [])
  const highlights = useRowHighlights(note)
  const live = useLiveList(PasswordChangedDocument, {
    refetch: () => list.refetch(),
    belongs: ({ passwordChange }) =>
      !passwordChange || ((!userId || passwordChange.user.id === userId) && (chosen.length === 0 || chosen.includes(passwordChange.action))),
  })
  const list = usePasswordChangesQuery({ variables: { ...place.page, filter }, skip: !live.ready })
  const found = shownOf(list)?.passwordChanges
  const columns = useMemo(() => passwordColumns(intl), [intl])
  const word = (id: string) => intl.formatMessage({ id })
  const action = (one: string) => word(`passwordLog.${one}`)
  const person = usePersonFilter({ id: 'user', label: word('passwordLog.whose'), chosen: userId, onChange: (user) => change({ user }) })
  const failed = list.error && failure(list.error)
  const empty = failed ? (
    <ErrorPanel title={<FormattedMessage id="journal.failed" />} onRetry={() => void list.refetch()} retrying={list.loading} requestId={failed.requestId}>{failed.words}</ErrorPanel>
  ) : (
    <EmptyState
      icon={isSet ? SearchX : KeyRound}
      title={<FormattedMessage id={isSet ? 'journal.empty.filtered' : 'passwordLog.empty'} />}
      actions={isSet && <ActionButton size="small" onClick={clear}><FormattedMessage id="people.empty.clear" /></ActionButton>}
    >
      <FormattedMessage id={isSet ? 'journal.empty.filtered.why' : 'passwordLog.empty.why'} />
    </EmptyState>
  )
  return (
    <Page fill>
      <ChangesHeader value="passwords">
        <FilterBar
          onClear={clear}
          filters={[
            {
              id: 'action',
              label: word('passwordLog.what'),
              icon: Zap,
              value: chosen.length > 0 ? intl.formatList(chosen.map(action), { type: 'disjunction' }) : null,
              onRemove: () => change({ action: null }),
              multiple: true,
              selected: chosen,
              onSelect: (next) => change({ action: next }),
              options: actions.map((one) => ({ value: one, label: action(one) })),
            },
            person,
            dayFilter(intl, days, change),
          ]}
        />
      </ChangesHeader>
      <NewRowsStrip count={live.fresh} onShow={live.show}>
        <FormattedMessage id="journal.fresh" values={{ count: live.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      <DataTable
        label={word('journal.passwords')}
        columns={columns}
        rows={found?.nodes}
        question={list.variables}
        loading={!list.data && !list.error}
        empty={empty}
        paging={found && place.pagingOf(found)}
        note={<ZoneNote />}
        highlights={highlights}
        rowHref={({ user }) => `/people/${user.id}`}
        rowHeight={46}
        phoneRow={({ user, action: what, at }) => ({
          start: <PersonAvatar name={user.name} id={user.id} size={36} />,
          title: <bdi>{user.name}</bdi>,
          detail: <FormattedMessage id={`passwordLog.${what}`} />,
          end: <TimeText at={at} style="dateTime" />,
        })}
      />
    </Page>
  )
}

function passwordColumns(intl: IntlShape): TableColumn<LoggedChange>[] {
  const word = (id: string) => intl.formatMessage({ id })
  return [
    { field: 'at', header: word('passwordLog.when'), width: 170, cell: ({ at }) => <TimeText at={at} style="dateTime" /> },
    { field: 'user', header: word('passwordLog.whose'), name: true, flex: 1, width: 200, cell: ({ user }) => <PersonName {...user} /> },
    { field: 'action', header: word('passwordLog.what'), width: 220, cell: ({ action }) => <StatusMark icon={KeyRound}>{word(`passwordLog.${action}`)}</StatusMark> },
    {
      field: 'performedBy',
      header: word('passwordLog.who'),
      flex: 1,
      width: 180,
      cell: ({ performedBy, user }) =>
        performedBy === null || performedBy === undefined ? word('app.system') : performedBy.id === user.id ? word('passwordLog.themselves') : <PersonName {...performedBy} />,
    },
  ]
}
