import { GraphQLError } from 'graphql'
import type { Services } from '../platform/context.ts'
import type { Authenticate } from '../platform/requests.ts'
import { instantFromDriver, sql } from '../platform/sql.ts'
import { anonymous } from '../platform/viewer.ts'

const DAY = 24 * 60 * 60 * 1000
/** A sign-in ends after 30 days without use, and after 90 in any case. */
export const IDLE_DAYS = 30
export const LONGEST_DAYS = 90

/**
 * Who an access token stands for, by one indexed query: sign-in and user as they are now, so that rights that end, end
 * at once. Throws UNAUTHENTICATED with status 401 for a token that is dead; none at all is nobody.
 */
export function authenticator({ tokens, clock, database }: Services): Authenticate {
  return async token => {
    if (token === undefined) return anonymous
    const claims = await tokens.verify(token)
    if (!claims) throw deadToken()
    const [row] = await database.rows(sql`
      select u.role, u.must_change_password, s.last_used_at, s.created_at
      from sign_in s join user u on u.id = s.user_id
      where s.id = ${claims.signInId} and s.user_id = ${claims.userId} and s.ended_at is null and u.is_active = ${true}`)
    if (!row) throw deadToken()
    const [role, mustChangePassword, lastUsedAt, createdAt] = row
    const now = clock.now().getTime()
    const idle = now - Date.parse(instantFromDriver(lastUsedAt))
    const age = now - Date.parse(instantFromDriver(createdAt))
    if (idle > IDLE_DAYS * DAY || age > LONGEST_DAYS * DAY) throw deadToken()
    return { kind: 'user', id: claims.userId, role: String(role), signInId: claims.signInId, mustChangePassword: Boolean(mustChangePassword) }
  }
}

function deadToken(): GraphQLError {
  return new GraphQLError('This sign-in has ended. Sign in again.', { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } })
}
