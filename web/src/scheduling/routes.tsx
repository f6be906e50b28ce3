import type { RouteObject } from 'react-router'
import { page } from '../app/page.ts'

export const schedulingRoutes: RouteObject[] = [
  { path: 'sessions', lazy: page(() => import('./SessionsPage.tsx'), 'SessionsPage') },
  { path: 'sessions/:sessionId/:tab?', lazy: page(() => import('./SessionPage.tsx'), 'SessionPage') },
  { path: 'calendar', lazy: page(() => import('./CalendarPage.tsx'), 'CalendarPage') },
  { path: 'attendance', lazy: page(() => import('./AttendancePage.tsx'), 'AttendancePage') },
]
