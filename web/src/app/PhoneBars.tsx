import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { Ellipsis, Search } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useLocation } from 'react-router'
import { ActionIconButton } from '../kit/ActionButton.tsx'
import { ConnectionMark, ConnectionStatus } from './ConnectionStatus.tsx'
import { isWithin, navigationFor } from './navigationItems.ts'
import { ViewerMenu } from './ViewerMenu.tsx'
import { useMay } from './viewer.tsx'

const MoreSheet = lazy(() => import('./MoreSheet.tsx').then((module) => ({ default: module.MoreSheet })))

export function PhoneTop({ onSearch }: { onSearch: () => void }) {
  const intl = useIntl()
  return (
    <Box
      component="header"
      sx={{ display: 'flex', alignItems: 'center', gap: 2, blockSize: 56, flexShrink: 0, paddingInlineStart: 4, paddingInlineEnd: 3 }}
    >
      <ConnectionMark wordmark />
      <Box sx={{ flex: 1 }} />
      <ConnectionStatus short />
      <ActionIconButton label={intl.formatMessage({ id: 'app.search' })} icon={Search} onClick={onSearch} />
      <ViewerMenu rail />
    </Box>
  )
}

/** Four words; what does not fit stands behind the last. */
export function PhoneFoot() {
  const intl = useIntl()
  const { pathname } = useLocation()
  const [more, setMore] = useState(false)
  const items = navigationFor(useMay())
  const bar = items.filter(({ onPhone }) => onPhone)
  const rest = items.filter(({ onPhone }) => !onPhone)
  const room = bar.length < 4
  return (
    <>
      <Box
        component="nav"
        data-shell-foot
        aria-label={intl.formatMessage({ id: 'app.navigation' })}
        sx={{
          position: 'fixed',
          insetInline: 0,
          insetBlockEnd: 0,
          zIndex: 'appBar',
          display: 'flex',
          blockSize: 64,
          paddingBlockEnd: 'env(safe-area-inset-bottom)',
          boxSizing: 'content-box',
          bgcolor: 'surface',
          borderBlockStart: 1,
          borderColor: 'line',
        }}
      >
        {bar.map((item) => (
          <FootItem key={item.id} href={item.path} id={item.id} icon={item.icon} current={isWithin(item.path, pathname)} />
        ))}
        {room && (
          <FootItem
            id="app.more"
            icon={Ellipsis}
            current={rest.some(({ path }) => isWithin(path, pathname))}
            onClick={() => setMore(true)}
          />
        )}
      </Box>
      {more && (
        <Suspense>
          <MoreSheet items={rest} onClose={() => setMore(false)} />
        </Suspense>
      )}
    </>
  )
}

interface FootItemProps {
  id: string
  icon: LucideIcon
  current: boolean
  href?: string
  onClick?: () => void
}

function FootItem({ id, icon: Icon, current, href, onClick }: FootItemProps) {
  return (
    <ButtonBase
      {...(href ? { href } : { onClick })}
      {...(current && { 'aria-current': 'page' as const })}
      sx={{
        position: 'relative',
        flex: 1,
        flexDirection: 'column',
        gap: 1,
        color: current ? 'ink' : 'ink2',
        typography: 'caption',
        fontWeight: current ? 600 : 400,
        ...(current && {
          '&::before': {
            content: '""',
            position: 'absolute',
            insetBlockStart: 0,
            inlineSize: 32,
            blockSize: 3,
            borderRadius: '0 0 2px 2px',
            bgcolor: 'ink',
          },
        }),
      }}
    >
      <Icon size={20} strokeWidth={current ? 2.25 : 1.75} aria-hidden />
      <FormattedMessage id={id} />
    </ButtonBase>
  )
}
