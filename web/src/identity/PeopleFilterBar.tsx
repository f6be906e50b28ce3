import Box from '@mui/material/Box'
import { CircleDot, KeyRound, Presentation, User } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useMay } from '../app/viewer.tsx'
import { ActionButton } from '../kit/ActionButton.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import type { Filter } from '../kit/FilterBar.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { noTrainer } from './peopleFilters.ts'
import type { PeopleFilters } from './peopleFilters.ts'
import { roleIcons, roles } from './personLooks.tsx'
import { UserPicker, useUserOption } from './UserPicker.tsx'

type Change = (change: Readonly<Record<string, string | readonly string[] | null>>) => void

interface PeopleFilterBarProps {
  filters: PeopleFilters
  onChange: Change
  onClear: () => void
  end?: ReactNode
}

export function PeopleFilterBar({ filters, onChange, onClear, end }: PeopleFilterBarProps) {
  const intl = useIntl()
  const may = useMay()
  const trainer = useTrainerFilter(filters.trainer, onChange)
  const role = useRoleFilter(filters, onChange)
  const active = useActiveFilter(filters, onChange)
  const word = intl.formatMessage({ id: 'person.state.temporary' })
  const temporary: Filter = {
    id: 'temporary',
    label: word,
    icon: KeyRound,
    value: filters.temporary ? word : null,
    onRemove: () => onChange({ temporary: null }),
    options: [{ value: 'yes', label: intl.formatMessage({ id: 'people.filter.temporary' }) }],
    selected: filters.temporary ? ['yes'] : [],
    onSelect: ([chosen]) => onChange({ temporary: chosen ?? null }),
  }
  return (
    <FilterBar
      search={{ value: filters.search, onChange: (q) => onChange({ q }), placeholder: intl.formatMessage({ id: 'people.search' }) }}
      // Only admins read who is assigned to whom, and whose password is temporary.
      filters={[role, active, ...(may('assignTrainee') ? [trainer] : []), ...(may('resetPassword') ? [temporary] : [])]}
      onClear={onClear}
      end={end}
    />
  )
}

function useRoleFilter(filters: PeopleFilters, onChange: Change): Filter {
  const intl = useIntl()
  const word = (role: string) => intl.formatMessage({ id: `app.role.${role}` })
  return {
    id: 'role',
    label: intl.formatMessage({ id: 'person.role' }),
    icon: User,
    value: filters.roles.length > 0 ? intl.formatList(filters.roles.map(word), { type: 'disjunction' }) : null,
    onRemove: () => onChange({ role: null }),
    multiple: true,
    selected: filters.roles,
    onSelect: (role) => onChange({ role }),
    options: roles.map((role) => ({ value: role, label: word(role), icon: roleIcons[role] })),
  }
}

function useActiveFilter({ isActive }: PeopleFilters, onChange: Change): Filter {
  const intl = useIntl()
  const words = { yes: intl.formatMessage({ id: 'person.state.active' }), no: intl.formatMessage({ id: 'person.state.deactivated' }) }
  const chosen = isActive === null ? null : isActive ? 'yes' : 'no'
  return {
    id: 'active',
    label: intl.formatMessage({ id: 'people.filter.active' }),
    icon: CircleDot,
    value: chosen && words[chosen],
    onRemove: () => onChange({ active: null }),
    selected: chosen ? [chosen] : [],
    onSelect: ([active]) => onChange({ active: active ?? null }),
    options: [{ value: 'yes', label: words.yes }, { value: 'no', label: words.no }],
  }
}

function useTrainerFilter(trainer: string | null, onChange: Change): Filter {
  const intl = useIntl()
  // A sheet from below holds all filters: none of them opens the keyboard by itself.
  const phone = usePhone()
  const unassigned = trainer === noTrainer
  const chosen = useUserOption(unassigned ? null : trainer)
  const label = intl.formatMessage({ id: 'person.trainer' })
  return {
    id: 'trainer',
    label,
    icon: Presentation,
    value: unassigned
      ? intl.formatMessage({ id: 'people.filter.noTrainer' })
      : chosen && intl.formatMessage({ id: 'people.filter.trainer' }, { name: chosen.label }),
    onRemove: () => onChange({ trainer: null }),
    panel: (close) => (
      <Box sx={{ display: 'grid', gap: 3, justifyItems: 'stretch' }}>
        <UserPicker
          label={label}
          roles={['TRAINER']}
          value={chosen}
          autoFocus={!phone}
          onChange={(person) => {
            onChange({ trainer: person?.id ?? null })
            if (person) close()
          }}
        />
        <ActionButton
          size="small"
          aria-pressed={unassigned}
          onClick={() => {
            onChange({ trainer: noTrainer })
            close()
          }}
        >
          <FormattedMessage id="people.filter.noTrainer" />
        </ActionButton>
      </Box>
    ),
  }
}
