/**
 * | part | props |
 * |---|---|
 * | EmptyState | `icon`, `title` (what), `children` (why, and what to do next), `actions` (one or two buttons, small), `alone` |
 * | ErrorPanel | `title`, `children` (what happened, what is safe), `onRetry`, `retrying`, `requestId`, `actions`, `alone` |
 *
 * Both stand in the middle of what is left of the page; with `alone` there is nothing else on it, and their title is its h1.
 */
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { CloudOff } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { ActionButton } from './ActionButton.tsx'

export interface EmptyStateProps {
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  alone?: boolean
}

export function EmptyState(props: EmptyStateProps) {
  return <StatePanel {...props} />
}

export interface ErrorPanelProps {
  title?: ReactNode
  children?: ReactNode
  onRetry?: (() => void) | undefined
  retrying?: boolean
  requestId?: string | null | undefined
  icon?: LucideIcon
  actions?: ReactNode
  alone?: boolean
}

export function ErrorPanel({ title, children, onRetry, retrying = false, requestId, icon = CloudOff, actions, alone = false }: ErrorPanelProps) {
  return (
    <StatePanel
      icon={icon}
      alone={alone}
      error
      title={title ?? <FormattedMessage id="kit.error.title" />}
      actions={
        <>
          {actions}
          {onRetry && (
            <ActionButton size="small" busy={retrying} onClick={onRetry}><FormattedMessage id="kit.tryAgain" /></ActionButton>
          )}
        </>
      }
    >
      {children ?? <FormattedMessage id="kit.error.safe" />}
      {requestId && (
        <Typography variant="caption" component="div" sx={{ marginBlockStart: 2 }}>
          <FormattedMessage id="kit.requestId" values={{ id: <bdi>{requestId}</bdi> }} />
        </Typography>
      )}
    </StatePanel>
  )
}

function StatePanel({ icon: Icon, title, children, actions, alone = false, error = false }: EmptyStateProps & { error?: boolean }) {
  return (
    <Box
      {...(error && { role: 'alert' })}
      sx={{
        flex: 1,
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        gap: 1,
        padding: 6,
        paddingBlock: 10,
        textAlign: 'center',
      }}
    >
      <Box
        sx={{
          display: 'grid',
          placeItems: 'center',
          inlineSize: 40,
          blockSize: 40,
          marginBlockEnd: 2,
          border: 1,
          borderRadius: '8px',
          borderColor: error ? 'errorInk' : 'line',
          bgcolor: error ? 'errorSoft' : 'sunken',
          color: error ? 'errorInk' : 'ink2',
        }}
      >
        <Icon size={20} aria-hidden />
      </Box>
      <Typography variant="h3" component={alone ? 'h1' : 'h2'}>{title}</Typography>
      <Typography variant="small" component="div" sx={{ color: 'ink2', maxInlineSize: 280 }}>{children}</Typography>
      {actions !== undefined && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 2, marginBlockStart: 2 }}>{actions}</Box>
      )}
    </Box>
  )
}
