import type { RouteObject } from 'react-router'
import { page } from '../app/page.ts'

export const reportingRoutes: RouteObject[] = [
  { path: 'analytics', lazy: page(() => import('./AnalyticsPage.tsx'), 'AnalyticsPage') },
  { path: 'reports', lazy: page(() => import('./ReportsPage.tsx'), 'ReportsPage') },
]
