import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { messages as kitMessages } from '../kit/messages.ts'
import { languageOf, languages, tagOf, useLocale } from './locale.ts'
import { messages as appMessages } from './messages.ts'
import { router } from './router.tsx'
import { useThemeMode } from './themeChoice.ts'
import { ThemeRoot } from './themeRoot.tsx'
import { Words } from './words.tsx'

const words = [kitMessages, appMessages]

function App() {
  const locale = useLocale()
  return (
    <ThemeRoot direction={languages[languageOf(locale)].direction} locale={tagOf(locale)} mode={useThemeMode()}>
      <Words messages={words}>
        <RouterProvider router={router} />
      </Words>
    </ThemeRoot>
  )
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
