import { page } from '../app/page.ts'
import type { PageRoute } from '../app/page.ts'

export const identityRoutes: readonly PageRoute[] = [
  { path: 'people', page: page(() => import('./PeoplePage.tsx'), 'PeoplePage') },
  {
    path: 'people/:id',
    page: page(() => import('./PersonPage.tsx'), 'PersonPage'),
    children: [
      { index: true, page: page(() => import('./PersonOverviewPage.tsx'), 'PersonOverviewPage') },
      { path: 'people', page: page(() => import('./PersonPeoplePage.tsx'), 'PersonPeoplePage') },
      { path: 'sessions', page: page(() => import('./PersonSessionsPage.tsx'), 'PersonSessionsPage') },
      { path: 'history', page: page(() => import('./PersonHistoryPage.tsx'), 'PersonHistoryPage') },
    ],
  },
  { path: 'assignments', page: page(() => import('./AssignmentsPage.tsx'), 'AssignmentsPage') },
  { path: 'trainees', page: page(() => import('./OwnTraineesPage.tsx'), 'OwnTraineesPage') },
  { path: 'trainers', page: page(() => import('./OwnTrainersPage.tsx'), 'OwnTrainersPage') },
  { path: 'changes', page: page(() => import('./JournalPage.tsx'), 'JournalPage') },
  { path: 'changes/passwords', page: page(() => import('./PasswordChangesPage.tsx'), 'PasswordChangesPage') },
  { path: 'profile', page: page(() => import('./ProfilePage.tsx'), 'ProfilePage') },
  { path: 'organisation', page: page(() => import('./OrganizationPage.tsx'), 'OrganizationPage') },
]
