import Box from '@mui/material/Box'
import { CalendarDays } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import { FieldDate } from '../kit/FieldDateTime.tsx'
import type { Filter } from '../kit/FilterBar.tsx'

interface Days {
  fromDay: string | null
  toDay: string | null
}

function rangeWords(intl: IntlShape, { fromDay, toDay }: Days): string | null {
  const words = (day: string) => intl.formatDate(`${day}T12:00:00Z`, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const values = { from: fromDay && words(fromDay), to: toDay && words(toDay) }
  if (fromDay && toDay) return intl.formatMessage({ id: 'journal.days.between' }, values)
  if (fromDay) return intl.formatMessage({ id: 'journal.days.from' }, values)
  return toDay ? intl.formatMessage({ id: 'journal.days.to' }, values) : null
}

/** From one day to another, both included. */
export function dayFilter(intl: IntlShape, days: Days, onChange: (change: { from?: string | null; to?: string | null }) => void): Filter {
  const { fromDay, toDay } = days
  return {
    id: 'days',
    label: intl.formatMessage({ id: 'journal.days' }),
    icon: CalendarDays,
    value: rangeWords(intl, days),
    onRemove: () => onChange({ from: null, to: null }),
    panel: () => (
      <Box sx={{ display: 'grid', gap: 4 }}>
        <FieldDate label={intl.formatMessage({ id: 'journal.days.first' })} value={fromDay} {...(toDay && { max: toDay })} onChange={(from) => onChange({ from })} />
        <FieldDate label={intl.formatMessage({ id: 'journal.days.last' })} value={toDay} {...(fromDay && { min: fromDay })} onChange={(to) => onChange({ to })} />
      </Box>
    ),
  }
}
