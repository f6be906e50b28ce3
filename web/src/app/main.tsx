import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { currentLocale, languageOf, languages, tagOf, useLocale } from './locale.ts'
import { followNewBuilds } from './newBuild.ts'
import { router } from './router.tsx'
import { useThemeMode } from './themeChoice.ts'
import { ThemeRoot } from './themeRoot.tsx'
import { frameWords, Words } from './words.tsx'

followNewBuilds()

// Asked for at once, beside the first page.
void frameWords[languageOf(currentLocale())]()

function App() {
  const locale = useLocale()
  return (
    <ThemeRoot direction={languages[languageOf(locale)].direction} locale={tagOf(locale)} mode={useThemeMode()}>
      <Words files={frameWords}>
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
