/** The grid without its own furniture: no outer border, no column separators, no zebra, hairlines between rows. */
import type { SxProps, Theme } from '@mui/material/styles'
import { rowGlow } from './rowGlow.ts'

const color = (name: string) => `var(--lectern-palette-${name})`
const inside = { outline: `2px solid ${color('link')}`, outlineOffset: -2 }

export const gridLook: SxProps<Theme> = {
  border: 0,
  borderRadius: 0,
  marginInline: 4,
  fontSize: '0.875rem',
  color: 'ink',
  '--DataGrid-rowBorderColor': color('line'),
  '--DataGrid-t-color-interactive-hover': color('hover'),
  '& .MuiDataGrid-columnSeparator': { display: 'none' },
  '& .MuiDataGrid-columnHeaderTitle': { fontSize: '0.75rem', lineHeight: 16 / 12, fontWeight: 500, color: color('ink2') },
  '& .MuiDataGrid-columnHeader': { paddingInline: 3 },
  '& .MuiDataGrid-columnHeader .MuiDataGrid-iconButtonContainer': { marginInlineStart: 1 },
  '& .MuiDataGrid-columnHeader .MuiIconButton-root': { width: 24, height: 24, color: color('ink') },
  '& .MuiDataGrid-columnHeader--sorted .MuiDataGrid-columnHeaderTitle': { color: color('ink') },
  '& .MuiDataGrid-columnHeaders [role=row]': { borderBlockEnd: `1px solid ${color('line')}` },
  '& .MuiDataGrid-columnHeader:focus, & .MuiDataGrid-cell:focus': { outline: 'none' },
  '& .MuiDataGrid-columnHeader:focus-within, & .MuiDataGrid-cell:focus-within': { outline: 'none' },
  '& .MuiDataGrid-columnHeader:focus-visible, & .MuiDataGrid-cell:focus-visible': inside,
  '& .MuiDataGrid-cell': { display: 'flex', alignItems: 'center', paddingInline: 3, lineHeight: 'inherit' },
  '& .MuiDataGrid-row:hover': { backgroundColor: color('hover') },
  '& .MuiDataGrid-row.opens': { cursor: 'pointer' },
  '& .MuiDataGrid-row.struck': { color: color('ink2') },
  '& .MuiDataGrid-row.changed, & .MuiDataGrid-row.changed:hover': rowGlow.changed,
  '& .MuiDataGrid-row.fading': rowGlow.fading,
  '& .MuiDataGrid-row.removed': { color: color('ink3') },
  '& .MuiDataGrid-filler': { display: 'none' },
}
