import { page } from '../app/page.ts'
import type { PageRoute } from '../app/page.ts'

export const schedulingRoutes: readonly PageRoute[] = [
  { path: 'sessions', page: page(() => import('./SessionsPage.tsx'), 'SessionsPage') },
  { path: 'sessions/:sessionId/:tab?', page: page(() => import('./SessionPage.tsx'), 'SessionPage') },
  { path: 'calendar', page: page(() => import('./CalendarPage.tsx'), 'CalendarPage') },
  { path: 'attendance', page: page(() => import('./AttendancePage.tsx'), 'AttendancePage') },
]
