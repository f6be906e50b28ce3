/** The sheet of a FilterSheet, loaded when it is opened. */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Drawer from '@mui/material/Drawer'
import Typography from '@mui/material/Typography'
import { X } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'
import type { Filter } from './FilterBar.tsx'
import { nextSelection } from './filterSelection.ts'
import { Tile } from './Tile.tsx'

interface FilterSheetPanelProps {
  filters: readonly Filter[]
  onClear: (() => void) | undefined
  onClose: () => void
}

export function FilterSheetPanel({ filters, onClear, onClose }: FilterSheetPanelProps) {
  const intl = useIntl()
  return (
    <Drawer
      anchor="bottom"
      open
      onClose={onClose}
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
        <ActionIconButton label={intl.formatMessage({ id: 'kit.close' })} icon={X} onClick={onClose} />
      </Box>
      <Box sx={{ overflowY: 'auto', paddingInline: 4, display: 'grid', gap: 5 }}>
        {filters.map((filter) => <FilterSection key={filter.id} filter={filter} />)}
      </Box>
      <Box sx={{ padding: 4, paddingBlockEnd: 'calc(16px + env(safe-area-inset-bottom, 0px))' }}>
        <Button variant="contained" color="primary" size="large" fullWidth onClick={onClose}><FormattedMessage id="kit.filters.show" /></Button>
      </Box>
    </Drawer>
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
