import { Redis } from 'ioredis'
import type { Log } from './log.ts'

const CHANNEL = 'lectern:bell'

/** Tells the other processes that there are new positions. It carries nothing: the database is the truth, and a poll stands behind it. */
export interface Bell {
  readonly ring: () => void
  /** The connection that shared limits count on; null without Redis. */
  readonly redis: Redis | null
  readonly close: () => void
}

/** A bell over Redis; without it each process hears its own commits and polls for the others'. Redis may fail, restart or lag. */
export function createBell(redisUrl: string | null, log: Log, onRing: () => void): Bell {
  if (redisUrl === null) return { ring: () => {}, redis: null, close: () => {} }
  // Nothing is queued while Redis is away: a late ring is worth nothing.
  const options = { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: false } as const
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
  return {
    redis,
    ring: () => {
      redis.publish(CHANNEL, '').catch(() => {})
    },
    close: () => {
      redis.disconnect()
      ears.disconnect()
    },
  }
}
