import { color } from '../kit/color.ts'

/** One sheet of rules for the whole roster: a row is plain elements, so that a thousand of them stay light. */

const tones = ['present', 'late', 'excused', 'absent']

const phone = '@media (max-width: 699.95px)'

export const rosterLook: Record<string, object> = {
  [phone]: { backgroundColor: color('surface') },
  '& .line': {
    display: 'grid',
    gridTemplateColumns: 'minmax(140px, 1fr) minmax(0, auto) repeat(4, 74px) 32px',
    columnGap: '6px',
    alignItems: 'center',
    minBlockSize: 47,
    paddingInlineStart: 7,
    paddingInlineEnd: 2,
    borderBlockEnd: `1px solid ${color('line')}`,
    [phone]: { gridTemplateColumns: 'repeat(4, 1fr)', columnGap: '6px', rowGap: '4px', paddingInline: 4, paddingBlock: '7px' },
  },
  '& .read .line': { gridTemplateColumns: 'minmax(140px, 1fr) minmax(0, auto) 130px 32px' },
  '& .row': { contentVisibility: 'auto', containIntrinsicSize: 'auto 47px', outline: 'none', scrollMarginBlock: 90 },
  '& .head': {
    position: 'sticky',
    insetBlockStart: 0,
    zIndex: 2,
    minBlockSize: 34,
    backgroundColor: color('surface'),
    fontSize: '0.75rem',
    fontWeight: 500,
    color: color('ink2'),
    [phone]: { insetBlockStart: 50, minBlockSize: 30, paddingBlock: 1, backgroundColor: color('sunken') },
  },
  '& .head .word': { display: 'flex', gap: 1.5, alignItems: 'center', justifyContent: 'center' },
  [`& .head .name, & .head .by, & .head .more`]: { [phone]: { display: 'none' } },
  '& .name': {
    display: 'flex',
    alignItems: 'center',
    gap: 3,
    minInlineSize: 0,
    [phone]: { gridColumn: '1 / 3' },
  },
  '& .name bdi': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .by': {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: 1.5,
    paddingInlineEnd: 1.5,
    fontSize: '0.8125rem',
    color: color('ink2'),
    whiteSpace: 'nowrap',
    [phone]: { gridColumn: '3 / 5', fontWeight: 500, paddingInlineEnd: 0 },
  },
  '& .head .by': { fontSize: 'inherit' },
  '& .keys': { display: 'inline-flex', gap: '4px', marginInline: '2px' },
  '& .by.none': { color: color('ink3') },
  '& .more': { [phone]: { position: 'absolute', insetInlineEnd: 4, insetBlockStart: -2 } },
  '& .row.removable': { [phone]: { position: 'relative', '& .by': { paddingInlineEnd: 8 } } },
  '& .mark': {
    display: 'grid',
    placeItems: 'center',
    blockSize: 32,
    padding: 0,
    border: `1px solid ${color('line')}`,
    borderRadius: '6px',
    backgroundColor: color('surface'),
    color: color('ink2'),
    cursor: 'pointer',
    transition: 'background-color 120ms ease-out',
    [phone]: { blockSize: 44 },
    '@media (pointer: coarse)': { blockSize: 44 },
  },
  '& .mark:hover': { backgroundColor: color('hover') },
  '& .mark[aria-disabled=true]': { cursor: 'not-allowed', color: color('ink3') },
  '& .mark:focus-visible': { outline: `2px solid ${color('link')}`, outlineOffset: 1 },
  ...Object.fromEntries(
    tones.flatMap((tone) => [
      [`& .mark.${tone}[aria-checked=true]`, { border: `2px solid ${color(tone)}`, backgroundColor: color(`${tone}Soft`), color: color(tone) }],
      [`& .by.${tone}`, { [phone]: { color: color(tone) } }],
    ]),
  ),
  '& .row.changed': { backgroundColor: color('lampSoft'), boxShadow: `inset 3px 0 0 ${color('lampLine')}` },
  '& .row.changed .by': { color: color('lampInk'), fontWeight: 500 },
  '& .row.fading': { transition: 'background-color 1.2s ease-out, box-shadow 1.2s ease-out' },
  '& .row.gone .name bdi': { textDecoration: 'line-through', color: color('cancelled') },
  // The one that the keys speak to; the ring stands inside, so that nothing moves.
  '& .row.current': { backgroundColor: color('pineSoft'), boxShadow: `inset 0 0 0 2px ${color('link')}`, borderRadius: '4px' },
}
