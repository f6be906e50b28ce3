/** All filters of a FilterBar on a phone: one sheet from below. */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Drawer from '@mui/material/Drawer'
import Typography from '@mui/material/Typography'
import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionButton, ActionIconButton } from './ActionButton.tsx'
import type { Filter } from './FilterBar.tsx'
import { nextSelection } from './filterSelection.ts'
import { Tile } from './Tile.tsx'

interface FilterSheetProps {
  filters: readonly Filter[]
  onClear?: (() => void) | undefined
}

export function FilterSheet({ filters, onClear }: FilterSheetProps) {
  const intl = useIntl()
  const [open, setOpen] = useState(false)
  const count = filters.filter(({ value }) => value !== null).length
  const close = () => setOpen(false)
  return (
    <>
      <ActionButton icon={SlidersHorizontal} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {count > 0 ? <FormattedMessage id="kit.filtersSet" values={{ count }} /> : <FormattedMessage id="kit.filters" />}
      </ActionButton>
      <Drawer
        anchor="bottom"
        open={open}
        onClose={close}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': intl.formatMessage({ id: 'kit.filters' }),
            sx: { borderStartStartRadius: '12px', borderStartEndRadius: '12px', maxBlockSize: '85vh' },
          },
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'center', padding: 4, paddingBlockEnd: 2 }}>
          <Typography variant="dialogTitle" component="h2" sx={{ flex: 1 }}><FormattedMessage id="kit.filters" /></Typography>
          {onClear && <Button variant="text" onClick={onClear}><FormattedMessage id="kit.clear" /></Button>}
          <ActionIconButton label={intl.formatMessage({ id: 'kit.close' })} icon={X} onClick={close} />
        </Box>
        <Box sx={{ overflowY: 'auto', paddingInline: 4, display: 'grid', gap: 5 }}>
          {filters.map((filter) => <FilterSection key={filter.id} filter={filter} />)}
        </Box>
        <Box sx={{ padding: 4, paddingBlockEnd: 'calc(16px + env(safe-area-inset-bottom, 0px))' }}>
          <Button variant="contained" color="primary" size="large" fullWidth onClick={close}><FormattedMessage id="kit.filters.show" /></Button>
        </Box>
      </Drawer>
    </>
  )
}

function FilterSection({ filter }: { filter: Filter }) {
  const { label, value, onRemove, options, selected = [], onSelect, multiple = false, panel } = filter
  return (
    <Box component="section" role="group" aria-label={label}>
      <Box sx={{ display: 'flex', alignItems: 'center', minBlockSize: 44 }}>
        <Typography variant="h3" component="h3" sx={{ flex: 1 }}>{label}</Typography>
        {value !== null && <Button variant="text" size="small" onClick={onRemove}><FormattedMessage id="kit.clear" /></Button>}
      </Box>
      {options ? (
        <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 2 }}>
          {options.map((option) => (
            <Tile
              key={option.value}
              role="checkbox"
              title={option.label}
              icon={option.icon}
              chosen={selected.includes(option.value)}
              onChoose={() => onSelect?.(nextSelection(selected, option.value, multiple))}
            />
          ))}
        </Box>
      ) : (
        panel?.(() => undefined)
      )}
    </Box>
  )
}
