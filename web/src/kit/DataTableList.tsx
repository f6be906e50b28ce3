/** A table on a phone: two lines a row, the whole row is the link. Drawn by DataTable. */
import Box from '@mui/material/Box'
import { useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { RowList } from './ChangeList.tsx'
import { ListRow } from './ListRow.tsx'
import { useRowsInTurn } from './rowsInTurn.ts'
import type { RowHighlight, TableRowsProps } from './tableModel.ts'

/** Bar, heading and filters; rows stand below them, two lines each. The foot of the list moves when the rest comes: it stands below the screen until then. */
const aboveRows = 200
const rowHeight = 56
const rowsOfScreen = () => Math.max(1, Math.ceil((window.innerHeight - aboveRows) / rowHeight))

export function DataTableList<Row extends { id: string }>(props: TableRowsProps<Row>) {
  const { label, rows, answered, phoneRow, rowHref, highlights, struck } = props
  const drawn = useRowsInTurn(rows, answered, rowsOfScreen())
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => toItsTop(list.current), [drawn.question])
  return (
    <Box ref={list} sx={{ marginInline: { xs: 3, sm: 0 }, marginBlockStart: { xs: 3, sm: 0 } }}>
      <RowList key={drawn.question} label={label}>
        {drawn.rows.map((row) => {
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

/** Whoever asked from its foot reads on at its top. */
function toItsTop(list: HTMLElement | null): void {
  if (list && list.getBoundingClientRect().top < 0) list.scrollIntoView()
}

function Note({ kind, children }: { kind: RowHighlight['kind']; children: ReactNode }) {
  return <Box component="span" sx={{ color: kind === 'removed' ? 'ink2' : 'lampInk' }}>{children}</Box>
}
