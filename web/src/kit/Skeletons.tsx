/**
 * | part | props |
 * |---|---|
 * | Delayed | children appear after 150 ms: what comes at once needs no waiting picture |
 * | TableSkeleton | `columns` (field, header, width, flex), `rowHeight`, `list` (phone) |
 * | ListSkeleton | `rows`, `avatar` |
 * | TextSkeleton | `lines` |
 * | BlockSkeleton | `height`: a card, a chart, a timetable |
 *
 * In `line`, fading downwards, without shimmer.
 */
import Box from '@mui/material/Box'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { visuallyHidden } from './ActionButton.tsx'
import { columnTemplate } from './tableModel.ts'

export function Delayed({ children, after = 150 }: { children: ReactNode; after?: number }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), after)
    return () => clearTimeout(timer)
  }, [after])
  // Its room is held from the first frame: what stands below must not move when it appears.
  return (
    <Box aria-busy={!shown || undefined} sx={{ visibility: shown ? 'inherit' : 'hidden' }}>
      {shown && <Box component="span" role="status" sx={visuallyHidden}><FormattedMessage id="kit.loading" /></Box>}
      {children}
    </Box>
  )
}

const fade = { maskImage: 'linear-gradient(to bottom, #000, rgba(0, 0, 0, 0.15))' }
/** Widths that look like words and are the same on every draw. */
const widths = [62, 78, 50, 70, 56, 66, 44, 74]

function Bar({ width, height = 10 }: { width: number | string; height?: number }) {
  return <Box sx={{ inlineSize: width, blockSize: height, borderRadius: '5px', bgcolor: 'line', flexShrink: 0 }} />
}

export interface TableSkeletonProps {
  columns: readonly { field: string; header: string; width?: number | undefined; flex?: number | undefined }[]
  rowHeight?: number
  rows?: number
  list?: boolean
}

export function TableSkeleton({ columns, rowHeight = 48, rows = 8, list = false }: TableSkeletonProps) {
  if (list) return <ListSkeleton rows={rows} />
  const line = { display: 'grid', gridTemplateColumns: columnTemplate(columns), alignItems: 'center', borderBlockEnd: '1px solid', borderColor: 'line' }
  return (
    <Delayed>
      <Box sx={{ marginInline: 4, overflow: 'hidden' }} aria-hidden>
        <Box sx={{ ...line, blockSize: 40, typography: 'caption', fontWeight: 500, color: 'ink2' }}>
          {columns.map(({ field, header }) => <Box key={field} sx={{ paddingInline: 3 }}>{header}</Box>)}
        </Box>
        <Box sx={fade}>
          {Array.from({ length: rows }, (_, row) => (
            <Box key={row} sx={{ ...line, blockSize: rowHeight }}>
              {columns.map(({ field }, column) => (
                <Box key={field} sx={{ paddingInline: 3 }}><Bar width={`${widths[(row + column * 3) % widths.length]}%`} /></Box>
              ))}
            </Box>
          ))}
        </Box>
      </Box>
    </Delayed>
  )
}

export function ListSkeleton({ rows = 5, avatar = false }: { rows?: number; avatar?: boolean }) {
  return (
    <Delayed>
      <Box sx={fade} aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <Box
            key={row}
            sx={{ display: 'flex', gap: 3, alignItems: 'center', minBlockSize: 56, borderBlockEnd: '1px solid', borderColor: 'line', paddingInline: { xs: 4, sm: 0 } }}
          >
            {avatar && <Box sx={{ inlineSize: 28, blockSize: 28, borderRadius: '50%', bgcolor: 'line' }} />}
            <Box sx={{ flex: 1, display: 'grid', gap: 2 }}>
              <Bar width={`${widths[row % widths.length]}%`} />
              <Bar width={`${(widths[(row + 2) % widths.length] ?? 50) / 2}%`} height={8} />
            </Box>
          </Box>
        ))}
      </Box>
    </Delayed>
  )
}

export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Delayed>
      <Box sx={{ ...fade, display: 'grid', gap: 3 }} aria-hidden>
        {Array.from({ length: lines }, (_, line) => <Bar key={line} width={`${widths[line % widths.length]}%`} />)}
      </Box>
    </Delayed>
  )
}

export function BlockSkeleton({ height = 200 }: { height?: number }) {
  return (
    <Delayed>
      <Box aria-hidden sx={{ ...fade, blockSize: height, borderRadius: '10px', border: 1, borderColor: 'line', bgcolor: 'sunken' }} />
    </Delayed>
  )
}
