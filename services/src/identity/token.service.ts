import { type JWTHeaderParameters, errors, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { createHmac, hash, type webcrypto } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'
import type { Key, KeyRing } from '../platform/keys.ts'
import type { RandomBytes } from '../platform/random.ts'

/** What an access token says: who, on which signed-in device, until when. Rights are not in it: they are read with each request. */
export interface AccessClaims {
  readonly userId: string
  readonly signInId: string
  readonly expiresAt: Date
}

export interface AccessTokens {
  issue(userId: string, signInId: string): Promise<{ readonly token: string; readonly expiresAt: Date }>
  /** null for every token that is not good now, without saying why. */
  verify(token: string): Promise<AccessClaims | null>
}

const lifetimeSeconds = 15 * 60
// The clocks of two processes differ a little: what one issues, the other accepts at once.
const skewSeconds = 30
const longestToken = 2_000
const keptTokens = 10_000

const webKeys = new WeakMap<Key, webcrypto.CryptoKey>()

/** As jose keeps it: any other key it would import anew for each token. */
function webKeyOf(key: Key): webcrypto.CryptoKey {
  const known = webKeys.get(key) ?? key.secret.toCryptoKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  webKeys.set(key, known)
  return known
}

export function accessTokens(ring: KeyRing, publicUrl: string, clock: Clock): AccessTokens {
  const audience = `${publicUrl}/graphql`
  const verified = new LRUCache<string, AccessClaims>({ max: keptTokens })
  const keyOf = (header: Partial<JWTHeaderParameters>) => {
    const key = ring.find(header.kid ?? '')
    if (key === undefined) throw new errors.JWSSignatureVerificationFailed()
    return webKeyOf(key)
  }

  async function read(token: string): Promise<AccessClaims | null> {
    if (token.length > longestToken) return null
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ['HS256'],
        typ: 'at+jwt',
        issuer: publicUrl,
        audience,
        currentDate: clock.now(),
        requiredClaims: ['sub', 'sid', 'iat', 'nbf', 'exp'],
      })
      const { sub, sid, exp } = payload
      if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sub) || !isId(sid)) return null
      return { userId: sub, signInId: sid, expiresAt: new Date(exp! * 1_000) }
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }

  return {
    async issue(userId, signInId) {
      const now = Math.floor(clock.now().getTime() / 1_000)
      const token = await new SignJWT({ sid: signInId })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: ring.current.id })
        .setIssuer(publicUrl)
        .setAudience(audience)
        .setSubject(userId)
        .setIssuedAt(now)
        .setNotBefore(now - skewSeconds)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(webKeyOf(ring.current))
      return { token, expiresAt: new Date((now + lifetimeSeconds) * 1_000) }
    },

    async verify(token) {
      const kept = verified.get(token)
      if (kept !== undefined && clock.now() < kept.expiresAt) return kept
      const claims = await read(token)
      if (claims === null) verified.delete(token)
      else verified.set(token, claims)
      return claims
    },
  }
}

/** 256 bits, for the cookie alone: the database keeps its hash. */
export function newRefreshToken(random: RandomBytes): string {
  return Buffer.from(random(32)).toString('base64url')
}

/**
 * The token that follows another: always the same one, and made by nobody without the server's key. So two tabs that
 * refresh at once, or one whose answer was lost, are given one and the same cookie.
 */
export function nextRefreshToken(token: string, ring: KeyRing): string {
  return createHmac('sha256', ring.current.secret).update(token).digest('base64url')
}

/** What is stored and looked up. The token is random through and through, so a plain hash cannot be turned back. */
export function refreshTokenHash(token: string): string {
  return hash('sha256', token, 'hex')
}

/** Whether a cookie's text can be a refresh token at all, before anything is asked of the database. */
export function isRefreshToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

declare module '../platform/context.ts' {
  interface Services {
    readonly tokens: AccessTokens
  }
}
