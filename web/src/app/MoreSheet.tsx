import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Drawer from '@mui/material/Drawer'
import { FormattedMessage, useIntl } from 'react-intl'
import type { NavigationItem } from './navigationItems.ts'

interface MoreSheetProps {
  items: readonly NavigationItem[]
  onClose: () => void
}

/** What does not fit into the phone's bar. */
export function MoreSheet({ items, onClose }: MoreSheetProps) {
  const intl = useIntl()
  return (
    <Drawer
      anchor="bottom"
      open
      onClose={onClose}
      slotProps={{ paper: { 'aria-label': intl.formatMessage({ id: 'app.more' }), sx: { borderStartStartRadius: 12, borderStartEndRadius: 12 } } }}
    >
      <Box component="nav" aria-label={intl.formatMessage({ id: 'app.navigation' })} sx={{ padding: 3 }}>
        {items.map(({ id, path, icon: Icon }) => (
          <ButtonBase
            key={id}
            href={path}
            onClick={onClose}
            sx={{ inlineSize: '100%', minBlockSize: 48, justifyContent: 'flex-start', gap: 4, paddingInline: 3, typography: 'body1', borderRadius: '6px' }}
          >
            <Icon size={20} aria-hidden />
            <FormattedMessage id={id} />
          </ButtonBase>
        ))}
      </Box>
    </Drawer>
  )
}
