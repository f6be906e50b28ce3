import { createBrowserRouter, redirect } from 'react-router'
import type { LoaderFunctionArgs } from 'react-router'
import { identityRoutes } from '../identity/routes.tsx'
import { reportingRoutes } from '../reporting/routes.tsx'
import { schedulingRoutes } from '../scheduling/routes.tsx'
import { freshAccess } from './access.ts'
import { BrokenPage } from './BrokenPage.tsx'
import { homeRoutes } from './homes/routes.tsx'
import { page } from './page.ts'

const signInFirst = (url: string) => {
  const { pathname, search } = new URL(url)
  const to = pathname + search
  return redirect(to === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ to })}`)
}

/** Who comes in is read while the shell and the page are still loading. */
async function enter({ request }: LoaderFunctionArgs) {
  const loading = import('./readViewer.ts')
  const access = await freshAccess()
  if (!access) return signInFirst(request.url)
  if (access.mustChangePassword) return redirect('/password')
  const { readViewer } = await loading
  return (await readViewer()) ? null : signInFirst(request.url)
}

const mayChangePassword = async ({ request }: LoaderFunctionArgs) => ((await freshAccess()) ? null : signInFirst(request.url))

export const router = createBrowserRouter([
  {
    errorElement: <BrokenPage whole />,
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
            errorElement: <BrokenPage />,
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
