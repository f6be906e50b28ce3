import DataLoader from 'dataloader'
import type { Services } from '../platform/context.ts'
import { unlessAborted } from '../platform/deadline.ts'
import { fault } from '../platform/fault.ts'
import type { Authenticate } from '../platform/requests.ts'
import { dateFromDriver, list, name, sql } from '../platform/sql.ts'
import { anonymous } from '../platform/viewer.ts'
import { isLive } from './sign-in.entity.ts'

/**
 * Who an access token stands for, by one indexed query: sign-in and user as they are now, so that rights that end, end
 * at once. Whoever comes in the same round of the event loop is asked about together. Throws UNAUTHENTICATED with status 401
 * for a token that is dead; none at all is nobody.
 */
export function authenticator(services: Services): Authenticate {
  const signIns = new DataLoader<string, Standing | undefined>(async ids => {
    const standing = await standingSignIns(services, [...new Set(ids)])
    return ids.map(id => standing.get(id))
  }, { cache: false, batchScheduleFn: ask => void setImmediate(ask) })
  return async (token, signal) => {
    if (token === undefined) return anonymous
    const claims = await services.tokens.verify(token)
    const signIn = claims && (await unlessAborted(() => signIns.load(claims.signInId), signal))
    if (!signIn || signIn.userId !== claims.userId) throw fault('UNAUTHENTICATED', 'This sign-in has ended. Sign in again.', { http: { status: 401 } })
    return { kind: 'user', id: signIn.userId, role: signIn.role, signInId: claims.signInId, mustChangePassword: signIn.mustChangePassword }
  }
}

/** Which sign-ins still stand, with the role of their user: for what stays open longer than a request. */
export async function standingRoles(services: Services, signInIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await standingSignIns(services, signInIds)).entries().map(([id, { role }]) => [id, role]))
}

/** A sign-in that stands: whose it is, as they are now. */
interface Standing { readonly userId: string; readonly role: string; readonly mustChangePassword: boolean }

async function standingSignIns({ database, clock }: Services, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  const rows = await database.rows(sql`
    select s.id, u.id, u.role, u.must_change_password, s.last_used_at, s.created_at
    from sign_in s join ${name('user')} u on u.id = s.user_id
    where s.id in ${list(ids)} and s.ended_at is null and u.is_active = ${true}`)
  const now = clock.now()
  const live = rows.filter(([, , , , lastUsedAt, createdAt]) => isLive({ endedAt: null, lastUsedAt: dateFromDriver(lastUsedAt), createdAt: dateFromDriver(createdAt) }, now))
  return new Map(live.map(([id, userId, role, mustChangePassword]) => [String(id), { userId: String(userId), role: String(role), mustChangePassword: Boolean(mustChangePassword) }]))
}
