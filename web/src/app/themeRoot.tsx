import '@fontsource-variable/ibm-plex-sans/wght.css'
import '@fontsource/ibm-plex-sans-arabic/arabic-400.css'
import '@fontsource/ibm-plex-sans-arabic/arabic-500.css'
import '@fontsource/ibm-plex-sans-arabic/arabic-600.css'
import createCache from '@emotion/cache'
import { CacheProvider } from '@emotion/react'
import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider, useColorScheme } from '@mui/material/styles'
import rtl from '@mui/stylis-plugin-rtl'
import { LucideProvider } from 'lucide-react'
import { useEffect, useLayoutEffect } from 'react'
import type { ReactNode } from 'react'
import { styleNonce } from '../kit/styleNonce.ts'
import { lecternTheme } from './theme.ts'
import type { Direction } from './theme.ts'

export type ThemeMode = 'light' | 'dark' | 'system'

// `prefixer` stays out: stylis 4.4's breaks Emotion's stylis 4.2, and every supported browser does without prefixes.
const rtlCache = createCache({ key: 'lr', stylisPlugins: [rtl], ...(styleNonce && { nonce: styleNonce }) })
// The plugin drops the comments by which MUI marks its `:first-child` as safe, and Emotion would warn of each.
rtlCache.compat = true
const caches = { ltr: createCache({ key: 'l', ...(styleNonce && { nonce: styleNonce }) }), rtl: rtlCache }

export interface ThemeRootProps {
  direction: Direction
  /** BCP 47, for `<html lang>`: `en`, `ar-EG`. */
  locale: string
  mode: ThemeMode
  children: ReactNode
}

/** Theme, Emotion cache, baseline, and `dir` and `lang` of the document. The choice itself is stored by the caller. */
export function ThemeRoot({ direction, locale, mode, children }: ThemeRootProps) {
  useLayoutEffect(() => {
    document.documentElement.dir = direction
    document.documentElement.lang = locale
  }, [direction, locale])
  return (
    <CacheProvider value={caches[direction]}>
      <ThemeProvider theme={lecternTheme(direction)} defaultMode={mode} storageManager={null} noSsr>
        <CssBaseline enableColorScheme />
        <ModeSync mode={mode} />
        <LucideProvider size={16} strokeWidth={1.75}>
          {children}
        </LucideProvider>
      </ThemeProvider>
    </CacheProvider>
  )
}

function ModeSync({ mode }: { mode: ThemeMode }) {
  const { setMode } = useColorScheme()
  useEffect(() => setMode(mode), [mode, setMode])
  return null
}
