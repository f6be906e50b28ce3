import { useEffect, useRef } from 'react'
import type { FocusEvent, KeyboardEvent, RefObject } from 'react'

// The keys of an ARIA grid: one of its cells is in the order of tabs, and from there arrows, Home, End and Page keys move.

interface Place {
  row: number
  column: number
}

/** What the grid is like where one moves: its last row and column, how many rows a page holds, and where reading goes. */
interface Extent {
  row: number
  column: number
  page: number
  forward: 1 | -1
}

type Move = (at: Place, last: Extent, far: boolean) => Place

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }, { forward }) => ({ row, column: column - forward }),
  ArrowRight: ({ row, column }, { forward }) => ({ row, column: column + forward }),
  PageUp: ({ row, column }, { page }) => ({ row: Math.max(1, row - page), column }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  Home: ({ row }, _, far) => ({ row: far ? 1 : row, column: 0 }),
  End: ({ row }, last, far) => ({ row: far ? last.row : row, column: last.column }),
}

const isCell = '[role=gridcell], [role=columnheader]'

const rowsOf = (grid: Element) => [...grid.querySelectorAll<HTMLElement>('[role=row]')]
const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value))

/** The control that fills a cell takes its focus. */
function handleAt(grid: Element, { row, column }: Place): HTMLElement | undefined {
  const rows = rowsOf(grid)
  const cells = rows[clamp(row, rows.length - 1)]?.children
  const cell = cells?.[clamp(column, cells.length - 1)] as HTMLElement | undefined
  return cell?.querySelector<HTMLElement>('a, button') ?? cell
}

function placeOf(grid: Element, target: Element): Place | undefined {
  const cell = target.closest(isCell)
  const row = cell?.parentElement
  if (!cell || !row || !grid.contains(row)) return undefined
  return { row: rowsOf(grid).indexOf(row), column: [...row.children].indexOf(cell) }
}

function extentOf(grid: HTMLElement): Extent {
  const rows = rowsOf(grid)
  const [head, first] = rows
  return {
    row: rows.length - 1,
    column: (head?.children.length ?? 1) - 1,
    page: Math.max(1, Math.floor(grid.clientHeight / (first?.offsetHeight || grid.clientHeight)) - 2),
    forward: getComputedStyle(grid).direction === 'rtl' ? -1 : 1,
  }
}

export interface GridKeys {
  ref: RefObject<HTMLDivElement | null>
  onFocus: (event: FocusEvent) => void
  onBlur: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** `onEnter`: Enter on a cell that has no control of its own. What the cells draw has `tabIndex` -1, but for controls with a stop of their own. */
export function useGridKeys(onEnter: (target: Element) => void): GridKeys {
  const ref = useRef<HTMLDivElement>(null)
  const stop = useRef<HTMLElement>(null)
  const focused = useRef<Place>(undefined)
  const hold = (handle: HTMLElement | undefined) => {
    if (!handle || handle.tabIndex === 0) return
    if (stop.current) stop.current.tabIndex = -1
    handle.tabIndex = 0
    stop.current = handle
  }
  useEffect(() => {
    const grid = ref.current
    if (!grid || stop.current?.isConnected) return
    // The row is gone. Who was in it stays where it was; otherwise one comes in at the beginning.
    const lost = document.activeElement === document.body ? focused.current : undefined
    hold(handleAt(grid, lost ?? { row: 0, column: 0 }))
    if (lost) handleAt(grid, lost)?.focus()
  })
  return {
    ref,
    onFocus: ({ target }) => {
      if (!ref.current) return
      focused.current = placeOf(ref.current, target)
      if (focused.current) hold(handleAt(ref.current, focused.current))
    },
    onBlur: () => {
      focused.current = undefined
    },
    onKeyDown: (event) => {
      const grid = ref.current
      const target = event.target as Element
      const at = grid && placeOf(grid, target)
      if (!at || event.altKey || event.metaKey) return
      if (event.key === 'Enter' && target.matches(isCell)) return onEnter(target)
      const move = moves[event.key]
      if (!move) return
      event.preventDefault()
      const next = move(at, extentOf(grid), event.ctrlKey)
      handleAt(grid, next)?.focus()
    },
  }
}
