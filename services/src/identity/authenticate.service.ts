import type { Services } from '../platform/context.ts'
import { fault } from '../platform/fault.ts'
import type { Authenticate } from '../platform/requests.ts'
import { dateFromDriver, list, name, sql } from '../platform/sql.ts'
import { anonymous, type Viewer } from '../platform/viewer.ts'
import { isLive } from './sign-in.entity.ts'

/**
 * Who an access token stands for, by one indexed query: sign-in and user as they are now, so that rights that end, end
 * at once. Throws UNAUTHENTICATED with status 401 for a token that is dead; none at all is nobody.
 */
export function authenticator(services: Services): Authenticate {
  return async (token, signal) => {
    if (token === undefined) return anonymous
    const claims = await services.tokens.verify(token)
    const viewer = claims ? await standingViewer(services, claims.userId, claims.signInId, signal) : undefined
    if (!viewer) throw fault('UNAUTHENTICATED', 'This sign-in has ended. Sign in again.', { http: { status: 401 } })
    return viewer
  }
}

/** Which sign-ins still stand, with the role of their user: for what stays open longer than a request. */
export async function standingRoles({ database, clock }: Services, signInIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await database.rows(sql`
    select s.id, u.role, s.last_used_at, s.created_at
    from sign_in s join ${name('user')} u on u.id = s.user_id
    where s.id in ${list(signInIds)} and s.ended_at is null and u.is_active = ${true}`)
  const now = clock.now()
  const standing = rows.filter(([, , lastUsedAt, createdAt]) => isLive({ endedAt: null, lastUsedAt: dateFromDriver(lastUsedAt), createdAt: dateFromDriver(createdAt) }, now))
  return new Map(standing.map(([id, role]) => [String(id), String(role)]))
}

async function standingViewer({ database, clock }: Services, userId: string, signInId: string, signal: AbortSignal | undefined): Promise<Viewer | undefined> {
  const [row] = await database.rows(sql`
    select u.role, u.must_change_password, s.last_used_at, s.created_at
    from sign_in s join ${name('user')} u on u.id = s.user_id
    where s.id = ${signInId} and s.user_id = ${userId} and s.ended_at is null and u.is_active = ${true}`, signal)
  if (!row) return undefined
  const [role, mustChangePassword, lastUsedAt, createdAt] = row
  const lifetime = { endedAt: null, lastUsedAt: dateFromDriver(lastUsedAt), createdAt: dateFromDriver(createdAt) }
  if (!isLive(lifetime, clock.now())) return undefined
  return { kind: 'user', id: userId, role: String(role), signInId, mustChangePassword: Boolean(mustChangePassword) }
}
