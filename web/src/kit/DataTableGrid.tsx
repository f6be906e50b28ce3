/** A table on a wide screen. Drawn by DataTable. */
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useLayoutEffect, useMemo } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { visuallyHidden } from './ActionButton.tsx'
import { gridLook } from './dataTableLook.ts'
import { useGridKeys } from './gridKeys.ts'
import { useRowsInTurn } from './rowsInTurn.ts'
import { columnTemplate, leastWidth, nextSort, shownColumns } from './tableModel.ts'
import type { RowHighlight, TableColumn, TableRowsProps, TableSort } from './tableModel.ts'

/** Bar, heading, filters, the head of the table and its foot: rows stand between them. */
const aroundRows = 224
const rowsOfScreen = (rowHeight: number) => Math.max(1, Math.round((window.innerHeight - aroundRows) / rowHeight))

export function DataTableGrid<Row extends { id: string }>(props: TableRowsProps<Row>) {
  const { label, columns, rows, answered, hidden, sort, onSort, highlights, struck, rowHref, rowHeight = 48 } = props
  const shown = useMemo(() => shownColumns(columns, hidden), [columns, hidden])
  const drawn = useRowsInTurn(rows, answered, rowsOfScreen(rowHeight))
  const { ref, ...keys } = useGridKeys(follow)
  useLayoutEffect(() => void ref.current?.scrollTo({ top: 0 }), [ref, drawn.question])
  const measures = { '--grid-columns': columnTemplate(shown), '--grid-least': `${leastWidth(shown)}px`, '--grid-row': `${rowHeight}px` } as CSSProperties
  return (
    <Box sx={{ flex: 1, minBlockSize: 0, position: 'relative' }}>
      <Box ref={ref} role="grid" aria-label={label} style={measures} sx={gridLook} onClick={({ target }) => followUnlessControl(target as Element)} {...keys}>
        <div role="rowgroup" className="head">
          <div role="row">
            {shown.map((column) => (
              <HeaderCell key={column.field} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        {/* A row that answers another question, too, has not moved there: it is drawn anew. */}
        <div key={drawn.question} role="rowgroup">
          {drawn.rows.map((row) => (
            <GridRow key={row.id} row={row} columns={shown} highlight={highlights?.get(row.id)} href={rowHref?.(row)} struck={struck?.(row) ?? false} />
          ))}
        </div>
      </Box>
    </Box>
  )
}

function follow(target: Element) {
  target.closest('[role=row]')?.querySelector<HTMLAnchorElement>('a[data-row-link]')?.click()
}

/** A click on a button, link or menu within the row is theirs. */
function followUnlessControl(target: Element) {
  if (!target.closest('a, button, input, [role=menu], [role=menuitem]')) follow(target)
}

interface HeaderCellProps {
  column: Pick<TableColumn<never>, 'field' | 'header' | 'align' | 'sortable' | 'quietHeader'>
  sort: TableSort | null | undefined
  onSort: ((sort: TableSort) => void) | undefined
}

function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const { field, header, align, sortable = false, quietHeader = false } = column
  const sorted = sort?.field === field ? sort.direction : undefined
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp
  const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'
  return (
    <div role="columnheader" tabIndex={-1} className={align} aria-sort={sortable ? order : undefined}>
      {sortable ? (
        <button type="button" tabIndex={-1} className={sorted && 'sorted'} onClick={() => onSort?.(nextSort(sort, field))}>
          <span>{header}</span>
          <Arrow size={16} aria-hidden />
        </button>
      ) : (
        <Box component="span" sx={quietHeader ? visuallyHidden : {}}>{header}</Box>
      )}
    </div>
  )
}

interface GridRowProps<Row> {
  row: Row
  columns: readonly TableColumn<Row>[]
  highlight: RowHighlight | undefined
  href: string | undefined
  struck: boolean
}

// Most rows stay as they are while others change, come and go. `memo` forgets that the component is generic.
const GridRow = memo(DrawnRow) as typeof DrawnRow

function DrawnRow<Row extends { id: string }>({ row, columns, highlight, href, struck }: GridRowProps<Row>) {
  const classes = [highlight?.kind, struck && 'struck', href !== undefined && 'opens']
  return (
    <div role="row" data-id={row.id} className={classes.filter(Boolean).join(' ')}>
      {columns.map((column) => (
        <div key={column.field} role="gridcell" tabIndex={-1} className={cellClasses(column)}>
          {column.name ? <Name highlight={highlight} href={href}>{column.cell(row)}</Name> : column.cell(row)}
        </div>
      ))}
    </div>
  )
}

const cellClasses = ({ align, name, fits }: Pick<TableColumn<never>, 'align' | 'name' | 'fits'>) => [align, (name || fits) && 'fits'].filter(Boolean).join(' ')

function Name({ highlight, href, children }: { highlight: RowHighlight | undefined; href: string | undefined; children: ReactNode }) {
  const leads = href !== undefined && highlight?.kind !== 'removed'
  return (
    <div className="name">
      <div>{leads ? <Link href={href} data-row-link tabIndex={-1}>{children}</Link> : children}</div>
      {highlight?.note && highlight.kind !== 'fading' && <div className="note">{highlight.note}</div>}
    </div>
  )
}
