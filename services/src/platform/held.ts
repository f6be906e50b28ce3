import type { EntityManager } from '@mikro-orm/core'
import type { Class } from './noun.ts'

/** A deed cannot be done together with others: it is done in a transaction of its own. */
export class Apart extends Error {
  constructor(cause?: unknown) {
    super('A deed cannot be done together with others.', { cause })
  }
}

/** Nor with these: what it needs is somebody else's just now, or there is no such thing. */
export class NotHeld extends Apart {}

/** What several deeds of one transaction have locked before the first of them is done. */
export class Held {
  /** Whether what somebody else has locked is waited for, or left out. */
  readonly waits: boolean
  /** From here on nothing more is locked: who waited for a lock among deeds that are half done would hold them all up. */
  isWhole = false
  readonly #things = new Map<Class, Map<string, object>>()

  constructor(waits: boolean) {
    this.waits = waits
  }

  add<T extends object>(type: Class<T>, things: readonly T[]): void {
    const known = this.#things.get(type) ?? new Map<string, object>()
    for (const thing of things) known.set((thing as { id: string }).id, thing)
    this.#things.set(type, known)
  }

  /** Throws `NotHeld`. */
  get<T extends object>(type: Class<T>, id: string): T {
    const thing = this.#things.get(type)?.get(id)
    if (!thing) throw new NotHeld()
    return thing as T
  }
}

const helds = new WeakMap<EntityManager, Held>()

/** From here on the transaction is one of several deeds. */
export function beginHolding(em: EntityManager, waits: boolean): Held {
  const held = new Held(waits)
  helds.set(em, held)
  return held
}

/** What a transaction of several deeds holds; `undefined`: it is one of one deed. */
export function heldBy(em: EntityManager): Held | undefined {
  return helds.get(em)
}
