import { createRoot } from 'react-dom/client'
import { IntlProvider } from 'react-intl'
import { MemoryRouter } from 'react-router'
import '../src/app/fonts.ts'
import { ThemeRoot } from '../src/app/themeRoot.tsx'
import type { ThemeMode } from '../src/app/themeRoot.tsx'
import { messages } from '../src/kit/messages.ts'
import { ToastProvider } from '../src/kit/Toasts.tsx'
import { Gallery } from './Gallery.tsx'

// Development only: /gallery.html?view=table&mode=dark&lang=ar
const asked = new URLSearchParams(location.search)
const arabic = asked.get('lang') === 'ar'
const locale = arabic ? 'ar-EG' : 'en-GB'
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <IntlProvider locale={locale} messages={messages[arabic ? 'ar' : 'en']} timeZone="Africa/Cairo">
      <ThemeRoot direction={arabic ? 'rtl' : 'ltr'} locale={locale} mode={(asked.get('mode') ?? 'light') as ThemeMode}>
        <MemoryRouter>
          <ToastProvider>
            <Gallery view={asked.get('view') ?? 'table'} />
          </ToastProvider>
        </MemoryRouter>
      </ThemeRoot>
    </IntlProvider>,
  )
}
