/**
 * | part | props |
 * |---|---|
 * | ColumnChoice | `columns`, `hidden`, `onChange(hidden)`: the "Columns" button with its menu |
 * | useColumnChoice | `(storageKey, initiallyHidden?)` → `{ hidden, setHidden }`, remembered in this browser |
 */
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Columns3 } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage } from 'react-intl'

interface ChoosableColumn {
  field: string
  header: string
  name?: boolean
  choosable?: boolean
}

export interface ColumnChoiceProps {
  columns: readonly ChoosableColumn[]
  hidden: readonly string[]
  onChange: (hidden: string[]) => void
}

export function ColumnChoice({ columns, hidden, onChange }: ColumnChoiceProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const toggle = (field: string) =>
    onChange(hidden.includes(field) ? hidden.filter((other) => other !== field) : [...hidden, field])
  return (
    <>
      <Button
        variant="text"
        size="small"
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        onClick={(event) => setAnchor(event.currentTarget)}
        startIcon={<Columns3 size={16} aria-hidden />}
      >
        <FormattedMessage id="kit.columns" />
      </Button>
      <Menu open={Boolean(anchor)} anchorEl={anchor} onClose={() => setAnchor(null)}>
        {columns
          .filter((column) => !column.name && column.choosable !== false)
          .map(({ field, header }) => (
            <MenuItem key={field} role="menuitemcheckbox" aria-checked={!hidden.includes(field)} onClick={() => toggle(field)}>
              <Checkbox checked={!hidden.includes(field)} tabIndex={-1} aria-hidden sx={{ p: 0 }} slotProps={{ input: { 'aria-hidden': true, tabIndex: -1 } }} />
              {header}
            </MenuItem>
          ))}
      </Menu>
    </>
  )
}

function remembered(key: string): string[] | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(stored) ? stored.filter((field): field is string => typeof field === 'string') : null
  } catch {
    return null
  }
}

export function useColumnChoice(storageKey: string, initiallyHidden: readonly string[] = []) {
  const key = `lectern.columns.${storageKey}`
  const [hidden, keep] = useState<readonly string[]>(() => remembered(key) ?? initiallyHidden)
  const setHidden = (next: string[]) => {
    keep(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // A browser that stores nothing still shows the choice until it is closed.
    }
  }
  return { hidden, setHidden }
}
