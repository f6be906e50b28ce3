import { Redis } from 'ioredis'
import type { Cancel, Clock } from './clock.ts'
import type { Log } from './log.ts'

const CHANNEL = 'lectern:bell'
/** A Redis that takes commands and answers none is as good as away. */
const PATIENCE_MS = 1_000
const BEAT_MS = 5_000

/** Tells the other processes that there are new positions. It carries nothing: the database is the truth, and a poll stands behind it. */
export interface Bell {
  readonly ring: () => void
  /** The connection that shared limits count on; null without Redis. */
  readonly redis: Redis | null
  readonly close: () => void
}

/** A bell over Redis; without it each process hears its own commits and polls for the others'. Redis may fail, restart or lag. */
export function createBell(redisUrl: string | null, clock: Clock, log: Log, onRing: () => void): Bell {
  if (redisUrl === null) return { ring: () => {}, redis: null, close: () => {} }
  // Nothing is queued while Redis is away: a late ring is worth nothing.
  const options = {
    enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: false, connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS,
    retryStrategy: (times: number) => Math.min(times * 50, PATIENCE_MS),
  } as const
  const redis = new Redis(redisUrl, options)
  const ears = new Redis(redisUrl, { ...options, autoResubscribe: false })
  const complain = (error: unknown): void => log.warn({ err: error }, 'Redis does not answer; the poll takes over')
  redis.on('error', complain)
  ears.on('error', complain)
  ears.on('message', onRing)
  ears.on('ready', () => {
    // What rang while the connection was away was missed: look at once.
    ears.subscribe(CHANNEL).then(onRing).catch(complain)
  })

  // A connection whose other end has gone without a word is noticed by asking.
  let beating: Cancel = () => {}
  const beat = (): void => {
    for (const connection of [redis, ears]) {
      if (connection.status === 'ready') connection.ping().catch(() => connection.disconnect(true))
    }
    beating = clock.later(BEAT_MS, beat)
  }
  beating = clock.later(BEAT_MS, beat)

  // One ring is under way at a time, however long Redis takes for it: one more behind it says all that came meanwhile.
  let isRinging = false
  let again = false
  const ring = (): void => {
    again = true
    if (isRinging) return
    isRinging = true
    again = false
    redis.publish(CHANNEL, '').catch(() => {}).finally(() => {
      isRinging = false
      if (again) ring()
    })
  }

  return {
    redis,
    ring,
    close: () => {
      beating()
      redis.disconnect()
      ears.disconnect()
    },
  }
}
