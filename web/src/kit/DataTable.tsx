/**
 * The table of a list page: server-side order, cursor pages, column choice, live highlights; below 700 px a list of two
 * lines. A page of rows is drawn whole, in the height that is left (parent: `Page fill`).
 *
 * | prop | |
 * |---|---|
 * | label, columns, rows | `TableColumn<Row>` = field, header, cell(row), width/flex, align, sortable, name |
 * | sort, onSort | `{ field, direction }`; only `sortable` columns ask |
 * | paging | `{ from, size, total?, hasNext, hasPrevious, onNext, onPrevious }` |
 * | note | footer, e.g. `<ZoneNote zone={zone} />` |
 * | hidden | from `useColumnChoice` |
 * | question | what the rows were asked for by; the answer to another one is drawn anew, from its beginning |
 * | loading, empty | skeleton after 150 ms; what stands there without rows |
 * | highlights | `Map<id, { kind, note }>`: 'changed', 'fading', 'removed' |
 * | struck, rowHref | |
 * | phoneRow | `{ start, title, detail, end }` |
 * | rowHeight | 48 |
 */
import Box from '@mui/material/Box'
import { useEffect } from 'react'
import { DataTableFooter } from './DataTableFooter.tsx'
import { DataTableGrid } from './DataTableGrid.tsx'
import { DataTableList } from './DataTableList.tsx'
import { fetchLettersOfEurope } from './letters.ts'
import { useAnswered } from './rowsInTurn.ts'
import { TableSkeleton } from './Skeletons.tsx'
import { shownColumns } from './tableModel.ts'
import type { DataTableProps } from './tableModel.ts'
import { usePhone } from './usePhone.ts'

export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { rows, question, loading = false, empty, paging, note } = props
  const phone = usePhone()
  const answered = useAnswered(question, loading)
  // The line has nothing to carry while the rows are asked for and drawn.
  useEffect(() => void fetchLettersOfEurope().catch(() => undefined), [])
  const height = { display: 'flex', flexDirection: 'column', ...(!phone && { flex: 1, minBlockSize: 0 }) } as const
  const waits = loading && !rows?.length
  const Rows = phone ? DataTableList : DataTableGrid
  return (
    <Box aria-busy={loading || undefined} sx={{ ...height, minInlineSize: 0 }}>
      <Box sx={height}>{rows?.length ? <Rows {...props} rows={rows} answered={answered} /> : waits ? <Waiting {...props} phone={phone} /> : empty}</Box>
      {paging && rows && rows.length > 0 && <DataTableFooter paging={paging} shown={rows.length} note={note} />}
    </Box>
  )
}

function Waiting<Row extends { id: string }>({ columns, hidden, rowHeight = 48, phone }: DataTableProps<Row> & { phone: boolean }) {
  const shapes = shownColumns(columns, hidden).map(({ field, header, quietHeader, width, flex }) => ({ field, header: quietHeader ? '' : header, width, flex }))
  return <TableSkeleton columns={shapes} rowHeight={rowHeight} list={phone} />
}
