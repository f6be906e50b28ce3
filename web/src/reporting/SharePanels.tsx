import { FormattedMessage, useIntl } from 'react-intl'
import type { AnalyticsQuery } from '../generated/operations.ts'
import { StatusMark } from '../kit/Status.tsx'
import { stateLooks } from '../scheduling/SessionFacts.tsx'
import { BarRows } from './BarRows.tsx'
import { ChartPanel, Legend } from './ChartPanel.tsx'

type Numbers = AnalyticsQuery['analytics']

const statusOrder = ['COMPLETED', 'SCHEDULED', 'CANCELLED'] as const

export function StatusPanel({ counts }: { counts: Numbers['sessionsByStatus'] }) {
  const intl = useIntl()
  const title = intl.formatMessage({ id: 'analytics.status' })
  const countOf = (status: string) => counts.find((one) => one.status === status)?.count ?? 0
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const share = (count: number) => intl.formatNumber(total > 0 ? count / total : 0, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <ChartPanel
      title={title}
      subtitle={<FormattedMessage id="analytics.status.finding" values={{ share: <bdi>{share(countOf('CANCELLED'))}</bdi> }} />}
      table={{
        heads: [title, intl.formatMessage({ id: 'analytics.sessions' }), intl.formatMessage({ id: 'analytics.share' })],
        rows: statusOrder.map((status) => ({
          id: status,
          cells: [intl.formatMessage({ id: `session.state.${status}` }), intl.formatNumber(countOf(status)), share(countOf(status))],
        })),
      }}
    >
      <BarRows
        series={[{ label: title, color: 'series1' }]}
        rows={statusOrder.map((status) => ({
          id: status,
          name: <StatusMark {...stateLooks[status]}><FormattedMessage id={`session.state.${status}`} /></StatusMark>,
          values: [countOf(status)],
          cells: [<b key="count">{intl.formatNumber(countOf(status))}</b>, share(countOf(status))],
        }))}
      />
    </ChartPanel>
  )
}

const roleOrder = ['TRAINEE', 'TRAINER', 'ADMIN'] as const

/** People as they are now, whatever the range. */
export function RolesPanel({ counts }: { counts: Numbers['usersByRole'] }) {
  const intl = useIntl()
  const title = intl.formatMessage({ id: 'analytics.roles' })
  const active = intl.formatMessage({ id: 'analytics.roles.active' })
  const deactivated = intl.formatMessage({ id: 'analytics.roles.deactivated' })
  const of = (role: string) => counts.find((one) => one.role === role) ?? { count: 0, active: 0 }
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  return (
    <ChartPanel
      title={title}
      subtitle={<FormattedMessage id="analytics.roles.finding" values={{ total }} />}
      legend={<Legend items={[{ label: active, color: 'series1' }, { label: deactivated, color: 'unmarkedChart' }]} />}
      table={{
        heads: [title, active, deactivated],
        rows: roleOrder.map((role) => ({
          id: role,
          cells: [intl.formatMessage({ id: `app.role.${role}` }), intl.formatNumber(of(role).active), intl.formatNumber(of(role).count - of(role).active)],
        })),
      }}
    >
      <BarRows
        series={[{ label: active, color: 'series1' }, { label: deactivated, color: 'unmarkedChart' }]}
        rows={roleOrder.map((role) => ({
          id: role,
          name: <FormattedMessage id={`app.role.${role}`} />,
          values: [of(role).active, of(role).count - of(role).active],
          cells: [<b key="active">{intl.formatNumber(of(role).active)}</b>, intl.formatNumber(of(role).count - of(role).active)],
        }))}
      />
    </ChartPanel>
  )
}

interface SeatsPanelProps {
  seats: Numbers['seats']
  earlier: Numbers['seats']
  days: number
}

export function SeatsPanel({ seats, earlier, days }: SeatsPanelProps) {
  const intl = useIntl()
  const title = intl.formatMessage({ id: 'analytics.seats' })
  const taken = intl.formatMessage({ id: 'analytics.seats.taken' })
  const free = intl.formatMessage({ id: 'analytics.seats.free' })
  const filled = ({ taken: some, capacity }: Numbers['seats']) => intl.formatNumber(capacity > 0 ? some / capacity : 0, { style: 'percent', maximumFractionDigits: 1 })
  const spans = [
    { id: 'now', name: intl.formatMessage({ id: 'analytics.seats.now' }), seats },
    { id: 'before', name: intl.formatMessage({ id: 'analytics.seats.before' }, { days }), seats: earlier },
  ]
  const freeIn = (of: Numbers['seats']) => Math.max(0, of.capacity - of.taken)
  return (
    <ChartPanel
      title={title}
      subtitle={<FormattedMessage id="analytics.seats.finding" values={{ taken: seats.taken, capacity: seats.capacity }} />}
      legend={<Legend items={[{ label: taken, color: 'series1' }, { label: free, color: 'line' }]} />}
      table={{
        heads: [title, taken, free, intl.formatMessage({ id: 'analytics.seats.filled' })],
        rows: spans.map(({ id, name, seats: of }) => ({ id, cells: [name, intl.formatNumber(of.taken), intl.formatNumber(freeIn(of)), filled(of)] })),
      }}
    >
      <BarRows
        shares
        series={[{ label: taken, color: 'series1' }, { label: free, color: 'line' }]}
        rows={spans.map(({ id, name, seats: of }) => ({ id, name, values: [of.taken, freeIn(of)], cells: [<b key="filled">{filled(of)}</b>] }))}
      />
    </ChartPanel>
  )
}
