import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { AnalyticsQuery } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'
import { Person } from '../kit/PersonAvatar.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { BarRows } from './BarRows.tsx'
import { ChartPanel } from './ChartPanel.tsx'

type Load = AnalyticsQuery['analytics']['trainerLoad'][number]

const atFirst = 8

/** Who held how much; the most hours first. */
export function LoadPanel({ loads }: { loads: readonly Load[] }) {
  const intl = useIntl()
  const phone = usePhone()
  const [whole, setWhole] = useState(false)
  const word = (id: string) => intl.formatMessage({ id: `analytics.load.${id}` })
  const hours = (minutes: number) => intl.formatMessage({ id: 'analytics.hours' }, { hours: Math.round(minutes / 6) / 10 })
  const shown = whole ? loads : loads.slice(0, atFirst)
  return (
    <ChartPanel
      title={word('title')}
      subtitle={word('subtitle')}
      end={
        loads.length > atFirst && (
          <ActionButton variant="text" size="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            <FormattedMessage id={whole ? 'analytics.load.fewer' : 'analytics.load.all'} values={{ count: loads.length }} />
          </ActionButton>
        )
      }
      table={{
        heads: [word('trainer'), word('hours'), word('sessions'), word('trainees')],
        rows: loads.map(({ trainer, minutes, sessions, trainees }) => ({
          id: trainer.id,
          cells: [trainer.name, hours(minutes), intl.formatNumber(sessions), intl.formatNumber(trainees)],
        })),
      }}
    >
      {loads.length === 0 ? (
        <EmptyState icon={UsersRound} title={<FormattedMessage id="analytics.load.none" />}><FormattedMessage id="analytics.none.why" /></EmptyState>
      ) : (
        <BarRows
          heads={[word('trainer'), word('hours'), '', ...(phone ? [] : [word('sessions'), word('trainees')])]}
          names={phone ? '110px' : '170px'}
          series={[{ label: word('hours'), color: 'series1' }]}
          rows={shown.map(({ trainer, minutes, sessions, trainees }) => ({
            id: trainer.id,
            name: <Person name={trainer.name} id={trainer.id} size={22} href={`/people/${trainer.id}`} />,
            values: [minutes],
            cells: [<b key="hours">{hours(minutes)}</b>, ...(phone ? [] : [intl.formatNumber(sessions), intl.formatNumber(trainees)])],
          }))}
        />
      )}
    </ChartPanel>
  )
}
