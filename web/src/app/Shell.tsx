import Box from '@mui/material/Box'
import { ApolloProvider } from '@apollo/client/react'
import { useEffect, useRef, useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { Outlet, useLocation } from 'react-router'
import { useViewerQuery } from '../generated/identity/viewer.ts'
import { OrganizationChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { ConnectionStrip } from '../kit/Connection.tsx'
import { ToastProvider } from '../kit/Toasts.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { Announcements } from './Announcements.tsx'
import { client, tryConnectionNow } from './client.ts'
import { useConnection, useConnectionState } from './connection.ts'
import { useDocumentTitle } from './documentTitle.ts'
import { useLive } from './live.ts'
import { chooseLocale, hearLocale } from './locale.ts'
import { Navigation } from './Navigation.tsx'
import { PaletteKeys } from './PaletteKeys.tsx'
import { PhoneFoot, PhoneTop } from './PhoneBars.tsx'
import { useTellFirstPageStands } from './useQuery.ts'
import { ViewerProvider, zoneOf } from './viewer.tsx'
import { homeWords } from './wordFiles.ts'
import { Words } from './words.tsx'

export function Shell() {
  return (
    <ApolloProvider client={client}>
      <ViewerGate />
    </ApolloProvider>
  )
}

function ViewerGate() {
  // The router has read it already; what the feed brings flows in.
  const { data } = useViewerQuery({ fetchPolicy: 'cache-first' })
  useLive(UserChangedDocument)
  useLive(OrganizationChangedDocument)
  const viewer = data?.viewer
  const [own, shared] = [viewer?.locale, data?.organization.locale]
  useEffect(() => {
    if (own) chooseLocale(own)
    if (shared) hearLocale(shared)
  }, [own, shared])
  if (!data || !viewer) return null
  return (
    <ViewerProvider viewer={viewer} data={data}>
      <Words files={homeWords} timeZone={zoneOf({ viewer, organization: data.organization })}>
        <ToastProvider>
          <Frame />
        </ToastProvider>
      </Words>
    </ViewerProvider>
  )
}

function Frame() {
  const phone = usePhone()
  const [searching, setSearching] = useState(false)
  useTellFirstPageStands()
  return (
    <>
      <SkipLink />
      <Announcements />
      <PaletteKeys open={searching} onOpen={setSearching} />
      {phone ? (
        <Box sx={{ minBlockSize: '100dvh', display: 'flex', flexDirection: 'column', '--shell-foot': '64px' }}>
          <PhoneTop onSearch={() => setSearching(true)} />
          <Content phone />
          <PhoneFoot />
        </Box>
      ) : (
        <Box sx={{ display: 'flex', blockSize: '100dvh', overflow: 'hidden', '--shell-foot': '0px' }}>
          <Navigation onSearch={() => setSearching(true)} />
          <Content phone={false} />
        </Box>
      )}
    </>
  )
}

const sheet = {
  flex: 1,
  minInlineSize: 0,
  marginBlock: 2,
  marginInlineEnd: 2,
  display: 'flex',
  flexDirection: 'column',
  overflow: 'hidden',
  bgcolor: 'surface',
  border: 1,
  borderColor: 'line',
  borderRadius: '10px',
} as const

function Content({ phone }: { phone: boolean }) {
  const main = useRef<HTMLElement>(null)
  useDocumentTitle(main)
  useFocusOnArrival(main)
  const { since } = useConnection()
  const strip = <ConnectionStrip state={useConnectionState()} since={since} onRetry={tryConnectionNow} />
  return (
    <Box sx={phone ? { flex: 1, display: 'flex', flexDirection: 'column', paddingBlockEnd: 'var(--shell-foot)' } : sheet}>
      {strip}
      <Box
        component="main"
        id="page"
        ref={main}
        tabIndex={-1}
        sx={{ flex: 1, minBlockSize: 0, outline: 'none', overflowY: phone ? 'visible' : 'auto', display: 'flex', flexDirection: 'column' }}
      >
        <Outlet />
      </Box>
    </Box>
  )
}

/** A new page is read from its beginning, also by who does not see it. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>) {
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.scrollTo(0, 0)
    window.scrollTo(0, 0)
    // A dialog that was opened by an address keeps its focus.
    if (!document.querySelector('[role=dialog]')) main.current?.focus({ preventScroll: true })
  }, [pathname, main])
}

function SkipLink() {
  return (
    <Box
      component="a"
      href="#page"
      onClick={(event) => {
        event.preventDefault()
        document.getElementById('page')?.focus()
      }}
      sx={{
        position: 'fixed',
        insetBlockStart: 8,
        insetInlineStart: 8,
        zIndex: 'tooltip',
        padding: 3,
        borderRadius: '6px',
        bgcolor: 'raised',
        color: 'link',
        transform: 'translateY(-200%)',
        '&:focus': { transform: 'none' },
      }}
    >
      <FormattedMessage id="app.skip" />
    </Box>
  )
}
