/** What OverflowMenu opens. */
import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useTheme } from '@mui/material/styles'
import Typography from '@mui/material/Typography'
import type { MenuAction } from './OverflowMenu.tsx'

interface OverflowMenuPanelProps {
  label: string
  actions: readonly MenuAction[]
  anchor: HTMLElement
  onClose: () => void
}

export function OverflowMenuPanel({ label, actions, anchor, onClose }: OverflowMenuPanelProps) {
  const end = useTheme().direction === 'rtl' ? 'left' : 'right'
  return (
    <Menu
      open
      anchorEl={anchor}
      onClose={onClose}
      onClick={(event) => event.stopPropagation()}
      anchorOrigin={{ vertical: 'bottom', horizontal: end }}
      transformOrigin={{ vertical: 'top', horizontal: end }}
      slotProps={{ list: { 'aria-label': label } }}
    >
      {actions.flatMap((action) => [
        ...(action.dividerBefore ? [<Divider key={`${action.id}-line`} sx={{ my: 1 }} />] : []),
        <MenuRow key={action.id} action={action} onDone={onClose} />,
      ])}
    </Menu>
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
