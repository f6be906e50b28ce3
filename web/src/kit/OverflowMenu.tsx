/**
 * | part | props |
 * |---|---|
 * | OverflowMenu | `label` (accessible name; default "More actions"), `actions: MenuAction[]`, `outlined`, `icon` |
 * | MenuAction | `id`, `label`, `icon?`, `onSelect?` or `href?`, `danger?`, `disabledReason?` (shown under the label), `dividerBefore?` |
 *
 * Draws nothing when there are no actions.
 */
import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useTheme } from '@mui/material/styles'
import Typography from '@mui/material/Typography'
import { Ellipsis } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { MouseEvent } from 'react'
import { useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'

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
  const end = useTheme().direction === 'rtl' ? 'left' : 'right'
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
      <Menu
        open={Boolean(anchor)}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        onClick={(event) => event.stopPropagation()}
        anchorOrigin={{ vertical: 'bottom', horizontal: end }}
        transformOrigin={{ vertical: 'top', horizontal: end }}
        slotProps={{ list: { 'aria-label': name } }}
      >
        {actions.flatMap((action) => [
          ...(action.dividerBefore ? [<Divider key={`${action.id}-line`} sx={{ my: 1 }} />] : []),
          <MenuRow key={action.id} action={action} onDone={() => setAnchor(null)} />,
        ])}
      </Menu>
    </>
  )
}

function MenuRow({ action, onDone, ...focus }: { action: MenuAction; onDone: () => void }) {
  const { icon: Icon, label, danger = false, disabledReason, href, onSelect } = action
  const off = Boolean(disabledReason)
  const select = () => {
    if (off) return
    onDone()
    onSelect?.()
  }
  return (
    <MenuItem
      {...focus}
      onClick={select}
      aria-disabled={off || undefined}
      {...(href && !off ? { component: 'a', href } : {})}
      sx={{ color: off ? 'ink3' : danger ? 'errorInk' : 'ink', py: disabledReason ? 1.5 : 0, cursor: off ? 'not-allowed' : 'pointer' }}
    >
      {Icon && <Icon size={16} aria-hidden />}
      <Box>
        {label}
        {disabledReason && (
          <Typography variant="caption" component="div" sx={{ color: 'ink2', whiteSpace: 'normal', maxInlineSize: 260 }}>
            {disabledReason}
          </Typography>
        )}
      </Box>
    </MenuItem>
  )
}
