import { CircleDot, User, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import { useMay, useViewer } from '../app/viewer.tsx'
import type { SessionStatus } from '../generated/operations.ts'
import { dayFilter } from '../identity/dayFilter.tsx'
import { UserPicker, useUserOption } from '../identity/UserPicker.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import type { Filter } from '../kit/FilterBar.tsx'
import { stateLooks } from './SessionFacts.tsx'
import type { FilterChange, SessionFilters } from './sessionFilters.ts'

interface SessionFilterBarProps {
  filters: SessionFilters
  onChange: (change: FilterChange) => void
  onClear: () => void
  /** A calendar has its own dates and no search. */
  dates?: boolean
  end?: ReactNode
  iconOnly?: boolean
}

export function SessionFilterBar({ filters, onChange, onClear, dates = false, end, iconOnly = false }: SessionFilterBarProps) {
  const intl = useIntl()
  const may = useMay()
  const people = usePersonFilters(filters, onChange)
  const chips = [
    ...(dates ? [dayFilter(intl, filters, onChange)] : []),
    statusFilter(intl, filters, onChange),
    ...(may('users') ? people : []),
  ]
  const search = { value: filters.search, onChange: (q: string) => onChange({ q }), placeholder: intl.formatMessage({ id: 'session.search' }) }
  return <FilterBar search={dates ? search : undefined} filters={chips} onClear={onClear} end={end} iconOnly={iconOnly} />
}

const statuses: readonly SessionStatus[] = ['SCHEDULED', 'COMPLETED', 'CANCELLED']

function statusFilter(intl: IntlShape, filters: SessionFilters, onChange: (change: FilterChange) => void): Filter {
  const word = (status: SessionStatus) => intl.formatMessage({ id: `session.state.${status}` })
  return {
    id: 'status',
    label: intl.formatMessage({ id: 'session.status' }),
    icon: CircleDot,
    value: filters.statuses.length > 0 ? intl.formatList(filters.statuses.map(word), { type: 'disjunction' }) : null,
    onRemove: () => onChange({ status: [] }),
    multiple: true,
    selected: filters.statuses,
    onSelect: (status) => onChange({ status }),
    options: statuses.map((status) => ({ value: status, label: word(status), ...(stateLooks[status].icon && { icon: stateLooks[status].icon }) })),
  }
}

function usePersonFilters({ trainerId, traineeId }: SessionFilters, onChange: (change: FilterChange) => void): Filter[] {
  const intl = useIntl()
  const viewer = useViewer()
  const trainer = useUserOption(trainerId)
  const trainee = useUserOption(traineeId)
  const named = (label: string, id: string, name: string) =>
    intl.formatMessage({ id: 'session.filter.person' }, { label, name: id === viewer.id ? intl.formatMessage({ id: 'session.filter.you' }) : name })
  const filter = (kind: 'trainer' | 'trainee', chosen: typeof trainer): Filter => {
    const label = intl.formatMessage({ id: `session.${kind}` })
    return {
      id: kind,
      label,
      icon: kind === 'trainer' ? User : Users,
      value: chosen && named(label, chosen.id, chosen.label),
      onRemove: () => onChange({ [kind]: null }),
      panel: (close) => (
        <UserPicker
          roles={kind === 'trainer' ? ['ADMIN', 'TRAINER'] : ['TRAINEE']}
          label={label}
          value={chosen}
          autoFocus
          onChange={(person) => {
            onChange({ [kind]: person?.id ?? null })
            if (person) close()
          }}
        />
      ),
    }
  }
  return [filter('trainer', trainer), filter('trainee', trainee)]
}
