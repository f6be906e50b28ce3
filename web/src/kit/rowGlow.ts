/** How a row glows: at once in, steady, then 1.2 s out; a removed row is quiet, its name struck. */
import type { RowHighlight } from './tableModel.ts'

const edge = 'inset 3px 0 0 var(--lectern-palette-lampLine)'

export const rowGlow: Record<RowHighlight['kind'], object> = {
  changed: { backgroundColor: 'var(--lectern-palette-lampSoft)', boxShadow: edge },
  fading: {
    backgroundColor: 'transparent',
    boxShadow: 'inset 3px 0 0 transparent',
    transition: 'background-color 1.2s ease-out, box-shadow 1.2s ease-out',
  },
  removed: { color: 'var(--lectern-palette-ink3)' },
}
