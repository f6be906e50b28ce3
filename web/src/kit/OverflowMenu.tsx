/**
 * | part | props |
 * |---|---|
 * | OverflowMenu | `label` (accessible name; default "More actions"), `actions: MenuAction[]`, `outlined`, `icon` |
 * | MenuAction | `id`, `label`, `icon?`, `onSelect?` or `href?`, `danger?`, `disabledReason?` (shown under the label), `dividerBefore?` |
 *
 * Draws nothing when there are no actions.
 */
import { Ellipsis } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { MouseEvent } from 'react'
import { useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'

// What opens is loaded when somebody opens it: most pages are read without.
const OverflowMenuPanel = lazy(() => import('./OverflowMenuPanel.tsx').then((module) => ({ default: module.OverflowMenuPanel })))

export interface MenuAction {
  id: string
  label: string
  icon?: LucideIcon
  onSelect?: () => void
  href?: string
  danger?: boolean
  disabledReason?: string | null | undefined
  dividerBefore?: boolean
}

export interface OverflowMenuProps {
  actions: readonly MenuAction[]
  label?: string
  icon?: LucideIcon
  outlined?: boolean
  size?: 'small' | 'medium'
  tabIndex?: number
}

export function OverflowMenu({ actions, label, icon = Ellipsis, outlined = false, size = 'medium', tabIndex }: OverflowMenuProps) {
  const intl = useIntl()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  if (actions.length === 0) return null
  const name = label ?? intl.formatMessage({ id: 'kit.more' })
  const open = (event: MouseEvent<HTMLElement>) => {
    event.stopPropagation()
    setAnchor(event.currentTarget)
  }
  return (
    <>
      <ActionIconButton
        label={name}
        icon={icon}
        outlined={outlined}
        size={size}
        onClick={open}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        {...(tabIndex === undefined ? {} : { tabIndex })}
      />
      {anchor && (
        <Suspense>
          <OverflowMenuPanel label={name} actions={actions} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  )
}
