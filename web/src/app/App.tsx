import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { languageOf, languages, tagOf, useLocale } from './locale.ts'
import { Routed } from './router.tsx'
import { useThemeMode } from './themeChoice.ts'
import { ThemeRoot } from './themeRoot.tsx'
import { frameWords } from './wordFiles.ts'
import { Words } from './words.tsx'

function App() {
  const locale = useLocale()
  return (
    <ThemeRoot direction={languages[languageOf(locale)].direction} locale={tagOf(locale)} mode={useThemeMode()}>
      <Words files={frameWords}>
        <BrowserRouter>
          <Routed />
        </BrowserRouter>
      </Words>
    </ThemeRoot>
  )
}

export function draw(place: HTMLElement): void {
  const root = createRoot(place)
  // As a transition the first page, too, appears whole.
  startTransition(() =>
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  )
}
