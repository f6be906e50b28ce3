/** All filters of a FilterBar on a phone: one sheet from below. */
import { SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useIntl } from 'react-intl'
import { ActionButton, ActionIconButton } from './ActionButton.tsx'
import type { Filter } from './FilterBar.tsx'

const FilterSheetPanel = lazy(() => import('./FilterSheetPanel.tsx').then((module) => ({ default: module.FilterSheetPanel })))

interface FilterSheetProps {
  filters: readonly Filter[]
  onClear?: (() => void) | undefined
  iconOnly?: boolean
}

export function FilterSheet({ filters, onClear, iconOnly = false }: FilterSheetProps) {
  const intl = useIntl()
  const [open, setOpen] = useState(false)
  const count = filters.filter(({ value }) => value !== null).length
  const label = intl.formatMessage({ id: count > 0 ? 'kit.filtersSet' : 'kit.filters' }, { count })
  const button = { icon: SlidersHorizontal, 'aria-haspopup': 'dialog', onClick: () => setOpen(true) } as const
  return (
    <>
      {iconOnly ? <ActionIconButton {...button} label={label} outlined chosen={count > 0} /> : <ActionButton {...button}>{label}</ActionButton>}
      {open && (
        <Suspense>
          <FilterSheetPanel filters={filters} onClear={onClear} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
