import type { RouteObject } from 'react-router'
import { page } from '../app/page.ts'

export const identityRoutes: RouteObject[] = [
  { path: 'people', lazy: page(() => import('./PeoplePage.tsx'), 'PeoplePage') },
  {
    path: 'people/:id',
    lazy: page(() => import('./PersonPage.tsx'), 'PersonPage'),
    children: [
      { index: true, lazy: page(() => import('./PersonOverviewPage.tsx'), 'PersonOverviewPage') },
      { path: 'people', lazy: page(() => import('./PersonPeoplePage.tsx'), 'PersonPeoplePage') },
      { path: 'sessions', lazy: page(() => import('./PersonSessionsPage.tsx'), 'PersonSessionsPage') },
      { path: 'history', lazy: page(() => import('./PersonHistoryPage.tsx'), 'PersonHistoryPage') },
    ],
  },
  { path: 'assignments', lazy: page(() => import('./AssignmentsPage.tsx'), 'AssignmentsPage') },
  { path: 'trainees', lazy: page(() => import('./OwnTraineesPage.tsx'), 'OwnTraineesPage') },
  { path: 'trainers', lazy: page(() => import('./OwnTrainersPage.tsx'), 'OwnTrainersPage') },
  { path: 'changes', lazy: page(() => import('./JournalPage.tsx'), 'JournalPage') },
  { path: 'changes/passwords', lazy: page(() => import('./PasswordChangesPage.tsx'), 'PasswordChangesPage') },
  { path: 'profile', lazy: page(() => import('./ProfilePage.tsx'), 'ProfilePage') },
  { path: 'organisation', lazy: page(() => import('./OrganizationPage.tsx'), 'OrganizationPage') },
]
