import createCache from '@emotion/cache'
import type { EmotionCache } from '@emotion/cache'
import { CacheProvider } from '@emotion/react'
import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider, useColorScheme } from '@mui/material/styles'
import { LucideProvider } from 'lucide-react'
import { useEffect, useLayoutEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { styleNonce } from '../kit/styleNonce.ts'
import { rightToLeftCache } from './rightToLeft.ts'
import { lecternTheme } from './theme.ts'
import type { Direction } from './theme.ts'

export type ThemeMode = 'light' | 'dark' | 'system'

const leftToRight = createCache({ key: 'l', ...(styleNonce && { nonce: styleNonce }) })

export interface ThemeRootProps {
  direction: Direction
  /** BCP 47, for `<html lang>`: `en`, `ar-EG`. */
  locale: string
  mode: ThemeMode
  children: ReactNode
}

/** Theme, Emotion cache, baseline, and `dir` and `lang` of the document. The choice itself is stored by the caller. */
export function ThemeRoot({ direction: wanted, locale, mode, children }: ThemeRootProps) {
  const rightToLeft = useRightToLeft(wanted)
  const direction = rightToLeft ? 'rtl' : 'ltr'
  useLayoutEffect(() => {
    document.documentElement.dir = direction
    document.documentElement.lang = locale
  }, [direction, locale])
  return (
    <CacheProvider value={rightToLeft ?? leftToRight}>
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

/** Turning sides is code that most do without: until it is there, the sides stay as they are. */
function useRightToLeft(direction: Direction): EmotionCache | undefined {
  const [, setLoaded] = useState(rightToLeftCache.loaded)
  useEffect(() => {
    if (direction === 'rtl') void rightToLeftCache.load().then(setLoaded)
  }, [direction])
  return direction === 'rtl' ? rightToLeftCache.loaded() : undefined
}

function ModeSync({ mode }: { mode: ThemeMode }) {
  const { setMode } = useColorScheme()
  useEffect(() => setMode(mode), [mode, setMode])
  return null
}
