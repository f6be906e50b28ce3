/**
 * | part | props |
 * |---|---|
 * | ColumnChoice | `columns`, `hidden`, `onChange(hidden)`: the "Columns" button with its menu |
 * | useColumnChoice | `(storageKey, initiallyHidden?)` → `{ hidden, setHidden }`, remembered in this browser |
 */
import Button from '@mui/material/Button'
import { Columns3 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { FormattedMessage } from 'react-intl'

const ColumnChoiceMenu = lazy(() => import('./ColumnChoiceMenu.tsx').then((module) => ({ default: module.ColumnChoiceMenu })))

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
      {anchor && (
        <Suspense>
          <ColumnChoiceMenu
            columns={columns.filter((column) => !column.name && column.choosable !== false)}
            hidden={hidden}
            anchor={anchor}
            onToggle={toggle}
            onClose={() => setAnchor(null)}
          />
        </Suspense>
      )}
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
