/**
 * | part | props |
 * |---|---|
 * | ActionButton | MUI Button's, and `icon` (lucide), `busy` (keeps its width, shows a ring), `disabledReason` (still focusable, says why), `reasonBeside` (the reason as text beside it) |
 * | ActionIconButton | `label` (tooltip and accessible name), `icon`, `onClick` or `href`, `disabledReason`, `size`, `pressed` |
 *
 * `href` navigates within the app. One `variant="contained" color="primary"` per view; without a variant it is outlined.
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ButtonProps } from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import type { LucideIcon } from 'lucide-react'
import { useId } from 'react'
import type { MouseEvent, MouseEventHandler } from 'react'
import { FormattedMessage } from 'react-intl'
import { Hint } from './Hint.tsx'
import { Ring } from './Ring.tsx'

export const visuallyHidden = {
  position: 'absolute',
  inlineSize: '1px',
  blockSize: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const

export interface ActionButtonProps extends Omit<ButtonProps, 'disabled' | 'startIcon'> {
  icon?: LucideIcon | undefined
  busy?: boolean | undefined
  disabledReason?: string | null | undefined
  reasonBeside?: boolean | undefined
  target?: string
  rel?: string
}

const refuse = (event: MouseEvent) => {
  event.preventDefault()
  event.stopPropagation()
}

const disabledLook = {
  contained: { bgcolor: 'line', color: 'ink3', '&:hover': { bgcolor: 'line', color: 'ink3', filter: 'none' } },
  other: { color: 'ink3', '&:hover': { bgcolor: 'transparent', color: 'ink3' } },
}

export function ActionButton(props: ActionButtonProps) {
  const { icon: Icon, busy = false, disabledReason, reasonBeside = false, children, onClick, sx, ...rest } = props
  const reasonId = useId()
  const off = Boolean(disabledReason)
  const look = off ? disabledLook[props.variant === 'contained' ? 'contained' : 'other'] : {}
  const button = (
    <Button
      {...rest}
      href={off ? undefined : rest.href}
      onClick={off || busy ? refuse : onClick}
      aria-disabled={off || busy || undefined}
      aria-busy={busy || undefined}
      aria-describedby={off ? reasonId : rest['aria-describedby']}
      sx={[{ cursor: off ? 'not-allowed' : 'pointer', position: 'relative' }, look, ...(Array.isArray(sx) ? sx : [sx])]}
    >
      <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2, opacity: busy ? 0 : 1 }}>
        {Icon && <Icon size={16} aria-hidden />}
        {children}
      </Box>
      {busy && (
        <Box component="span" sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center' }}>
          <Ring />
          <Box component="span" sx={visuallyHidden}><FormattedMessage id="kit.busy" /></Box>
        </Box>
      )}
    </Button>
  )
  if (!off) return button
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
      <Hint title={reasonBeside ? '' : (disabledReason ?? '')} describeChild>{button}</Hint>
      <Typography id={reasonId} variant="small" component="span" sx={reasonBeside ? { color: 'ink2' } : visuallyHidden}>
        {disabledReason}
      </Typography>
    </Box>
  )
}

export interface ActionIconButtonProps {
  label: string
  icon: LucideIcon
  onClick?: MouseEventHandler<HTMLElement>
  href?: string
  disabledReason?: string | null | undefined
  size?: 'small' | 'medium'
  /** Outlined with a hairline, for a header's overflow. */
  outlined?: boolean
  /** An arrow that points along the reading direction. */
  mirror?: boolean
  pressed?: boolean
  /** It holds something that is set. */
  chosen?: boolean
  tabIndex?: number
  'aria-haspopup'?: 'menu' | 'dialog'
  'aria-expanded'?: boolean
}

export function ActionIconButton(props: ActionIconButtonProps) {
  const { label, icon: Icon, onClick, href, disabledReason, size = 'medium', outlined = false, mirror, pressed, chosen = false, ...rest } = props
  const off = Boolean(disabledReason)
  return (
    <Hint title={disabledReason ? `${label}: ${disabledReason}` : label}>
      <IconButton
        {...rest}
        size={size}
        {...(href && !off ? { href } : { type: 'button' as const })}
        onClick={off ? refuse : onClick}
        aria-label={disabledReason ? `${label}: ${disabledReason}` : label}
        aria-disabled={off || undefined}
        aria-pressed={pressed}
        sx={{
          border: outlined ? 1 : 0,
          borderColor: 'line',
          ...(outlined && { bgcolor: 'surface' }),
          ...(off && { color: 'ink3', opacity: 0.6, cursor: 'not-allowed', '&:hover': { bgcolor: 'transparent' } }),
          ...((pressed || chosen) && { bgcolor: 'pineSoft', color: 'ink' }),
        }}
      >
        <Icon size={16} aria-hidden className={mirror ? 'mirror-rtl' : undefined} />
      </IconButton>
    </Hint>
  )
}
