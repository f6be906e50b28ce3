import type { FeedEntry } from '../platform/feed.ts'
import { SignIn } from './sign-in.entity.ts'
import { User } from './user.entity.ts'

const RIGHTS = ['role', 'isActive', 'mustChangePassword']

/** Whose right ends with this entry: a sign-in that was ended, or a user whose rights changed as a whole. */
export function endedRights({ noun, nounId, kind, fields }: FeedEntry): { userId?: string; signInId?: string } | undefined {
  if (kind === 'CREATED') return undefined
  if (noun === SignIn.name && fields.includes('endedAt')) return { signInId: nounId }
  if (noun === User.name && fields.some(field => RIGHTS.includes(field))) return { userId: nounId }
  return undefined
}
