import type { Deferred } from './deferred.ts'
import { currentLocale, languageOf } from './locale.ts'
import { pagesAt } from './page.ts'
import { innerRoutes } from './routes.ts'
import { pageWords } from './wordFiles.ts'

/** Asks side by side for what will be needed. What does not come is asked for again, and missed, by whoever draws it. */
export const ahead = (...all: Deferred<unknown>[]) => Promise.all(all.map(({ load }) => load().catch(() => undefined)))

/** What an address behind the sign-in will draw, but for the homes: a page, the page inside it, and their words. */
export async function pageAhead(pathname: string): Promise<void> {
  const pages = pagesAt(pathname, innerRoutes)
  if (pages.length > 0) await ahead(...pages, pageWords[languageOf(currentLocale())])
}
