/**
 * A search field, then 32 px chips: hairline when unset, pineSoft with a cross when set. On a phone one sheet from below.
 *
 * | prop | |
 * |---|---|
 * | search | `{ value, onChange, placeholder }`; asks after 250 ms of rest |
 * | filters | `Filter[]` |
 * | onClear | shown only when something is set |
 * | end | ColumnChoice and the like |
 * | iconOnly | on a phone, beside other buttons: the filters' button has no words |
 *
 * `Filter`: `id`, `label`, `icon`, `value` (the words of what is set: "From 24 November", or null), `onRemove()`, and either
 * `options` with `selected` and `onSelect(values)` (`multiple`), or `panel(close)` for anything else (dates, a picker).
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { FilterChip } from './FilterChip.tsx'
import { FilterSheet } from './FilterSheet.tsx'
import { SearchField } from './SearchField.tsx'
import { usePhone } from './usePhone.ts'

export interface FilterOption {
  value: string
  label: string
  icon?: LucideIcon
}

export interface Filter {
  id: string
  label: string
  icon?: LucideIcon
  value: string | null
  onRemove: () => void
  options?: readonly FilterOption[]
  selected?: readonly string[]
  onSelect?: (values: string[]) => void
  multiple?: boolean
  panel?: (close: () => void) => ReactNode
}

export interface FilterBarProps {
  search?: { value: string; onChange: (text: string) => void; placeholder: string } | undefined
  filters?: readonly Filter[]
  onClear?: (() => void) | undefined
  end?: ReactNode
  iconOnly?: boolean
}

export function FilterBar({ search, filters = [], onClear, end, iconOnly = false }: FilterBarProps) {
  const phone = usePhone()
  const anySet = filters.some(({ value }) => value !== null) || Boolean(search?.value)
  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
      {search && <Box sx={{ flex: { xs: '1 1 0', sm: '0 1 260px' }, minInlineSize: 140 }}><SearchField {...search} /></Box>}
      {phone ? (
        filters.length > 0 && <FilterSheet filters={filters} iconOnly={iconOnly} onClear={anySet ? onClear : undefined} />
      ) : (
        <>
          {filters.map((filter) => <FilterChip key={filter.id} filter={filter} />)}
          {anySet && onClear && (
            <Button variant="text" size="small" onClick={onClear}><FormattedMessage id="kit.clear" /></Button>
          )}
          {end !== undefined && <Box sx={{ marginInlineStart: 'auto' }}>{end}</Box>}
        </>
      )}
    </Box>
  )
}
