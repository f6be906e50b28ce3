import { identityRoutes } from '../identity/routes.tsx'
import { reportingRoutes } from '../reporting/routes.tsx'
import { schedulingRoutes } from '../scheduling/routes.tsx'
import { page } from './page.ts'

export const signInPage = page(() => import('../identity/SignInPage.tsx'), 'SignInPage')
export const passwordPage = page(() => import('../identity/PasswordPage.tsx'), 'PasswordPage')
export const shell = page(() => import('./Shell.tsx'), 'Shell')
export const notFoundPage = page(() => import('./NotFoundPage.tsx'), 'NotFoundPage')

/** The pages behind the sign-in but the home, and the words that they need beside the home's. */
export const innerRoutes = [...identityRoutes, ...schedulingRoutes, ...reportingRoutes]
