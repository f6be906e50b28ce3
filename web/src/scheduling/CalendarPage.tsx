import { skipToken } from '../app/apollo.ts'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { CalendarPlus, ChevronLeft, ChevronRight, Plus, SearchX } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import { useSearchParams } from 'react-router'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { useMay } from '../app/viewer.tsx'
import { useCalendarQuery } from '../generated/scheduling/calendar.ts'
import { SessionChangedDocument } from '../generated/scheduling/live.ts'
import { ActionButton, ActionIconButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { BlockSkeleton } from '../kit/Skeletons.tsx'
import { ZoneNote } from '../kit/TimeText.tsx'
import { useAtPresent } from '../kit/useNow.ts'
import { usePhone } from '../kit/usePhone.ts'
import { ViewSwitch } from '../kit/ViewSwitch.tsx'
import { dayOf } from '../kit/zonedTime.ts'
import { CalendarAgenda } from './CalendarAgenda.tsx'
import type { CalendarSession } from './CalendarBlock.tsx'
import { CalendarGrid } from './CalendarGrid.tsx'
import { CalendarMonth } from './CalendarMonth.tsx'
import { daysOf, heldOn, movesInTime, step, weekOf } from './calendarRange.ts'
import type { CalendarView } from './calendarRange.ts'
import { SessionDialogs, useSessionDialogs } from './SessionDialogs.tsx'
import { StateLegend } from './SessionFacts.tsx'
import { SessionFilterBar } from './SessionFilterBar.tsx'
import { filterInput, useSessionFilters } from './sessionFilters.ts'
import { useWholeList } from './useWholeList.ts'

/** More than that nobody reads in one picture; a filter narrows it. */
const most = 1_000
const struckFor = 6_000
const none: readonly CalendarSession[] = []

function useCalendarPlace(zone: string) {
  const { locale } = useIntl()
  const phone = usePhone()
  const [params, setParams] = useSearchParams()
  const today = useAtPresent(60_000, (now) => dayOf(now, zone))
  const asked = params.get('day') ?? ''
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today
  const views: readonly CalendarView[] = phone ? ['day', 'week'] : ['day', 'week', 'month']
  const view = views.find((one) => one === params.get('view')) ?? (phone ? 'day' : 'week')
  const { firstDay } = weekOf(locale)
  const days = useMemo(() => daysOf(view, day, firstDay), [view, day, firstDay])
  const go = (change: { view?: CalendarView; day?: string }) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      for (const [name, value] of Object.entries(change)) after.set(name, value)
      if (after.get('day') === today) after.delete('day')
      return after
    })
  return { view, views, day, days, today, go, phone }
}

/** Changes often come several at once; one question answers them all. */
function useRested(act: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(act, wait)
  }
}

export function CalendarPage() {
  const intl = useIntl()
  const may = useMay()
  const failure = useFailureWords()
  const offline = useOfflineReason(useConnectionState())
  const { filters, filtered, change, clear, zone } = useSessionFilters()
  const { view, views, day, days, today, go, phone } = useCalendarPlace(zone)
  const dialogs = useSessionDialogs()
  const again = useRested(() => void list.refetch())
  const { ready } = useLive(SessionChangedDocument, {
    onCreated: () => again(200),
    onUpdated: ({ fields }) => {
      if (movesInTime(fields) || fields.includes('trainer') || fields.includes('status')) again(200)
    },
    onRemoved: (_, own) => again(own ? 0 : struckFor),
  })
  const filter = { ...filterInput({ ...filters, search: '', fromDay: null, toDay: null }, zone), ...heldOn(days, zone) }
  const list = useCalendarQuery(ready ? { variables: { filter } } : skipToken)
  const found = list.data?.sessions
  const sessions = found?.nodes ?? none
  const cut = useWholeList(
    found?.pageInfo,
    found?.nodes.length ?? 0,
    (after) =>
      list.fetchMore({
        variables: { after },
        updateQuery: (before, { fetchMoreResult: { sessions: next } }) => ({
          ...before,
          sessions: { ...next, nodes: [...before.sessions.nodes, ...next.nodes] },
        }),
      }),
    most,
  )
  const filterBar = { filters, onChange: change, onClear: clear }
  const create = may('createSession') && (
    <ActionButton variant="contained" color="primary" icon={Plus} onClick={dialogs.create} disabledReason={offline} reasonBeside>
      <FormattedMessage id="session.new" />
    </ActionButton>
  )
  return (
    <Page fill>
      <PageHeader
        title={<bdi>{titleOf(intl, view, days, day)}</bdi>}
        line={phone || cut ? cut ? <FormattedMessage id="calendar.cut" values={{ count: most }} /> : <ZoneNote /> : undefined}
        view={
          <>
            <Button size="small" onClick={() => go({ day: today })} disabled={days.includes(today) && day === today}><FormattedMessage id="calendar.today" /></Button>
            <Box sx={{ display: 'flex' }}>
              <ActionIconButton label={intl.formatMessage({ id: `calendar.before.${view}` })} icon={ChevronLeft} mirror onClick={() => go({ day: step(view, day, -1) })} />
              <ActionIconButton label={intl.formatMessage({ id: `calendar.after.${view}` })} icon={ChevronRight} mirror onClick={() => go({ day: step(view, day, 1) })} />
            </Box>
            <ViewSwitch
              label={intl.formatMessage({ id: 'kit.view' })}
              value={view}
              onChange={(next) => go({ view: next })}
              options={views.map((one) => ({ value: one, label: intl.formatMessage({ id: `calendar.${one}` }) }))}
            />
            {phone && <SessionFilterBar {...filterBar} iconOnly />}
          </>
        }
        primary={create}
      >
        {phone ? undefined : <SessionFilterBar {...filterBar} end={<StateLegend />} />}
      </PageHeader>
      {list.error && !found ? (
        <ErrorPanel title={<FormattedMessage id="session.list.failed" />} onRetry={() => void list.refetch()} retrying={list.loading} requestId={failure(list.error).requestId}>
          {failure(list.error).words}
        </ErrorPanel>
      ) : !found && !list.previousData ? (
        <PageBody><BlockSkeleton height={520} /></PageBody>
      ) : found && sessions.length === 0 && !phone ? (
        <NoSessions intl={intl} view={view} days={days} day={day} filtered={filtered} onClear={clear} onBefore={() => go({ day: step(view, day, -1) })} create={create} />
      ) : phone ? (
        <CalendarAgenda days={days} sessions={sessions} />
      ) : view === 'month' ? (
        <CalendarMonth days={days} month={day.slice(0, 7)} sessions={sessions} />
      ) : (
        <CalendarGrid key={view} days={days} sessions={sessions} />
      )}
      <SessionDialogs dialogs={dialogs} />
    </Page>
  )
}

function titleOf(intl: IntlShape, view: CalendarView, days: readonly string[], day: string): string {
  const noon = (one: string | undefined) => new Date(`${one ?? day}T12:00:00Z`)
  const long = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  if (view === 'month') return intl.formatDate(noon(day), { month: 'long', year: 'numeric', timeZone: 'UTC' })
  if (view === 'day') return intl.formatDate(noon(day), { ...long, weekday: 'long' })
  return intl.formatDateTimeRange(noon(days[0]), noon(days.at(-1)), long)
}

interface NoSessionsProps {
  intl: IntlShape
  view: CalendarView
  days: readonly string[]
  day: string
  filtered: boolean
  onClear: () => void
  onBefore: () => void
  create: React.ReactNode
}

function NoSessions({ intl, view, days, day, filtered, onClear, onBefore, create }: NoSessionsProps) {
  const range = titleOf(intl, view, days, day)
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title={<FormattedMessage id="session.empty.filtered" />}
        actions={<ActionButton size="small" onClick={onClear}><FormattedMessage id="session.empty.clear" /></ActionButton>}
      >
        <FormattedMessage id="calendar.empty.filtered" values={{ range }} />
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={CalendarPlus}
      title={<FormattedMessage id={`calendar.empty.${view}`} />}
      actions={<ActionButton size="small" onClick={onBefore}><FormattedMessage id={`calendar.before.${view}`} /></ActionButton>}
    >
      <FormattedMessage id={create ? 'calendar.empty.plan' : 'calendar.empty.why'} values={{ range }} />
    </EmptyState>
  )
}
