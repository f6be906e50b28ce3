/**
 * "Just now": what happened, newest first. `items`: `id`, `title`, `detail?`, `at` (instant), `person?: { id?, name }` or
 * `icon?`, `href?`, `highlight?` ('changed' | 'fading' | 'removed'). `label`: accessible name.
 * RowList is the same frame for any ListRows.
 */
import Box from '@mui/material/Box'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ListRow } from './ListRow.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'
import type { RowHighlight } from './tableModel.ts'
import { RelativeTime } from './TimeText.tsx'
import type { Instant } from './timeWords.ts'

export interface ChangeItem {
  id: string
  title: ReactNode
  detail?: ReactNode
  at: Instant
  person?: { id?: string; name: string } | undefined
  icon?: LucideIcon | undefined
  href?: string | undefined
  highlight?: RowHighlight['kind'] | undefined
}

export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        // On a phone a list is a card of its own on the canvas.
        border: { xs: 1, sm: 0 },
        borderColor: { xs: 'line', sm: 'line' },
        borderRadius: { xs: '12px', sm: 0 },
        bgcolor: { xs: 'surface', sm: 'transparent' },
        overflow: { xs: 'hidden', sm: 'visible' },
      }}
    >
      {children}
    </Box>
  )
}

export function ChangeList({ label, items }: { label: string; items: readonly ChangeItem[] }) {
  return (
    <RowList label={label}>
      {items.map(({ id, title, detail, at, person, icon: Icon, href, highlight }) => (
        <ListRow
          key={id}
          start={person ? <PersonAvatar name={person.name} id={person.id} /> : Icon && <Icon size={18} aria-hidden />}
          title={title}
          detail={detail}
          end={<RelativeTime at={at} />}
          href={href}
          highlight={highlight}
        />
      ))}
    </RowList>
  )
}
