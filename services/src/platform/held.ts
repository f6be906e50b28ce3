import type { EntityManager } from '@mikro-orm/core'
import type { Class } from './noun.ts'

/** A deed cannot be done together with others: it is done in a transaction of its own. */
export class Apart extends Error {
  constructor(cause?: unknown) {
    super('A deed cannot be done together with others.', { cause })
  }
}

/** What several deeds of one transaction have locked before the first of them is done. */
export class Held {
  readonly #things = new Map<Class, Map<string, object>>()

  add<T extends object>(type: Class<T>, things: readonly T[]): void {
    const known = this.#things.get(type) ?? new Map<string, object>()
    for (const thing of things) known.set((thing as { id: string }).id, thing)
    this.#things.set(type, known)
  }

  /** Throws `Apart` for what is not there, or was somebody else's when it was looked for. */
  get<T extends object>(type: Class<T>, id: string): T {
    const thing = this.#things.get(type)?.get(id)
    if (!thing) throw new Apart()
    return thing as T
  }
}

const helds = new WeakMap<EntityManager, Held>()

/** From here on the transaction is one of several deeds. */
export function beginHolding(em: EntityManager): void {
  helds.set(em, new Held())
}

/** What a transaction of several deeds holds; `undefined`: it is one of one deed. */
export function heldBy(em: EntityManager): Held | undefined {
  return helds.get(em)
}
