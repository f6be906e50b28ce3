/**
 * What a page says about its table. `TableColumn`: one column; `TableSort`, `TablePaging`: what the server was asked and
 * what it can be asked next; `RowHighlight`: what happened to a row a moment ago.
 */
import type { ReactNode } from 'react'

export interface TableColumn<Row> {
  /** Stable name; what `onSort` and the column choice speak of. */
  field: string
  header: string
  cell: (row: Row) => ReactNode
  width?: number
  /** Share of the width that is left; `width` is its minimum then. */
  flex?: number
  align?: 'start' | 'end'
  /** Only where the server sorts. */
  sortable?: boolean
  /** The name of the thing: weight 500, carries the row's link and the line that says what changed. */
  name?: boolean
  /** Its cells are never wider than the column, or cut their own text: they need not be cut once more. A name does so itself. */
  fits?: boolean
  /** May be left out by the reader; the name never may. Default true. */
  choosable?: boolean
  /** Header only for screen readers (menus). */
  quietHeader?: boolean
}

export interface TableSort {
  field: string
  direction: 'asc' | 'desc'
}

export interface TablePaging {
  /** Number of the first row shown, from 1. */
  from: number
  size: number
  total?: number | null | undefined
  hasNext: boolean
  hasPrevious: boolean
  onNext: () => void
  onPrevious: () => void
}

export interface RowHighlight {
  /** `changed` and `fading` glow (steady, then on its way out), `removed` stays struck until it is taken away. */
  kind: 'changed' | 'fading' | 'removed'
  /** Second line under the name: who did what, when. */
  note?: ReactNode
}

export interface PhoneRow {
  start?: ReactNode
  title: ReactNode
  detail?: ReactNode
  end?: ReactNode
}

export interface DataTableProps<Row extends { id: string }> {
  /** Accessible name of the table. */
  label: string
  columns: readonly TableColumn<Row>[]
  /** Undefined until the first answer. */
  rows: readonly Row[] | undefined
  /** What the rows were asked for by (filters, order, place): the answer to another question is drawn from its beginning. */
  question?: unknown
  /** Fields that the reader has left out (see `useColumnChoice`). */
  hidden?: readonly string[] | undefined
  sort?: TableSort | null | undefined
  onSort?: ((sort: TableSort) => void) | undefined
  /** Left out: no footer. */
  paging?: TablePaging | undefined
  /** In the footer, beside the numbers: "All times in Cairo time". */
  note?: ReactNode
  /** The question is on its way; rows that are known stay. */
  loading?: boolean | undefined
  /** Instead of the rows when there are none: an EmptyState or ErrorPanel. */
  empty?: ReactNode
  highlights?: ReadonlyMap<string, RowHighlight> | undefined
  /** Title struck and row quiet: cancelled and the like. */
  struck?: ((row: Row) => boolean) | undefined
  /** Where a row leads; the name becomes a link, and click and Enter follow it. */
  rowHref?: ((row: Row) => string) | undefined
  phoneRow: (row: Row) => PhoneRow
  /** 48; 46 for people. */
  rowHeight?: number | undefined
}

export const shownColumns = <Row>(columns: readonly TableColumn<Row>[], hidden: readonly string[] = []) =>
  columns.filter((column) => column.name || !hidden.includes(column.field))

interface ColumnWidth {
  width?: number | undefined
  flex?: number | undefined
}

const standardWidth = 120

/** For `grid-template-columns`: what is left of a line is shared among those with `flex`. */
export const columnTemplate = (columns: readonly ColumnWidth[]) =>
  columns.map(({ width = standardWidth, flex }) => (flex ? `minmax(${width}px, ${flex}fr)` : `${width}px`)).join(' ')

/** Below it a table scrolls sideways. */
export const leastWidth = (columns: readonly ColumnWidth[]) => columns.reduce((sum, { width = standardWidth }) => sum + width, 0)

/** What is drawn once there are rows. */
export interface TableRowsProps<Row extends { id: string }> extends DataTableProps<Row> {
  rows: readonly Row[]
  /** The question to which they are the answer. */
  answered: string
}

/** A second click turns the order around; a new column starts ascending. */
export const nextSort = (current: TableSort | null | undefined, field: string): TableSort =>
  current?.field === field && current.direction === 'asc' ? { field, direction: 'desc' } : { field, direction: 'asc' }
