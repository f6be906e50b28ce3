import { requestScope, type Log } from './log.ts'

/** Longer than the grace of everything that closes: what hangs then would hang for ever. */
const LONGEST_CLOSE = 20_000

interface Running {
  readonly services: { readonly log: Log }
  readonly retire: () => void
  readonly underWay: () => readonly string[]
  readonly close: () => Promise<void>
}

/**
 * Runs until a signal, then closes and exits. After SIGTERM it is not ready at once but serves on for the delay, so that a
 * balancer has turned away by the time it closes; whoever presses Ctrl+C waits for nothing. What nobody caught is the last
 * resort: a rejection cost one request, so it is logged; after an exception that nobody expected no more requests are taken.
 */
export function runUntilStopped({ services: { log }, retire, underWay, close }: Running, delayMilliseconds: number): void {
  let isClosing = false
  const stop = (code: number): void => {
    if (isClosing) return
    isClosing = true
    setTimeout(() => {
      log.fatal('closing took too long; what is left is cut off')
      process.exit(1)
    }, LONGEST_CLOSE).unref()
    close().then(() => process.exit(code), (error: unknown) => {
      log.fatal({ err: error }, 'could not close')
      process.exit(1)
    })
  }
  // Asked again while it closes, it goes on closing: npm and the terminal both pass on the same signal.
  process.on('SIGINT', () => stop(0))
  process.on('SIGTERM', () => {
    retire()
    setTimeout(() => stop(0), delayMilliseconds)
  })
  process.on('unhandledRejection', error => log.error({ err: error, requestId: requestScope.getStore() }, 'a rejection that nobody waited for'))
  process.on('uncaughtException', error => {
    log.fatal({ err: error, underWay: underWay() }, 'an exception that nobody expected; stopping')
    stop(1)
  })
}
