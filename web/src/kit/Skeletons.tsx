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
import type { CSSProperties, ReactNode } from 'react'
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
const widthAt = (place: number) => widths[place % widths.length] ?? 50

const barLook = { blockSize: 10, borderRadius: '5px', bgcolor: 'line', flexShrink: 0 }

// The shapes are drawn while a page opens, before its query has gone out: plain elements, styled from one place.
const tableLook = {
  marginInline: 4,
  overflow: 'hidden',
  '& .line': { display: 'grid', gridTemplateColumns: 'var(--skeleton-columns)', alignItems: 'center', borderBlockEnd: '1px solid', borderColor: 'line', blockSize: 'var(--skeleton-row)' },
  '& .line > div': { paddingInline: 3 },
  '& .head': { blockSize: 40, typography: 'caption', fontWeight: 500, color: 'ink2' },
  '& .rows': fade,
  '& .bar': barLook,
}

export interface TableSkeletonProps {
  columns: readonly { field: string; header: string; width?: number | undefined; flex?: number | undefined }[]
  rowHeight?: number
  rows?: number
  list?: boolean
}

export function TableSkeleton({ columns, rowHeight = 48, rows = 8, list = false }: TableSkeletonProps) {
  if (list) return <ListSkeleton rows={rows} />
  const measures = { '--skeleton-columns': columnTemplate(columns), '--skeleton-row': `${rowHeight}px` } as CSSProperties
  return (
    <Delayed>
      <Box sx={tableLook} style={measures} aria-hidden>
        <div className="line head">
          {columns.map(({ field, header }) => <div key={field}>{header}</div>)}
        </div>
        <div className="rows">
          {Array.from({ length: rows }, (_, row) => (
            <div key={row} className="line">
              {columns.map(({ field }, column) => (
                <div key={field}><div className="bar" style={{ inlineSize: `${widthAt(row + column * 3)}%` }} /></div>
              ))}
            </div>
          ))}
        </div>
      </Box>
    </Delayed>
  )
}

const listLook = {
  ...fade,
  '& .line': { display: 'flex', gap: 3, alignItems: 'center', minBlockSize: 56, borderBlockEnd: '1px solid', borderColor: 'line', paddingInline: { xs: 4, sm: 0 } },
  '& .avatar': { inlineSize: 28, blockSize: 28, borderRadius: '50%', bgcolor: 'line' },
  '& .words': { flex: 1, display: 'grid', gap: 2 },
  '& .bar': barLook,
  '& .bar + .bar': { blockSize: 8 },
}

export function ListSkeleton({ rows = 5, avatar = false }: { rows?: number; avatar?: boolean }) {
  return (
    <Delayed>
      <Box sx={listLook} aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="line">
            {avatar && <div className="avatar" />}
            <div className="words">
              <div className="bar" style={{ inlineSize: `${widthAt(row)}%` }} />
              <div className="bar" style={{ inlineSize: `${widthAt(row + 2) / 2}%` }} />
            </div>
          </div>
        ))}
      </Box>
    </Delayed>
  )
}

export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <Delayed>
      <Box sx={{ ...fade, display: 'grid', gap: 3 }} aria-hidden>
        {Array.from({ length: lines }, (_, line) => <Box key={line} sx={barLook} style={{ inlineSize: `${widthAt(line)}%` }} />)}
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
