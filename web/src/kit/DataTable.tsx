/**
 * The table of a list page: server-side order, cursor pages, column choice, live highlights; below 700 px a list of two
 * lines. The grid itself is loaded when the first table is drawn.
 *
 * | prop | |
 * |---|---|
 * | label, columns, rows | `TableColumn<Row>` = field, header, cell(row), width/flex, align, sortable, name |
 * | sort, onSort | `{ field, direction }`; only `sortable` columns ask |
 * | paging | `{ from, size, total?, hasNext, hasPrevious, onNext, onPrevious }` |
 * | note | footer, e.g. `<ZoneNote zone={zone} />` |
 * | hidden | from `useColumnChoice` |
 * | loading, empty | skeleton after 150 ms; what stands there without rows |
 * | highlights | `Map<id, { kind, note }>`: 'changed', 'fading', 'removed' |
 * | struck, rowHref, onOpen | |
 * | phoneRow | `{ start, title, detail, end }` |
 * | rowHeight, fill | 48; fill = scrolls inside the height that is left (parent: `Page fill`) |
 */
import Box from '@mui/material/Box'
import { lazy, Suspense } from 'react'
import { DataTableFooter } from './DataTableFooter.tsx'
import { DataTableList } from './DataTableList.tsx'
import { TableSkeleton } from './Skeletons.tsx'
import { shownColumns } from './tableModel.ts'
import type { DataTableProps } from './tableModel.ts'
import { usePhone } from './usePhone.ts'

type GridComponent = <Row extends { id: string }>(props: DataTableProps<Row>) => React.JSX.Element

const loadGrid = () => import('./DataTableGrid.tsx').then((module) => ({ default: module.DataTableGrid }))
// `lazy` forgets that the component is generic.
const DataTableGrid = lazy(loadGrid) as unknown as GridComponent

export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { rows, loading = false, empty, paging, note, fill = true, columns, hidden, rowHeight = 48 } = props
  const phone = usePhone()
  const shown = shownColumns(columns, hidden)
  const shapes = shown.map(({ field, header, quietHeader, width, flex }) => ({ field, header: quietHeader ? '' : header, width, flex }))
  const skeleton = <TableSkeleton columns={shapes} rowHeight={rowHeight} list={phone} />
  const grid = phone ? <DataTableList {...props} /> : <DataTableGrid {...props} />
  const body = rows.length > 0 ? <Suspense fallback={skeleton}>{grid}</Suspense> : loading ? skeleton : empty
  return (
    <Box
      aria-busy={loading || undefined}
      sx={{ display: 'flex', flexDirection: 'column', minInlineSize: 0, ...(fill && !phone && { flex: 1, minBlockSize: 0 }) }}
    >
      <Box sx={{ display: 'flex', flexDirection: 'column', ...(fill && !phone && { flex: 1, minBlockSize: 0 }) }}>{body}</Box>
      {paging && rows.length > 0 && <DataTableFooter paging={paging} shown={rows.length} note={note} />}
    </Box>
  )
}
