import { describe, expect, it } from 'vitest'
import { virtualClock } from './clock.ts'
import { keyRing } from './keys.ts'
import { signedPath, verifiedGrant } from './signature.ts'

const ring = keyRing(['a secret'], 'reports')
const clock = virtualClock('2026-01-01T00:00:00Z')
const grant = { path: '/reports/R1', subject: 'R1', user: 'U1', expiresAt: new Date('2026-01-01T00:05:00Z') }
const url = signedPath(ring, grant)
const verify = (changed: Partial<{ method: string; url: string; subject: string }> = {}, keys = ring, at = clock) =>
  verifiedGrant(keys, at, { method: 'GET', url, subject: 'R1', ...changed })

it('holds for what was signed', () => {
  expect(url).toMatch(/^\/reports\/R1\?user=U1&expires=1767225900&signature=[\w-]{8}\.[\w-]{43}$/)
  expect(verify()).toEqual(grant)
})

it('is spelt in one way: no last letter but its own will do', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const good = [...letters].filter(letter => verify({ url: url.replace(/.$/, letter) }) !== null)
  expect(good).toEqual([url.at(-1)])
})

describe('does not hold', () => {
  it.each([
    ['for another method', { method: 'POST' }],
    ['for HEAD', { method: 'HEAD' }],
    ['for another thing', { subject: 'R2' }],
    ['for another path', { url: url.replace('/R1', '/R2') }],
    ['for another user', { url: url.replace('user=U1', 'user=U2') }],
    ['for longer', { url: url.replace('expires=1767225900', 'expires=1767229500') }],
    ['under another key', { url: url.replace(/signature=[\w-]{8}/, 'signature=AAAAAAAA') }],
    ['with a changed signature', { url: url.replace(/\..{3}/, '.AAA') }],
    ['with a short signature', { url: url.slice(0, -1) }],
    ['with something behind it', { url: `${url}&user=U2` }],
    ['in another order', { url: '/reports/R1?expires=1&user=U1&signature=x.y' }],
    ['without a signature', { url: '/reports/R1' }],
    ['with a broken escape', { url: url.replace('U1', '%E0%A4') }],
  ])('%s', (_, changed) => expect(verify(changed)).toBeNull())

  it('after its time', () => {
    expect(verify({}, ring, virtualClock('2026-01-01T00:04:59.999Z'))).not.toBeNull()
    expect(verify({}, ring, virtualClock('2026-01-01T00:05:00Z'))).toBeNull()
  })

  it('for a key of another purpose', () => {
    expect(verify({}, keyRing(['a secret'], 'access'))).toBeNull()
  })
})

it('holds on when the secret is changed, as long as the old one verifies', () => {
  expect(verify({}, keyRing(['a new secret', 'a secret'], 'reports'))).toEqual(grant)
  expect(verify({}, keyRing(['a new secret'], 'reports'))).toBeNull()
})
