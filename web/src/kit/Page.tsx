/**
 * | part | props |
 * |---|---|
 * | Page | `fill` (a table page: takes the sheet's height, the table scrolls inside), `children`: PageHeader, then the rest |
 * | PageBody | gutter 28 (phone 16) and the space between blocks; `narrow` for forms (560) |
 * | Panel | a card on the sheet: hairline, radius 10, padding 20; `title`, `subtitle`, `end`, `children`, `flush` (no padding) |
 * | Section | h2 with `count` and `end` over a hairline, then `children` |
 * | FootBar | on a phone, a bar at the foot above the shell's, or `alone` in its place; height 48 for the primary action |
 *
 * FootBar stands on `--shell-foot`, the height of the shell's bottom bar (64px unless the shell says otherwise); a Page
 * that holds one leaves the room for it.
 */
import Box from '@mui/material/Box'
import GlobalStyles from '@mui/material/GlobalStyles'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'

export function Page({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        flex: { xs: '1 0 auto', sm: fill ? '1 1 0' : '1 0 auto' },
        minBlockSize: { xs: 'auto', sm: fill ? 0 : '100%' },
        ...(fill && { blockSize: { sm: '100%' } }),
        paddingBlockEnd: { xs: 4, sm: 0 },
        '&:has([data-foot-bar])': { paddingBlockEnd: '88px' },
        '&:has([data-foot-bar=alone])': { paddingBlockEnd: '24px' },
      }}
    >
      {children}
    </Box>
  )
}

export function PageBody({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexDirection: 'column',
        gap: 5,
        paddingInline: { xs: 3, sm: 7 },
        paddingBlock: { xs: 3, sm: 5 },
        ...(narrow && { maxInlineSize: 560 + 56 }),
      }}
    >
      {children}
    </Box>
  )
}

export interface PanelProps {
  title?: ReactNode
  subtitle?: ReactNode
  end?: ReactNode
  flush?: boolean
  children: ReactNode
}

export function Panel({ title, subtitle, end, flush = false, children }: PanelProps) {
  return (
    <Box
      component="section"
      sx={{
        bgcolor: 'surface',
        border: 1,
        borderColor: 'line',
        borderRadius: { xs: '12px', sm: '10px' },
        padding: flush ? 0 : { xs: 4, sm: 5 },
        overflow: flush ? 'hidden' : 'visible',
        minInlineSize: 0,
      }}
    >
      {(title !== undefined || end !== undefined) && (
        <Box sx={{ display: 'flex', gap: 4, alignItems: 'flex-start', marginBlockEnd: 3, ...(flush && { padding: 5, paddingBlockEnd: 0 }) }}>
          <Box sx={{ flex: 1, minInlineSize: 0 }}>
            <Typography variant="h2">{title}</Typography>
            {subtitle !== undefined && <Typography variant="small" component="p" sx={{ color: 'ink2' }}>{subtitle}</Typography>}
          </Box>
          {end}
        </Box>
      )}
      {children}
    </Box>
  )
}

export interface SectionProps {
  title: ReactNode
  count?: ReactNode
  /** A lamp or the like, right beside the title. */
  mark?: ReactNode
  end?: ReactNode
  children: ReactNode
}

export function Section({ title, count, mark, end, children }: SectionProps) {
  return (
    <Box component="section" sx={{ minInlineSize: 0 }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          minBlockSize: 44,
          borderBlockEnd: { sm: '1px solid' },
          borderColor: { sm: 'line' },
          paddingInline: { xs: 1, sm: 0 },
          paddingBlockEnd: { xs: 2, sm: 0 },
        }}
      >
        <Typography variant="h2">{title}</Typography>
        {count !== undefined && <Typography variant="h2" component="span" sx={{ color: 'ink2', fontWeight: 400 }}>{count}</Typography>}
        {mark}
        <Box sx={{ flex: 1 }} />
        {end}
      </Box>
      {children}
    </Box>
  )
}

interface FootBarProps {
  children: ReactNode
  /** Work that needs the room: the bar takes the place of the navigation, and the header leads back. */
  alone?: boolean
}

// More specific than the navigation's own class.
const withoutNavigation = { 'nav[data-shell-foot]': { display: 'none' } }

export function FootBar({ children, alone = false }: FootBarProps) {
  return (
    <Box
      data-foot-bar={alone ? 'alone' : ''}
      sx={{
        position: 'fixed',
        insetInline: 0,
        insetBlockEnd: alone ? 0 : 'calc(var(--shell-foot, 64px) + env(safe-area-inset-bottom, 0px))',
        zIndex: 'appBar',
        display: 'flex',
        gap: 2,
        padding: 3,
        ...(alone && { paddingBlockEnd: 'calc(12px + env(safe-area-inset-bottom, 0px))' }),
        bgcolor: 'raised',
        borderBlockStart: '1px solid',
        borderColor: 'line',
        '& > *': { flex: 1 },
        '& .MuiButton-root': { minBlockSize: 48, inlineSize: '100%', fontSize: '1rem' },
        '& .MuiIconButton-root': { flex: 'none', inlineSize: 48, blockSize: 48, border: 1, borderColor: 'line' },
      }}
    >
      {alone && <GlobalStyles styles={withoutNavigation} />}
      {children}
    </Box>
  )
}
