import { UserRound } from 'lucide-react'
import { useIntl } from 'react-intl'
import type { Filter } from '../kit/FilterBar.tsx'
import { UserPicker, useUserOption } from './UserPicker.tsx'

interface PersonFilterOptions {
  id: string
  label: string
  chosen: string | null
  onChange: (id: string | null) => void
}

/** Whatever one person did, or had done to them. */
export function usePersonFilter({ id, label, chosen, onChange }: PersonFilterOptions): Filter {
  const intl = useIntl()
  const person = useUserOption(chosen)
  return {
    id,
    label,
    icon: UserRound,
    value: person && intl.formatMessage({ id: 'journal.person' }, { label, name: person.label }),
    onRemove: () => onChange(null),
    panel: (close) => (
      <UserPicker
        label={label}
        value={person}
        autoFocus
        onChange={(next) => {
          onChange(next?.id ?? null)
          if (next) close()
        }}
      />
    ),
  }
}
