/** All filters of a FilterBar on a phone: one sheet from below. */
import { SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { ActionButton } from './ActionButton.tsx'
import type { Filter } from './FilterBar.tsx'

const FilterSheetPanel = lazy(() => import('./FilterSheetPanel.tsx').then((module) => ({ default: module.FilterSheetPanel })))

interface FilterSheetProps {
  filters: readonly Filter[]
  onClear?: (() => void) | undefined
}

export function FilterSheet({ filters, onClear }: FilterSheetProps) {
  const [open, setOpen] = useState(false)
  const count = filters.filter(({ value }) => value !== null).length
  return (
    <>
      <ActionButton icon={SlidersHorizontal} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {count > 0 ? <FormattedMessage id="kit.filtersSet" values={{ count }} /> : <FormattedMessage id="kit.filters" />}
      </ActionButton>
      {open && (
        <Suspense>
          <FilterSheetPanel filters={filters} onClear={onClear} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
