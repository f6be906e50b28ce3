import type { RouteObject } from 'react-router'
import { page } from '../page.ts'

export const homeRoutes: RouteObject[] = [{ index: true, lazy: page(() => import('./HomePage.tsx'), 'HomePage') }]
