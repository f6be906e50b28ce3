/** The grid: no outer border, no column separators, no zebra, hairlines between rows. All of it in one style, so that a row is plain elements. */
import type { SxProps, Theme } from '@mui/material/styles'
import { color } from './color.ts'
import { rowGlow } from './rowGlow.ts'

const inside = { outline: `2px solid ${color('link')}`, outlineOffset: '-2px' }
const cut = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const

const head = {
  position: 'sticky',
  insetBlockStart: 0,
  zIndex: 1,
  minInlineSize: 'var(--grid-least)',
  bgcolor: 'surface',
  '& [role=row]': { blockSize: 40, borderBlockEnd: `1px solid ${color('line')}` },
  '& [role=columnheader]': { ...cut, typography: 'caption', fontWeight: 500, color: 'ink2' },
  '& button': {
    all: 'unset',
    display: 'inline-flex',
    alignItems: 'center',
    gap: 1,
    maxInlineSize: '100%',
    cursor: 'pointer',
    '& span': cut,
    '& svg': { color: 'ink', opacity: 0, transition: 'opacity 120ms ease-out' },
    '&:hover svg, &:focus-visible svg': { opacity: 0.5 },
    '&.sorted': { color: 'ink' },
    '&.sorted svg': { opacity: 1 },
  },
} as const

export const gridLook: SxProps<Theme> = {
  position: 'absolute',
  inset: 0,
  marginInline: 4,
  overflow: 'auto',
  scrollPaddingBlockStart: '40px',
  fontSize: '0.875rem',
  color: 'ink',
  '& [role=row]': { display: 'grid', gridTemplateColumns: 'var(--grid-columns)', alignItems: 'stretch' },
  '& [role=columnheader], & [role=gridcell]': { display: 'flex', alignItems: 'center', minInlineSize: 0, paddingInline: 3, overflow: 'hidden', whiteSpace: 'nowrap' },
  // Each cell that is cut is a layer more in every frame of a scroll.
  '& .fits': { overflow: 'visible' },
  '& .end': { justifyContent: 'flex-end' },
  '& [role=columnheader]:focus, & [role=gridcell]:focus': { outline: 'none' },
  '& [role=columnheader]:focus-visible, & [role=gridcell]:focus-visible, & button:focus-visible': inside,
  '& .head': head,
  '& [data-id]': {
    blockSize: 'var(--grid-row)',
    minInlineSize: 'var(--grid-least)',
    borderBlockEnd: `1px solid ${color('line')}`,
    // Rows beyond the screen are laid out and painted when they come near.
    contentVisibility: 'auto',
    containIntrinsicBlockSize: 'var(--grid-row)',
  },
  '& [data-id]:hover': { bgcolor: 'hover' },
  '& .opens': { cursor: 'pointer' },
  '& .struck': { color: 'ink2' },
  '& .changed, & .changed:hover': rowGlow.changed,
  '& .fading': rowGlow.fading,
  '& .removed': { color: 'ink3' },
  '& .name': { minInlineSize: 0, inlineSize: '100%', typography: 'name' },
  '& .name > *': cut,
  '& .name a': { color: 'inherit' },
  '& .struck .name > :first-of-type, & .removed .name > :first-of-type': { textDecoration: 'line-through', color: 'cancelled' },
  '& .note': { typography: 'caption', color: 'lampInk' },
  '& .removed .note': { color: 'ink2' },
}
