/**
 * A row of two lines, in lists on a phone and on a home: `start` (icon or avatar), `title`, `detail`, `end` (time, button),
 * `href` or `onOpen` (the whole row leads there), `highlight` ('changed' | 'fading' | 'removed'), `struck`, `chevron`.
 * Stands inside a `ul`.
 */
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Typography from '@mui/material/Typography'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { rowGlow } from './rowGlow.ts'
import type { RowHighlight } from './tableModel.ts'

export interface ListRowProps {
  start?: ReactNode
  title: ReactNode
  detail?: ReactNode
  end?: ReactNode
  href?: string | undefined
  onOpen?: (() => void) | undefined
  highlight?: RowHighlight['kind'] | undefined
  struck?: boolean | undefined
  chevron?: boolean
  /** Inset from the edges: 0 on the sheet, 4 in a card. Default 0 on a laptop, 4 on a phone. */
  inset?: number
}

export function ListRow({ start, title, detail, end, href, onOpen, highlight, struck, chevron = false, inset }: ListRowProps) {
  const live = highlight === 'changed'
  const gone = highlight === 'removed'
  const padding = inset === undefined ? { xs: 4, sm: 0 } : inset
  const texts = (
    <>
      {start !== undefined && <Box sx={{ display: 'grid', placeItems: 'center', color: 'ink2', flexShrink: 0 }}>{start}</Box>}
      <Box sx={{ flex: 1, minInlineSize: 0, textAlign: 'start' }}>
        <Typography
          variant="name"
          component="div"
          sx={{ overflowWrap: 'anywhere', ...((struck || gone) && { textDecoration: 'line-through', color: 'cancelled' }) }}
        >
          {title}
        </Typography>
        {detail !== undefined && (
          <Typography variant="small" component="div" sx={{ color: 'ink2' }}>{detail}</Typography>
        )}
      </Box>
    </>
  )
  const leads = href !== undefined || onOpen !== undefined
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'stretch',
        gap: 3,
        minBlockSize: 56,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        paddingInlineEnd: padding,
        '&:last-of-type': { borderBlockEnd: 0 },
        ...(highlight && rowGlow[highlight]),
        ...((live || highlight === 'fading') && inset === undefined && { marginInline: { sm: -2 }, paddingInline: { sm: 2 } }),
      }}
    >
      {leads ? (
        <ButtonBase
          {...(href === undefined ? { onClick: onOpen } : { href })}
          sx={{
            ...rowLine,
            paddingInlineStart: padding,
            '&:hover': { bgcolor: live ? 'transparent' : 'hover' },
            '&&:focus-visible': { outlineOffset: -2 },
          }}
        >
          {texts}
          {chevron && <Box sx={{ color: 'ink2', display: 'flex' }}><ChevronRight size={16} className="mirror-rtl" aria-hidden /></Box>}
        </ButtonBase>
      ) : (
        <Box sx={{ ...rowLine, paddingInlineStart: padding }}>{texts}</Box>
      )}
      {end !== undefined && (
        <Typography
          variant="caption"
          component="div"
          sx={{ display: 'flex', alignItems: 'center', flexShrink: 0, color: live ? 'lampInk' : 'ink2' }}
        >
          {end}
        </Typography>
      )}
    </Box>
  )
}

const rowLine = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  flex: 1,
  minInlineSize: 0,
  paddingBlock: '7px',
  justifyContent: 'flex-start',
}
