import Box from '@mui/material/Box'
import { ChartColumn, Table2 } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { ActionIconButton, visuallyHidden } from '../kit/ActionButton.tsx'
import { Panel } from '../kit/Page.tsx'
import { usePhone } from '../kit/usePhone.ts'

export interface ChartTable {
  heads: readonly string[]
  /** The first cell names the row; figures are formatted already. */
  rows: readonly { id: string; cells: readonly ReactNode[] }[]
}

interface ChartPanelProps {
  title: string
  /** What the chart shows, in one line. */
  subtitle?: ReactNode
  legend?: ReactNode
  table: ChartTable
  end?: ReactNode
  children: ReactNode
}

/** A chart under its finding; the same numbers stand as a table behind the button. */
export function ChartPanel({ title, subtitle, legend, table, end, children }: ChartPanelProps) {
  const intl = useIntl()
  const phone = usePhone()
  const [asTable, setAsTable] = useState(false)
  const beside = Boolean(end) || Boolean(legend && !asTable)
  return (
    <Panel
      title={title}
      subtitle={subtitle}
      end={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', alignItems: 'center', gap: 3 }}>
          {!phone && !asTable && legend}
          {!phone && end}
          <ActionIconButton
            size="small"
            icon={asTable ? ChartColumn : Table2}
            label={intl.formatMessage({ id: asTable ? 'analytics.asChart' : 'analytics.asTable' }, { title })}
            onClick={() => setAsTable(!asTable)}
          />
        </Box>
      }
    >
      {phone && beside && <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, marginBlockEnd: 3 }}>{!asTable && legend}{end}</Box>}
      {asTable ? <NumberTable title={title} table={table} /> : children}
    </Panel>
  )
}

function NumberTable({ title, table: { heads, rows } }: { title: string; table: ChartTable }) {
  return (
    // A long table scrolls by keyboard, too.
    <Box tabIndex={0} role="region" aria-label={title} sx={{ maxBlockSize: 360, overflow: 'auto' }}>
      <Box component="table" sx={{ inlineSize: '100%', borderCollapse: 'collapse', typography: 'small', '& th, & td': cell, '& th:first-of-type': { textAlign: 'start' } }}>
        <Box component="caption" sx={visuallyHidden}>{title}</Box>
        <Box component="thead" sx={{ position: 'sticky', insetBlockStart: 0, bgcolor: 'surface' }}>
          <tr>
            {heads.map((head) => <Box key={head} component="th" scope="col" sx={{ typography: 'caption', fontWeight: 500, color: 'ink2' }}>{head}</Box>)}
          </tr>
        </Box>
        <tbody>
          {rows.map(({ id, cells: [name, ...figures] }) => (
            <tr key={id}>
              <Box component="th" scope="row" sx={{ fontWeight: 500 }}><bdi>{name}</bdi></Box>
              {figures.map((figure, index) => <td key={index}><bdi>{figure}</bdi></td>)}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  )
}

const cell = {
  paddingBlock: 2,
  paddingInline: 0,
  textAlign: 'end',
  borderBlockEnd: '1px solid',
  borderColor: 'line',
}

/** A colour with its word, where bars do not stand beside their numbers. */
export function Legend({ items }: { items: readonly { label: string; color: string; edge?: string }[] }) {
  return (
    <Box component="ul" sx={{ display: 'flex', gap: 4, listStyle: 'none', m: 0, p: 0 }}>
      {items.map(({ label, color, edge }) => (
        <Box key={label} component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, typography: 'small', color: 'ink2' }}>
          <Box aria-hidden component="span" sx={{ inlineSize: 10, blockSize: 10, borderRadius: '2px', bgcolor: color, border: 1, borderColor: edge ?? color }} />
          {label}
        </Box>
      ))}
    </Box>
  )
}
