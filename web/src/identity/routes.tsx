import type { RouteObject } from 'react-router'
import { page } from '../app/page.ts'

export const identityRoutes: RouteObject[] = [
  { path: 'profile', lazy: page(() => import('./ProfilePage.tsx'), 'ProfilePage') },
  { path: 'organisation', lazy: page(() => import('./OrganizationPage.tsx'), 'OrganizationPage') },
]
