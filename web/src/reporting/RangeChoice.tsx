import Box from '@mui/material/Box'
import { CalendarRange } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionButton } from '../kit/ActionButton.tsx'
import { FieldDate } from '../kit/FieldDateTime.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import { Tile } from '../kit/Tile.tsx'
import { daysIn, mostDays, presets, usualDays } from './analyticsRange.ts'
import type { ChosenRange, DayRange } from './analyticsRange.ts'

interface RangeChoiceProps {
  range: ChosenRange
  onDays: (days: number) => void
  onRange: (range: DayRange) => void
}

export function RangeChoice({ range, onDays, onRange }: RangeChoiceProps) {
  const intl = useIntl()
  const lastDays = (days: number) => intl.formatMessage({ id: 'analytics.range.last' }, { days })
  const words = range.days === null ? intl.formatDateTimeRange(`${range.from}T12:00:00Z`, `${range.to}T12:00:00Z`, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }) : lastDays(range.days)
  const usual = range.days === usualDays
  return (
    <FilterBar
      filters={[
        {
          id: 'range',
          label: usual ? words : intl.formatMessage({ id: 'analytics.range' }),
          icon: CalendarRange,
          value: usual ? null : words,
          onRemove: () => onDays(usualDays),
          panel: (close) => (
            <Box sx={{ display: 'grid', gap: 4, padding: 3, inlineSize: { sm: 320 } }}>
              <Box role="radiogroup" aria-label={intl.formatMessage({ id: 'analytics.range' })} sx={{ display: 'grid', gap: 2, gridTemplateColumns: '1fr 1fr' }}>
                {presets.map((days) => (
                  <Tile
                    key={days}
                    title={lastDays(days)}
                    chosen={range.days === days}
                    onChoose={() => {
                      onDays(days)
                      close()
                    }}
                  />
                ))}
              </Box>
              <OwnRange
                range={range}
                onRange={(own) => {
                  onRange(own)
                  close()
                }}
              />
            </Box>
          ),
        },
      ]}
    />
  )
}

function OwnRange({ range, onRange }: { range: DayRange; onRange: (range: DayRange) => void }) {
  const intl = useIntl()
  const [from, setFrom] = useState<string | null>(range.from)
  const [to, setTo] = useState<string | null>(range.to)
  const order = from && to && from > to ? intl.formatMessage({ id: 'analytics.range.order' }) : undefined
  const long = from && to && !order && daysIn({ from, to }) > mostDays ? intl.formatMessage({ id: 'analytics.range.long' }, { days: mostDays }) : undefined
  const error = order ?? long
  return (
    <Box component="form" onSubmit={(event) => { event.preventDefault(); if (from && to && !error) onRange({ from, to }) }} sx={{ display: 'grid', gap: 3 }}>
      <FieldDate label={intl.formatMessage({ id: 'analytics.range.from' })} value={from} onChange={setFrom} />
      <FieldDate label={intl.formatMessage({ id: 'analytics.range.to' })} value={to} onChange={setTo} error={error} />
      <ActionButton type="submit"><FormattedMessage id="analytics.range.show" /></ActionButton>
    </Box>
  )
}
