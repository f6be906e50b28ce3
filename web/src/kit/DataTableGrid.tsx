/** The grid behind DataTable, in a chunk of its own. Pages use DataTable. */
import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { DataGrid } from '@mui/x-data-grid'
import type { GridCellParams, GridColDef, GridRowParams, GridSlotsComponent } from '@mui/x-data-grid'
import { ArrowDown, ArrowUp, Check, Ellipsis, LoaderCircle, X } from 'lucide-react'
import { createContext, useContext, useMemo } from 'react'
import type { ReactNode, SyntheticEvent } from 'react'
import { useIntl } from 'react-intl'
import { visuallyHidden } from './ActionButton.tsx'
import { gridLook } from './dataTableLook.ts'
import { Hint } from './Hint.tsx'
import type { HintProps } from './Hint.tsx'
import { styleNonce } from './styleNonce.ts'
import { nextSort, shownColumns } from './tableModel.ts'
import type { DataTableProps, RowHighlight, TableColumn } from './tableModel.ts'

interface NameFacts {
  highlight?: RowHighlight | undefined
  href?: string | undefined
  struck: boolean
}

// Highlights come and go every few seconds, and pages write their functions in line: by context both reach the name
// cells without new columns, which the grid would take for a new table.
const Names = createContext<(id: string) => NameFacts>(() => ({ struck: false }))
const none: ReadonlyMap<string, RowHighlight> = new Map()

export function DataTableGrid<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, hidden, sort, onSort, highlights = none, struck, rowHref, onOpen, rowHeight = 48, fill = true } = props
  const intl = useIntl()
  const localeText = useMemo(() => ({ columnHeaderSortIconLabel: intl.formatMessage({ id: 'kit.table.sort' }) }), [intl])
  const definitions = useMemo(() => shownColumns(columns, hidden).map(definition), [columns, hidden])
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows])
  const facts = (id: string): NameFacts => {
    const row = byId.get(id)
    return { highlight: highlights.get(id), href: row && rowHref?.(row), struck: Boolean(row && struck?.(row)) }
  }
  const open = (row: Row, target: Element) => {
    if (onOpen) onOpen(row)
    else target.closest('[role=row]')?.querySelector<HTMLAnchorElement>('a[data-row-link]')?.click()
  }
  const className = ({ row }: { row: Row }) =>
    [highlights.get(row.id)?.kind, struck?.(row) && 'struck', (rowHref || onOpen) && 'opens'].filter(Boolean).join(' ')
  return (
    <Names value={facts}>
      <Box sx={{ display: 'flex', flexDirection: 'column', ...(fill && { flex: 1, minBlockSize: 0, position: 'relative' }) }}>
        <Box sx={fill ? { position: 'absolute', inset: 0 } : {}}>
          <DataGrid
            aria-label={label}
            {...(styleNonce && { nonce: styleNonce })}
            rows={rows}
            columns={definitions}
            rowHeight={rowHeight}
            columnHeaderHeight={40}
            getRowClassName={className}
            onRowClick={({ row }: GridRowParams<Row>, event) => followUnlessControl(event, () => open(row, event.target as Element))}
            onCellKeyDown={({ row }: GridCellParams<Row>, event) => {
              if (event.key === 'Enter') followUnlessControl(event, () => open(row, event.target as Element))
            }}
            sortingMode="server"
            sortingOrder={['asc', 'desc']}
            sortModel={sort ? [{ field: sort.field, sort: sort.direction }] : []}
            onSortModelChange={([asked]) => onSort?.(nextSort(sort, asked?.field ?? sort?.field ?? ''))}
            paginationMode="server"
            filterMode="server"
            rowCount={rows.length}
            paginationModel={wholePage}
            disableColumnMenu
            disableColumnFilter
            disableColumnResize
            disableColumnSelector
            disableRowSelectionOnClick
            hideFooter
            localeText={localeText}
            slots={slots}
            sx={gridLook}
          />
        </Box>
      </Box>
    </Names>
  )
}

const wholePage = { page: 0, pageSize: 100 }

/** A click on a button, link or menu within the row is theirs. */
function followUnlessControl(event: SyntheticEvent, follow: () => void) {
  const target = event.target as Element
  if (target.closest('a, button, input, [role=menu], [role=menuitem]')) return
  follow()
}

function definition<Row extends { id: string }>(column: TableColumn<Row>): GridColDef<Row> {
  const { field, header, cell, width = 120, flex, align = 'start', sortable = false, name = false, quietHeader = false } = column
  return {
    field,
    headerName: header,
    sortable,
    align: align === 'end' ? 'right' : 'left',
    headerAlign: align === 'end' ? 'right' : 'left',
    ...(flex ? { flex, minWidth: width } : { width }),
    ...(quietHeader && { renderHeader: () => <Box component="span" sx={visuallyHidden}>{header}</Box> }),
    renderCell: ({ row, tabIndex }) =>
      name ? <NameCell id={row.id} tabIndex={tabIndex}>{cell(row)}</NameCell> : cell(row),
  }
}

function NameCell({ id, tabIndex, children }: { id: string; tabIndex: number; children: ReactNode }) {
  const { highlight, href, struck } = useContext(Names)(id)
  const gone = highlight?.kind === 'removed'
  const text = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', display: 'block' }
  const line = struck || gone ? { textDecoration: 'line-through', color: 'cancelled' } : { color: 'ink' }
  return (
    <Box sx={{ minInlineSize: 0, inlineSize: '100%' }}>
      <Typography variant="name" component="div" sx={{ ...text, ...line }}>
        {href && !gone ? (
          <Link href={href} data-row-link tabIndex={tabIndex} underline="hover" sx={{ color: 'inherit' }}>{children}</Link>
        ) : (
          children
        )}
      </Typography>
      {highlight?.note && highlight.kind !== 'fading' && (
        <Typography variant="caption" component="div" sx={{ ...text, color: gone ? 'ink2' : 'lampInk' }}>{highlight.note}</Typography>
      )}
    </Box>
  )
}

const slots: Partial<GridSlotsComponent> = {
  baseTooltip: ({ title, children }) => <Hint title={typeof title === 'string' ? title : ''}>{children as HintProps['children']}</Hint>,
  columnSortedAscendingIcon: () => <ArrowUp size={16} aria-hidden />,
  columnSortedDescendingIcon: () => <ArrowDown size={16} aria-hidden />,
  columnUnsortedIcon: null,
  columnResizeIcon: () => null,
  moreActionsIcon: () => <Ellipsis size={16} aria-hidden />,
  booleanCellTrueIcon: () => <Check size={16} aria-hidden />,
  booleanCellFalseIcon: () => <X size={16} aria-hidden />,
  loadIcon: () => <LoaderCircle size={16} aria-hidden />,
}
