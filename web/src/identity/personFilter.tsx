import { UserRound } from 'lucide-react'
import { useIntl } from 'react-intl'
import type { Filter } from '../kit/FilterBar.tsx'
import { usePhone } from '../kit/usePhone.ts'
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
  // A sheet from below holds all filters: none of them opens the keyboard by itself.
  const phone = usePhone()
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
        autoFocus={!phone}
        onChange={(next) => {
          onChange(next?.id ?? null)
          if (next) close()
        }}
      />
    ),
  }
}
