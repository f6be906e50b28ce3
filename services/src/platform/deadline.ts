import type { Clock } from './clock.ts'

/**
 * The end of what no request waits for: looking for news, a step of a job. A database that does not answer any more, as after
 * a line that broke without a word, must not hold up what comes after it for ever.
 */
export const longestStep = (): AbortSignal => AbortSignal.timeout(60_000)

/** What the work brings; rejects with the signal's reason when that comes first, and what was begun goes on. */
export async function unlessAborted<T>(begin: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return begin()
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([begin(), aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

export const late = Symbol('late')

/** What the work brings, or `late` when it takes longer; the work itself goes on. */
export async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | typeof late> {
  let cancel = (): void => undefined
  const timeout = new Promise<typeof late>(resolve => {
    cancel = clock.later(milliseconds, () => resolve(late))
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    cancel()
  }
}
