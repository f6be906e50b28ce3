import { browserStore } from '../browserStore.ts'
import { page } from '../page.ts'

/** One home each: nobody loads those of the others. */
export const homePages = {
  admin: page(() => import('./AdminHome.tsx'), 'AdminHome'),
  trainer: page(() => import('./TrainerHome.tsx'), 'TrainerHome'),
  trainee: page(() => import('./TraineeHome.tsx'), 'TraineeHome'),
}

export type HomeName = keyof typeof homePages

/** Which home was shown here last: it is asked for before anybody knows who comes in. */
export const lastHome = browserStore('lectern-home', (name): name is HomeName => name in homePages)
