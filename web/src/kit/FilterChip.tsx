/** One filter of a FilterBar on a laptop: a chip with its menu. */
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import Popover from '@mui/material/Popover'
import { useTheme } from '@mui/material/styles'
import { Check, ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import type { Filter } from './FilterBar.tsx'
import { nextSelection } from './filterSelection.ts'

export function FilterChip({ filter }: { filter: Filter }) {
  const intl = useIntl()
  const start = useTheme().direction === 'rtl' ? 'right' : 'left'
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const { label, icon: Icon, value, onRemove, options, selected = [], onSelect, multiple = false, panel } = filter
  const set = value !== null
  const close = () => setAnchor(null)
  const choose = (option: string) => {
    onSelect?.(nextSelection(selected, option, multiple))
    if (!multiple) close()
  }
  const place = {
    anchorOrigin: { vertical: 'bottom', horizontal: start },
    transformOrigin: { vertical: 'top', horizontal: start },
  } as const
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
      {options ? (
        <Menu open={Boolean(anchor)} anchorEl={anchor} onClose={close} {...place} slotProps={{ list: { 'aria-label': label } }}>
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
      ) : (
        <Popover open={Boolean(anchor)} anchorEl={anchor} onClose={close} {...place}>
          <Box role="dialog" aria-label={label} sx={{ padding: 4, minInlineSize: 280 }}>{panel?.(close)}</Box>
        </Popover>
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
