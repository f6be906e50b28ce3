import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import useMediaQuery from '@mui/material/useMediaQuery'
import { Search } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useLocation } from 'react-router'
import { Hint } from '../kit/Hint.tsx'
import { Kbd } from '../kit/Kbd.tsx'
import { ConnectionMark, ConnectionStatus } from './ConnectionStatus.tsx'
import { isWithin, navigationFor } from './navigationItems.ts'
import type { NavigationItem } from './navigationItems.ts'
import { SessionsToday } from './SessionsToday.tsx'
import { ViewerMenu } from './ViewerMenu.tsx'
import { useMay } from './viewer.tsx'

const wide = '(min-width: 1200px)'

/** At the start of a laptop's screen; a rail of icons where it is narrow. */
export function Navigation({ onSearch }: { onSearch: () => void }) {
  const rail = !useMediaQuery(wide, { noSsr: true })
  return (
    <Box
      sx={{
        inlineSize: rail ? 64 : 232,
        flexShrink: 0,
        display: 'flex',
        flexDirection: 'column',
        paddingInline: 3,
        paddingBlock: 2,
        overflowY: 'auto',
      }}
    >
      <Box component="header" sx={{ paddingInline: rail ? 2 : 2.5, paddingBlock: 3 }}>
        <ConnectionMark wordmark={!rail} />
      </Box>
      <SearchButton rail={rail} onClick={onSearch} />
      <NavigationItems rail={rail} />
      <Box sx={{ flex: 1, minBlockSize: 16 }} />
      {/* On the rail the lamp alone is seen; the words stay for who listens. */}
      <Box sx={{ inlineSize: rail ? 18 : 'auto', marginInline: rail ? 'auto' : 2.5, paddingBlock: 2, overflow: 'hidden' }}>
        <ConnectionStatus short={rail} />
      </Box>
      <Box sx={{ borderBlockStart: 1, borderColor: 'line', paddingBlockStart: 2 }}>
        <ViewerMenu rail={rail} />
      </Box>
    </Box>
  )
}

function SearchButton({ rail, onClick }: { rail: boolean; onClick: () => void }) {
  const intl = useIntl()
  const name = intl.formatMessage({ id: 'app.search' })
  return (
    <Hint title={rail ? name : ''} placement="right">
      <ButtonBase
        onClick={onClick}
        aria-label={name}
        aria-keyshortcuts="/"
        sx={{
          blockSize: 34,
          flexShrink: 0,
          inlineSize: '100%',
          justifyContent: rail ? 'center' : 'flex-start',
          gap: 2.5,
          paddingInline: rail ? 0 : 2.5,
          border: 1,
          borderColor: 'line',
          borderRadius: '6px',
          bgcolor: 'surface',
          color: 'ink2',
          typography: 'small',
          '&:hover': { bgcolor: 'hover' },
        }}
      >
        <Search size={16} aria-hidden />
        {!rail && (
          <>
            <Box component="span" sx={{ flex: 1, textAlign: 'start' }}>
              {name}
            </Box>
            <Kbd>/</Kbd>
          </>
        )}
      </ButtonBase>
    </Hint>
  )
}

function NavigationItems({ rail }: { rail: boolean }) {
  const intl = useIntl()
  const { pathname } = useLocation()
  const items = navigationFor(useMay()).filter(({ quiet }) => !quiet)
  return (
    <Box
      component="nav"
      aria-label={intl.formatMessage({ id: 'app.navigation' })}
      sx={{ display: 'flex', flexDirection: 'column', marginBlockStart: 2.5 }}
    >
      {items.map((item, index) => (
        <NavigationLink
          key={item.id}
          item={item}
          rail={rail}
          current={isWithin(item.path, pathname)}
          apart={index > 0 && items[index - 1]!.group !== item.group}
        />
      ))}
    </Box>
  )
}

interface NavigationLinkProps {
  item: NavigationItem
  rail: boolean
  current: boolean
  apart: boolean
}

function NavigationLink({ item: { id, path, icon: Icon }, rail, current, apart }: NavigationLinkProps) {
  const intl = useIntl()
  const name = intl.formatMessage({ id })
  return (
    <Hint title={rail ? name : ''} placement="right">
      <ButtonBase
        href={path}
        {...(current && { 'aria-current': 'page' as const })}
        {...(rail && { 'aria-label': name })}
        sx={{
          blockSize: 34,
          flexShrink: 0,
          justifyContent: rail ? 'center' : 'flex-start',
          gap: 3,
          paddingInline: rail ? 0 : 2.5,
          marginBlockStart: apart ? 3 : 0,
          border: 1,
          borderColor: current ? 'line' : 'transparent',
          borderRadius: '6px',
          bgcolor: current ? 'surface' : 'transparent',
          color: current ? 'ink' : 'ink2',
          typography: 'body1',
          fontWeight: current ? 600 : 400,
          transition: 'background-color 120ms ease-out',
          '&:hover': { bgcolor: current ? 'surface' : 'line' },
          '@media (pointer: coarse)': { blockSize: 44 },
        }}
      >
        <Icon size={17} strokeWidth={current ? 2.25 : 1.75} aria-hidden />
        {!rail && <FormattedMessage id={id} />}
        {!rail && id === 'app.sessions' && <SessionsToday />}
      </ButtonBase>
    </Hint>
  )
}
