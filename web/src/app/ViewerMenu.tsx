import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Divider from '@mui/material/Divider'
import ListSubheader from '@mui/material/ListSubheader'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Building2, Check, ChevronsUpDown, LogOut, UserRound } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { failureWords } from './failureWords.ts'
import { languageOf, languages, useLocale } from './locale.ts'
import type { Language } from './locale.ts'
import { signOut } from './signOut.ts'
import { chooseThemeMode, useThemeMode } from './themeChoice.ts'
import type { ThemeMode } from './themeRoot.tsx'
import { useChooseLanguage } from './useChooseLanguage.ts'
import { useMay, useOrganization, useViewer } from './viewer.tsx'

interface ViewerMenuProps {
  /** The avatar alone. */
  rail?: boolean
}

const modes: readonly ThemeMode[] = ['light', 'dark', 'system']

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
      <ViewerMenuList anchor={anchor} onClose={() => setAnchor(null)} />
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

function ViewerMenuList({ anchor, onClose }: { anchor: HTMLElement | null; onClose: () => void }) {
  const intl = useIntl()
  const toast = useToast()
  const may = useMay()
  const mode = useThemeMode()
  const language = languageOf(useLocale())
  const chooseLanguage = useChooseLanguage()
  const leave = () => {
    onClose()
    signOut().catch((error: unknown) => toast.refused(failureWords(intl, error)))
  }
  return (
    <Menu
      open={Boolean(anchor)}
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'top', horizontal: 'left' }}
      transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{ paper: { sx: { minInlineSize: 232 } } }}
    >
      <LinkRow icon={UserRound} href="/profile" id="app.profile" onClick={onClose} />
      {may('updateOrganization') && <LinkRow icon={Building2} href="/organisation" id="app.organization" onClick={onClose} />}
      <Divider sx={{ my: 1 }} />
      <Heading id="app.theme" />
      {modes.map((one) => (
        <ChoiceRow key={one} chosen={one === mode} onClick={() => chooseThemeMode(one)}>
          <FormattedMessage id={`app.theme.${one}`} />
        </ChoiceRow>
      ))}
      <Divider sx={{ my: 1 }} />
      <Heading id="app.language" />
      {(Object.keys(languages) as Language[]).map((one) => (
        <ChoiceRow key={one} chosen={one === language} onClick={() => chooseLanguage(one)}>
          <span lang={one}>{languages[one].name}</span>
        </ChoiceRow>
      ))}
      <Divider sx={{ my: 1 }} />
      <MenuItem onClick={leave}>
        <LogOut size={16} aria-hidden className="mirror-rtl" />
        <FormattedMessage id="app.signOut" />
      </MenuItem>
    </Menu>
  )
}

// The menu hands its rows what makes the arrows work: it goes on to the MenuItem.
function Heading({ id, ...menu }: { id: string }) {
  return (
    <ListSubheader {...menu} role="presentation" sx={{ typography: 'caption', lineHeight: 2, color: 'ink2', bgcolor: 'transparent', position: 'static' }}>
      <FormattedMessage id={id} />
    </ListSubheader>
  )
}

interface LinkRowProps {
  icon: LucideIcon
  href: string
  id: string
  onClick: () => void
}

function LinkRow({ icon: Icon, href, id, onClick, ...menu }: LinkRowProps) {
  return (
    <MenuItem {...menu} component="a" href={href} onClick={onClick}>
      <Icon size={16} aria-hidden />
      <FormattedMessage id={id} />
    </MenuItem>
  )
}

interface ChoiceRowProps {
  chosen: boolean
  onClick: () => void
  children: React.ReactNode
}

function ChoiceRow({ chosen, onClick, children, ...menu }: ChoiceRowProps) {
  return (
    <MenuItem {...menu} role="menuitemradio" aria-checked={chosen} onClick={onClick}>
      <Box component="span" sx={{ inlineSize: 16, display: 'inline-flex' }}>{chosen && <Check size={16} aria-hidden />}</Box>
      {children}
    </MenuItem>
  )
}
