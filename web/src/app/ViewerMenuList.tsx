import Box from '@mui/material/Box'
import Divider from '@mui/material/Divider'
import ListSubheader from '@mui/material/ListSubheader'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { Building2, Check, LogOut, UserRound } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useToast } from '../kit/Toasts.tsx'
import { failureWords } from './failureWords.ts'
import { languageOf, languages, useLocale } from './locale.ts'
import type { Language } from './locale.ts'
import { signOut } from './signOut.ts'
import { chooseThemeMode, useThemeMode } from './themeChoice.ts'
import type { ThemeMode } from './themeRoot.tsx'
import { useChooseLanguage } from './useChooseLanguage.ts'
import { useMay } from './viewer.tsx'

const modes: readonly ThemeMode[] = ['light', 'dark', 'system']

export function ViewerMenuList({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
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
      open
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
  children: ReactNode
}

function ChoiceRow({ chosen, onClick, children, ...menu }: ChoiceRowProps) {
  return (
    <MenuItem {...menu} role="menuitemradio" aria-checked={chosen} onClick={onClick}>
      <Box component="span" sx={{ inlineSize: 16, display: 'inline-flex' }}>{chosen && <Check size={16} aria-hidden />}</Box>
      {children}
    </MenuItem>
  )
}
