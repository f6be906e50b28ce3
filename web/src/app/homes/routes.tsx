import { page } from '../page.ts'
import type { PageRoute } from '../page.ts'
import { homePages, lastHome } from './homePages.ts'

function loadHome() {
  const last = lastHome.read()
  if (last) homePages[last].load().catch(() => undefined)
  return import('./HomePage.tsx')
}

export const homeRoutes: readonly PageRoute[] = [{ index: true, page: page(loadHome, 'HomePage') }]
