import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

export interface Key {
  /** Names the key in what it signed; tells nothing about it. */
  readonly id: string
  /** As Node keeps it: bytes would be made a key anew by each signature, which takes six times as long as the signature. */
  readonly secret: KeyObject
}

/** The keys of one purpose. The current one signs; the others still verify what was signed before the secret was changed. */
export interface KeyRing {
  readonly current: Key
  find(id: string): Key | undefined
}

const rings = new WeakMap<readonly string[], Map<string, KeyRing>>()

/** Each purpose has keys of its own, so that what is signed for one means nothing to another. Derived once for a setting. */
export function keyRing(secrets: readonly string[], purpose: string): KeyRing {
  const known = rings.get(secrets) ?? new Map<string, KeyRing>()
  rings.set(secrets, known)
  const ring = known.get(purpose) ?? madeRing(secrets, purpose)
  known.set(purpose, ring)
  return ring
}

function madeRing(secrets: readonly string[], purpose: string): KeyRing {
  const keys = secrets.map(secret => ({
    id: Buffer.from(derived(secret, `${purpose} id`, 6)).toString('base64url'),
    secret: createSecretKey(derived(secret, `${purpose} key`, 32)),
  }))
  const [current] = keys
  if (current === undefined) throw new TypeError('a key ring needs a secret')
  return { current, find: id => keys.find(key => key.id === id) }
}

function derived(secret: string, info: string, size: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'lectern', info, size))
}
