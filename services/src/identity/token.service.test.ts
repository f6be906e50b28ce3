import { SignJWT, UnsecuredJWT } from 'jose'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { virtualClock } from '../platform/clock.ts'
import { idSource } from '../platform/ids.ts'
import { keyRing } from '../platform/keys.ts'
import { seededRandom, systemRandom } from '../platform/random.ts'
import { accessTokens, isRefreshToken, newRefreshToken, refreshTokenHash } from './token.service.ts'

const start = '2026-01-01T00:00:00Z'
const url = 'https://training.example'
const ring = keyRing(['a secret'], 'access token')
const newId = idSource(virtualClock(), seededRandom(1))
const [userId, signInId] = [newId(), newId()]

const claims = {
  iss: url,
  aud: `${url}/graphql`,
  sub: userId,
  sid: signInId,
  iat: Date.parse(start) / 1_000,
  nbf: Date.parse(start) / 1_000,
  exp: Date.parse(start) / 1_000 + 900,
}
const header = { alg: 'HS256', typ: 'at+jwt', kid: ring.current.id }
const forge = (changedClaims: object = {}, changedHeader: object = {}, key: Uint8Array = ring.current.secret.export()) =>
  new SignJWT({ ...claims, ...changedClaims }).setProtectedHeader({ ...header, ...changedHeader }).sign(key)

describe('an access token', () => {
  it('says who and on which device, for 15 minutes', async () => {
    const clock = virtualClock(start)
    const tokens = accessTokens(ring, url, clock)
    const { token, expiresAt } = await tokens.issue(userId, signInId)
    expect(expiresAt).toEqual(new Date('2026-01-01T00:15:00Z'))
    expect(await tokens.verify(token)).toEqual({ userId, signInId, expiresAt })
    await clock.advance(15 * 60_000 - 1)
    expect(await tokens.verify(token)).not.toBeNull()
    await clock.advance(1)
    expect(await tokens.verify(token)).toBeNull()
    expect(await accessTokens(ring, url, clock).verify(token)).toBeNull()
  })

  it('is verified once and then remembered', async () => {
    const tokens = accessTokens(ring, url, virtualClock(start))
    const { token } = await tokens.issue(userId, signInId)
    expect(await tokens.verify(token)).toBe(await tokens.verify(token))
  })

  it('is good at once where the clock lags a little, and not before', async () => {
    const { token } = await accessTokens(ring, url, virtualClock(start)).issue(userId, signInId)
    expect(await accessTokens(ring, url, virtualClock('2025-12-31T23:59:45Z')).verify(token)).not.toBeNull()
    expect(await accessTokens(ring, url, virtualClock('2025-12-31T23:59:00Z')).verify(token)).toBeNull()
  })

  it('outlives a change of the secret while the old one verifies', async () => {
    const clock = virtualClock(start)
    const { token } = await accessTokens(ring, url, clock).issue(userId, signInId)
    expect(await accessTokens(keyRing(['new', 'a secret'], 'access token'), url, clock).verify(token)).not.toBeNull()
    expect(await accessTokens(keyRing(['new'], 'access token'), url, clock).verify(token)).toBeNull()
  })
})

describe('refused', () => {
  const tokens = accessTokens(ring, url, virtualClock(start))
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const cases: Record<string, () => Promise<string> | string> = {
    'no algorithm': () => new UnsecuredJWT(claims).encode(),
    'another algorithm of the same key': () => forge({}, { alg: 'HS512' }, Buffer.concat([ring.current.secret.export(), ring.current.secret.export()])),
    'an asymmetric one': () => new SignJWT(claims).setProtectedHeader({ ...header, alg: 'RS256' }).sign(privateKey),
    'another typ': () => forge({}, { typ: 'JWT' }),
    'no typ': () => forge({}, { typ: undefined }),
    'another issuer': () => forge({ iss: 'https://other.example' }),
    'another audience': () => forge({ aud: url }),
    'an unknown key': () => forge({}, { kid: 'unknown' }),
    'no key id': () => forge({}, { kid: undefined }),
    'the key of another purpose': () => forge({}, {}, keyRing(['a secret'], 'reports').current.secret.export()),
    'expired': () => forge({ exp: claims.iat - 1 }),
    'no expiry': () => forge({ exp: undefined }),
    'not yet valid': () => forge({ nbf: claims.iat + 60 }),
    'no sign-in': () => forge({ sid: undefined }),
    'a sign-in of another type': () => forge({ sid: { $ne: '' } }),
    'a user that is no id': () => forge({ sub: "' or 1=1" }),
    'tampered': async () => (await forge()).replace(/\.(.)/, (_, letter: string) => `.${letter === 'e' ? 'f' : 'e'}`),
    'cut': async () => (await forge()).slice(0, -4),
    'empty': () => '',
    'not a token': () => 'Bearer me',
    'endless': () => 'a.'.repeat(100_000),
  }
  it.each(Object.entries(cases))('%s', async (_, make) => expect(await tokens.verify(await make())).toBeNull())

  it('while the same token unforged is good', async () => {
    expect(await tokens.verify(await forge())).toMatchObject({ userId, signInId })
  })
})

describe('a refresh token', () => {
  it('is 256 random bits, and stored as a hash', () => {
    const token = newRefreshToken(systemRandom)
    expect(isRefreshToken(token)).toBe(true)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(newRefreshToken(systemRandom)).not.toBe(token)
    expect(refreshTokenHash(token)).toMatch(/^[0-9a-f]{64}$/)
    expect(refreshTokenHash(token)).toBe(refreshTokenHash(token))
  })

  it.each(['', 'x', 'a'.repeat(44), `${'a'.repeat(42)}=`, `${'a'.repeat(42)}'`])('is not %j', text => expect(isRefreshToken(text)).toBe(false))
})
