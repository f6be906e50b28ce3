/**
 * A choice as a tile: `chosen`, `onChoose`, `title`, `icon`, `detail`, `end`, `role` ('radio' by default), `tabIndex`.
 * Chosen: pineSoft and two pixels of pine. FieldTiles lines them up under a label.
 */
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Typography from '@mui/material/Typography'
import type { LucideIcon } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'

export interface TileProps {
  title: ReactNode
  detail?: ReactNode
  end?: ReactNode
  icon?: LucideIcon | undefined
  chosen: boolean
  onChoose: () => void
  role?: 'radio' | 'checkbox'
  disabled?: boolean
  tabIndex?: number
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
}

export function Tile({ title, detail, end, icon: Icon, chosen, onChoose, role = 'radio', disabled = false, tabIndex = 0, onKeyDown }: TileProps) {
  return (
    <ButtonBase
      role={role}
      aria-checked={chosen}
      aria-disabled={disabled || undefined}
      tabIndex={tabIndex}
      onClick={() => !disabled && onChoose()}
      onKeyDown={onKeyDown}
      sx={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'stretch',
        justifyContent: 'center',
        gap: 0.5,
        textAlign: 'start',
        minBlockSize: 36,
        minInlineSize: 0,
        // One pixel less inside where the edge is one pixel more, so that choosing moves nothing.
        padding: chosen ? '7px 11px' : '8px 12px',
        border: chosen ? 2 : 1,
        borderColor: chosen ? 'pine' : 'control',
        borderRadius: '8px',
        bgcolor: chosen ? 'pineSoft' : 'surface',
        color: disabled ? 'ink3' : 'ink',
        '&:hover': { bgcolor: chosen ? 'pineSoft' : 'hover' },
        '@media (pointer: coarse)': { minBlockSize: 44 },
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        {Icon && <Icon size={16} aria-hidden />}
        <Typography variant="h3" component="span" sx={{ flex: 1, minInlineSize: 0 }}>{title}</Typography>
        {end !== undefined && <Typography variant="small" component="span" sx={{ color: 'ink2' }}>{end}</Typography>}
      </Box>
      {detail !== undefined && <Typography variant="small" component="span" sx={{ color: 'ink2' }}>{detail}</Typography>}
    </ButtonBase>
  )
}
