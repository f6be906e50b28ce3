import type { Log } from './log.ts'

/** Longer than the grace of everything that closes: what hangs then would hang for ever. */
const LONGEST_CLOSE = 20_000

interface Closing { readonly services: { readonly log: Log }; readonly close: () => Promise<void> }

/**
 * Runs until a signal, then closes and exits. What nobody caught is the last resort: a rejection cost one request, so it
 * is logged; after an exception that nobody expected no more requests are taken.
 */
export function runUntilStopped({ services: { log }, close }: Closing): void {
  let isStopping = false
  const stop = (code: number): void => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => {
      log.fatal('closing took too long; what is left is cut off')
      process.exit(1)
    }, LONGEST_CLOSE).unref()
    close().then(() => process.exit(code), (error: unknown) => {
      log.fatal({ err: error }, 'could not close')
      process.exit(1)
    })
  }
  process.once('SIGTERM', () => stop(0))
  process.once('SIGINT', () => stop(0))
  process.on('unhandledRejection', error => log.error({ err: error }, 'a rejection that nobody waited for'))
  process.on('uncaughtException', error => {
    log.fatal({ err: error }, 'an exception that nobody expected; stopping')
    stop(1)
  })
}
