/** The menu of a ColumnChoice, loaded when it is opened. */
import Checkbox from '@mui/material/Checkbox'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'

interface ColumnChoiceMenuProps {
  columns: readonly { field: string; header: string }[]
  hidden: readonly string[]
  anchor: HTMLElement
  onToggle: (field: string) => void
  onClose: () => void
}

export function ColumnChoiceMenu({ columns, hidden, anchor, onToggle, onClose }: ColumnChoiceMenuProps) {
  return (
    <Menu open anchorEl={anchor} onClose={onClose}>
      {columns.map(({ field, header }) => (
        <MenuItem key={field} role="menuitemcheckbox" aria-checked={!hidden.includes(field)} onClick={() => onToggle(field)}>
          <Checkbox checked={!hidden.includes(field)} tabIndex={-1} aria-hidden sx={{ p: 0 }} slotProps={{ input: { 'aria-hidden': true, tabIndex: -1 } }} />
          {header}
        </MenuItem>
      ))}
    </Menu>
  )
}
