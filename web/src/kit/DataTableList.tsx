/** A table on a phone: two lines a row, the whole row is the link. Drawn by DataTable. */
import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { RowList } from './ChangeList.tsx'
import { ListRow } from './ListRow.tsx'
import { useRowsInTurn } from './rowsInTurn.ts'
import type { DataTableProps, RowHighlight } from './tableModel.ts'

const firstOfScreen = 10

export function DataTableList<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, rows, phoneRow, rowHref, highlights, struck } = props
  const drawn = useRowsInTurn(rows, firstOfScreen)
  return (
    <Box sx={{ marginInline: { xs: 3, sm: 0 }, marginBlockStart: { xs: 3, sm: 0 } }}>
      <RowList label={label}>
        {drawn.map((row) => {
          const highlight = highlights?.get(row.id)
          const parts = phoneRow(row)
          return (
            <ListRow
              key={row.id}
              start={parts.start}
              title={parts.title}
              detail={highlight?.note ? <Note kind={highlight.kind}>{highlight.note}</Note> : parts.detail}
              end={parts.end}
              href={rowHref?.(row)}
              highlight={highlight?.kind}
              struck={struck?.(row)}
            />
          )
        })}
      </RowList>
    </Box>
  )
}

function Note({ kind, children }: { kind: RowHighlight['kind']; children: ReactNode }) {
  return <Box component="span" sx={{ color: kind === 'removed' ? 'ink2' : 'lampInk' }}>{children}</Box>
}
