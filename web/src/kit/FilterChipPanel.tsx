/** What a FilterChip opens: the menu of its options, or the panel that the page gives. Loaded when the first is opened. */
import Box from '@mui/material/Box'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Popover from '@mui/material/Popover'
import { useTheme } from '@mui/material/styles'
import { Check } from 'lucide-react'
import type { Filter } from './FilterBar.tsx'
import { nextSelection } from './filterSelection.ts'

interface FilterChipPanelProps {
  filter: Filter
  anchor: HTMLElement
  onClose: () => void
}

export function FilterChipPanel({ filter, anchor, onClose }: FilterChipPanelProps) {
  const start = useTheme().direction === 'rtl' ? 'right' : 'left'
  const { label, options, selected = [], onSelect, multiple = false, panel } = filter
  const choose = (option: string) => {
    onSelect?.(nextSelection(selected, option, multiple))
    if (!multiple) onClose()
  }
  const place = {
    anchorOrigin: { vertical: 'bottom', horizontal: start },
    transformOrigin: { vertical: 'top', horizontal: start },
  } as const
  if (!options) {
    return (
      <Popover open anchorEl={anchor} onClose={onClose} {...place}>
        <Box role="dialog" aria-label={label} sx={{ padding: 4, minInlineSize: 280 }}>{panel?.(onClose)}</Box>
      </Popover>
    )
  }
  return (
    <Menu open anchorEl={anchor} onClose={onClose} {...place} slotProps={{ list: { 'aria-label': label } }}>
      {options.map((option) => (
        <MenuItem
          key={option.value}
          role={multiple ? 'menuitemcheckbox' : 'menuitemradio'}
          aria-checked={selected.includes(option.value)}
          selected={selected.includes(option.value)}
          onClick={() => choose(option.value)}
          sx={{ minInlineSize: 180 }}
        >
          {option.icon && <option.icon size={16} aria-hidden />}
          <Box component="span" sx={{ flex: 1 }}>{option.label}</Box>
          {selected.includes(option.value) && <Check size={16} aria-hidden />}
        </MenuItem>
      ))}
    </Menu>
  )
}
