import { lazy, Suspense } from 'react'
import { createBrowserRouter, redirect } from 'react-router'
import type { LoaderFunctionArgs } from 'react-router'
import { identityRoutes } from '../identity/routes.tsx'
import { reportingRoutes } from '../reporting/routes.tsx'
import { schedulingRoutes } from '../scheduling/routes.tsx'
import { freshAccess, isStranger, signInPath } from './access.ts'
import { homeRoutes } from './homes/routes.tsx'
import { currentLocale, languageOf } from './locale.ts'
import { page } from './page.ts'
import { pageWords } from './words.tsx'

const BrokenPage = lazy(() => import('./BrokenPage.tsx').then((module) => ({ default: module.BrokenPage })))

const broken = (whole: boolean) => (
  <Suspense>
    <BrokenPage whole={whole} />
  </Suspense>
)

const addressOf = (url: string) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

const signInFirst = (url: string) => redirect(signInPath(addressOf(url)))

// A route is loaded while its loader still asks who comes: a stranger would wait for a shell that is not for them.
if (isStranger() && window.location.pathname !== '/sign-in') {
  window.history.replaceState(null, '', signInPath(addressOf(window.location.href)))
}

/** Who comes in is read while the shell and the page are still loading. */
async function enter({ request }: LoaderFunctionArgs) {
  const loading = import('./readViewer.ts')
  void pageWords[languageOf(currentLocale())]()
  const access = await freshAccess()
  if (!access) return signInFirst(request.url)
  if (access.mustChangePassword) return redirect('/password')
  const { readViewer } = await loading
  return (await readViewer()) ? null : signInFirst(request.url)
}

const mayChangePassword = async ({ request }: LoaderFunctionArgs) => ((await freshAccess()) ? null : signInFirst(request.url))

export const router = createBrowserRouter([
  {
    errorElement: broken(true),
    hydrateFallbackElement: <></>,
    children: [
      { path: 'sign-in', lazy: page(() => import('../identity/SignInPage.tsx'), 'SignInPage') },
      {
        path: 'password',
        loader: mayChangePassword,
        lazy: page(() => import('../identity/PasswordPage.tsx'), 'PasswordPage'),
      },
      {
        loader: enter,
        // The viewer stays read while one goes from page to page.
        shouldRevalidate: () => false,
        lazy: page(() => import('./Shell.tsx'), 'Shell'),
        children: [
          {
            errorElement: broken(false),
            children: [
              ...homeRoutes,
              ...identityRoutes,
              ...schedulingRoutes,
              ...reportingRoutes,
              { path: '*', lazy: page(() => import('./NotFoundPage.tsx'), 'NotFoundPage') },
            ],
          },
        ],
      },
    ],
  },
])
