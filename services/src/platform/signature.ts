import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Key, KeyRing } from './keys.ts'

/** What a signed URL allows: one user, one thing, one path, for minutes. Whoever answers it asks the law again. */
export interface Grant {
  readonly path: string
  /** The id of the thing that stands behind the path. */
  readonly subject: string
  readonly user: string
  readonly expiresAt: Date
}

const method = 'GET'

/** The path with the user, the expiry in seconds and the signature behind it. */
export function signedPath(ring: KeyRing, grant: Grant): string {
  const expires = Math.floor(grant.expiresAt.getTime() / 1_000)
  const mac = macOf(ring.current, method, grant.path, grant.subject, grant.user, expires)
  return `${grant.path}?user=${encodeURIComponent(grant.user)}&expires=${expires}&signature=${ring.current.id}.${mac}`
}

const query = /^user=([\w.~%-]{1,200})&expires=(\d{1,12})&signature=([\w-]{1,40})\.([\w-]{43})$/

/** The grant when the request is as it was signed and still in time; null for everything else, without saying why. */
export function verifiedGrant(ring: KeyRing, clock: Clock, request: { method: string; url: string; subject: string }): Grant | null {
  const mark = request.url.indexOf('?')
  const path = request.url.slice(0, mark)
  const parts = mark < 0 ? null : query.exec(request.url.slice(mark + 1))
  if (parts === null) return null
  const [user, expires, keyId, mac] = [decoded(parts[1]!), Number(parts[2]), parts[3]!, parts[4]!]
  const key = ring.find(keyId)
  if (user === null || key === undefined) return null
  const expected = macOf(key, request.method, path, request.subject, user, expires)
  // As texts: the last letter has bits to spare, so that four spellings are the same bytes.
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(mac))) return null
  if (clock.now().getTime() >= expires * 1_000) return null
  return { path, subject: request.subject, user, expiresAt: new Date(expires * 1_000) }
}

/** JSON keeps the parts apart: no two grants are the same text. */
function macOf(key: Key, ...parts: readonly (string | number)[]): string {
  return createHmac('sha256', key.secret).update(JSON.stringify(parts)).digest('base64url')
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
