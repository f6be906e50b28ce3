/** Something in a chunk of its own: asked for once, and there without waiting from then on. */
export interface Deferred<Value> {
  load: () => Promise<Value>
  /** Undefined while it is on its way. */
  loaded: () => Value | undefined
}

export function deferred<Value>(fetch: () => Promise<Value>): Deferred<Value> {
  let value: Value | undefined
  let loading: Promise<Value> | undefined
  async function load(): Promise<Value> {
    try {
      value = await fetch()
      return value
    } catch (error) {
      // The next who asks tries again.
      loading = undefined
      throw error
    }
  }
  return { load: () => (loading ??= load()), loaded: () => value }
}
