import { expect, it } from 'vitest'
import { keyRing } from './keys.ts'

it('gives each purpose and each secret keys of their own, always the same', () => {
  const ids = [keyRing(['one'], 'access'), keyRing(['one'], 'url'), keyRing(['two'], 'access')].map(ring => ring.current.id)
  expect(new Set(ids).size).toBe(3)
  expect(keyRing(['one'], 'access').current).toEqual(keyRing(['one'], 'access').current)
  expect(keyRing(['one'], 'access').current.secret.symmetricKeySize).toBe(32)
})

it('signs by the first secret and verifies by all', () => {
  const before = keyRing(['old'], 'access').current
  const ring = keyRing(['new', 'old'], 'access')
  expect(ring.current.id).not.toBe(before.id)
  expect(ring.find(before.id)).toEqual(before)
  expect(ring.find('')).toBeUndefined()
  expect(keyRing(['new'], 'access').find(before.id)).toBeUndefined()
})

it('refuses to be empty', () => {
  expect(() => keyRing([], 'access')).toThrow(TypeError)
})
