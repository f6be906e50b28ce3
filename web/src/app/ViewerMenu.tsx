import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { ChevronsUpDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { useOrganization, useViewer } from './viewer.tsx'

// A menu is a fifth of the shell, and few open it.
const ViewerMenuList = lazy(() => import('./ViewerMenuList.tsx').then((module) => ({ default: module.ViewerMenuList })))

interface ViewerMenuProps {
  /** The avatar alone. */
  rail?: boolean
}

export function ViewerMenu({ rail = false }: ViewerMenuProps) {
  const intl = useIntl()
  const viewer = useViewer()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <ButtonBase
        onClick={(event) => setAnchor(event.currentTarget)}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-label={intl.formatMessage({ id: 'app.viewerMenu' }, { name: viewer.name })}
        sx={{
          inlineSize: rail ? 44 : '100%',
          minBlockSize: 44,
          justifyContent: rail ? 'center' : 'flex-start',
          gap: 2.5,
          paddingInline: rail ? 0 : 1,
          borderRadius: '6px',
          textAlign: 'start',
          '&:hover': { bgcolor: 'line' },
        }}
      >
        <PersonAvatar name={viewer.name} id={viewer.id} size={rail ? 32 : 30} />
        {!rail && <ViewerLines />}
      </ButtonBase>
      {anchor && (
        <Suspense>
          <ViewerMenuList anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  )
}

function ViewerLines() {
  const viewer = useViewer()
  const { name } = useOrganization()
  const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }
  return (
    <>
      <Box component="span" sx={{ flex: 1, minInlineSize: 0 }}>
        <Box component="bdi" sx={{ display: 'block', typography: 'small', fontWeight: 600, color: 'ink', ...oneLine }}>
          {viewer.name}
        </Box>
        <Box component="span" sx={{ display: 'block', typography: 'caption', color: 'ink2', ...oneLine }}>
          <FormattedMessage id={`app.role.${viewer.role}`} /> · <bdi>{name}</bdi>
        </Box>
      </Box>
      <ChevronsUpDown size={16} aria-hidden />
    </>
  )
}
