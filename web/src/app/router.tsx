import { useEffect } from 'react'
import { Outlet, useLocation, useRoutes } from 'react-router'
import type { RouteObject } from 'react-router'
import { pageAhead } from './ahead.ts'
import { Behind } from './Behind.tsx'
import { BrokenBoundary } from './BrokenBoundary.tsx'
import { entrance, passwordDoor } from './doors.ts'
import { DrawnPage } from './DrawnPage.tsx'
import { homeRoutes } from './homes/routes.tsx'
import type { PageRoute } from './page.ts'
import { prefetchPointedAt, prefetchWhenQuiet } from './prefetch.ts'
import { innerRoutes, notFoundPage, passwordPage, shell, signInPage } from './routes.ts'
import { pageWords } from './wordFiles.ts'
import { Words } from './words.tsx'

const drawn = ({ path, index, page, children }: PageRoute): RouteObject => {
  const element = <DrawnPage page={page} />
  return index ? { index, element } : { path, element, children: children?.map(drawn) }
}

const routes: RouteObject[] = [
  { path: 'sign-in', element: <DrawnPage page={signInPage} /> },
  {
    path: 'password',
    element: (
      <Behind door={passwordDoor}>
        <DrawnPage page={passwordPage} />
      </Behind>
    ),
  },
  {
    element: (
      <Behind door={entrance}>
        <DrawnPage page={shell} />
      </Behind>
    ),
    children: [
      {
        element: <Within />,
        children: [
          ...homeRoutes.map(drawn),
          {
            element: (
              <Words files={pageWords}>
                <Outlet />
              </Words>
            ),
            children: [...innerRoutes.map(drawn), { path: '*', element: <DrawnPage page={notFoundPage} /> }],
          },
        ],
      },
    ],
  },
]

function Within() {
  useEffect(prefetchWhenQuiet, [])
  useEffect(prefetchPointedAt, [])
  const { pathname } = useLocation()
  return (
    <BrokenBoundary address={pathname}>
      <Outlet />
    </BrokenBoundary>
  )
}

/** What stands at the address. A page that is not there yet leaves the one before it on the screen. */
export function Routed() {
  const { pathname } = useLocation()
  void pageAhead(pathname)
  const page = useRoutes(routes)
  return (
    <BrokenBoundary whole address={pathname}>
      {page}
    </BrokenBoundary>
  )
}
