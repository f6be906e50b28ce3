import { page } from '../app/page.ts'
import type { PageRoute } from '../app/page.ts'

export const reportingRoutes: readonly PageRoute[] = [
  { path: 'analytics', page: page(() => import('./AnalyticsPage.tsx'), 'AnalyticsPage') },
  { path: 'reports', page: page(() => import('./ReportsPage.tsx'), 'ReportsPage') },
]
