/** One filter of a FilterBar on a laptop: a chip with its menu. */
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { ChevronDown, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useIntl } from 'react-intl'
import type { Filter } from './FilterBar.tsx'

const FilterChipPanel = lazy(() => import('./FilterChipPanel.tsx').then((module) => ({ default: module.FilterChipPanel })))

export function FilterChip({ filter }: { filter: Filter }) {
  const intl = useIntl()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const { label, icon: Icon, value, onRemove, options } = filter
  const set = value !== null
  return (
    <Box sx={{ display: 'inline-flex', ...chipLook(set) }}>
      <ButtonBase
        aria-haspopup={options ? 'menu' : 'dialog'}
        aria-expanded={Boolean(anchor)}
        aria-label={set ? `${label}: ${value}` : label}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ gap: 1.5, paddingInline: 2.5, blockSize: '100%', borderRadius: '5px', font: 'inherit', color: 'inherit' }}
      >
        {Icon && <Icon size={16} aria-hidden />}
        <bdi>{value ?? label}</bdi>
        {!Icon && !set && <ChevronDown size={14} aria-hidden />}
      </ButtonBase>
      {set && (
        <ButtonBase
          aria-label={intl.formatMessage({ id: 'kit.filter.remove' }, { name: label })}
          onClick={onRemove}
          sx={{ inlineSize: 28, marginInlineStart: -1.5, blockSize: '100%', borderRadius: '5px', color: 'ink2', '&:hover': { color: 'ink' } }}
        >
          <X size={14} aria-hidden />
        </ButtonBase>
      )}
      {anchor && (
        <Suspense>
          <FilterChipPanel filter={filter} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </Box>
  )
}

const chipLook = (set: boolean) => ({
  blockSize: 32,
  border: 1,
  borderColor: set ? 'control' : 'line',
  borderRadius: '6px',
  bgcolor: set ? 'pineSoft' : 'surface',
  color: set ? 'ink' : 'ink2',
  typography: 'small',
  '&:hover': { bgcolor: set ? 'pineSoft' : 'hover' },
  '@media (pointer: coarse)': { blockSize: 44 },
})
