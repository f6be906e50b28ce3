import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import useMediaQuery from '@mui/material/useMediaQuery'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { chooseLocale, languages } from '../app/locale.ts'
import type { Language } from '../app/locale.ts'
import { Mark } from '../kit/Mark.tsx'
import { SignInDay } from './SignInDay.tsx'

/** What stands before anybody is in: a form at the start, the day at the end. */
export function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  const roomy = useMediaQuery('(min-width: 960px)', { noSsr: true })
  useEffect(() => {
    document.title = `${title} · Lectern`
  }, [title])
  return (
    <Box sx={{ display: 'flex', minBlockSize: '100dvh', bgcolor: 'surface' }}>
      <Box
        sx={{
          flex: roomy ? '0 0 42.2%' : 1,
          minInlineSize: 0,
          display: 'flex',
          flexDirection: 'column',
          paddingInline: { xs: 5, sm: 10 },
          paddingBlock: { xs: 5, sm: 8 },
        }}
      >
        <header>
          <Mark lit wordmark />
        </header>
        <Box component="main" sx={{ flex: 1, display: 'grid', alignContent: 'center', justifyItems: 'center', paddingBlock: 8 }}>
          <Box sx={{ inlineSize: '100%', maxInlineSize: 360 }}>{children}</Box>
        </Box>
        <Box component="footer" sx={{ display: 'flex', alignItems: 'center', gap: 4, typography: 'small', color: 'ink2' }}>
          {(Object.keys(languages) as Language[]).map((language) => (
            <ButtonBase key={language} lang={language} onClick={() => chooseLocale(language)} sx={{ minBlockSize: 24, typography: 'small', color: 'ink2', '&:hover': { color: 'ink' } }}>
              {languages[language].name}
            </ButtonBase>
          ))}
          <Box sx={{ flex: 1 }} />
          <FormattedMessage id="account.version" />
        </Box>
      </Box>
      {roomy && <SignInDay />}
    </Box>
  )
}
