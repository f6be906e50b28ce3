import type { Redis } from 'ioredis'
import { hash } from 'node:crypto'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { fault } from './fault.ts'

export interface Limit {
  /** So many times … */
  readonly times: number
  /** … in so many seconds, counted from the first. */
  readonly seconds: number
}

export interface Limits<Kind extends string> {
  /** Counts one more for the key; throws a fault RATE_LIMITED with `retryAfter` when it is one too many. */
  consume(kind: Kind, key: string): Promise<void>
  /** Forgets what was counted, after a success that clears the key's name. */
  forget(kind: Kind, key: string): Promise<void>
  /** Takes one back, where only failures are to count. */
  giveBack(kind: Kind, key: string): Promise<void>
}

/**
 * Counts in memory, or in Redis where several processes share their limits. While Redis is down each process counts for itself:
 * the limits get wider by the number of processes, and nobody is turned away for it.
 */
export function createLimits<Kind extends string>(limits: Readonly<Record<Kind, Limit>>, redis: Redis | null): Limits<Kind> {
  const counters = new Map<Kind, RateLimiterAbstract>()
  for (const kind of Object.keys(limits) as Kind[]) counters.set(kind, counter(kind, limits[kind], redis))
  const counterOf = (kind: Kind) => counters.get(kind)!

  return {
    async consume(kind, key) {
      try {
        await counterOf(kind).consume(fingerprint(key))
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
        throw fault('RATE_LIMITED', 'Too many attempts. Wait a little and try again.', { retryAfter })
      }
    },
    async forget(kind, key) {
      await counterOf(kind).delete(fingerprint(key))
    },
    async giveBack(kind, key) {
      await counterOf(kind).reward(fingerprint(key), 1)
    },
  }
}

function counter(kind: string, { times, seconds }: Limit, redis: Redis | null): RateLimiterAbstract {
  const options = { keyPrefix: `lectern:limit:${kind}`, points: times, duration: seconds }
  const own = new RateLimiterMemory(options)
  return redis === null ? own : new RateLimiterRedis({ ...options, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: own })
}

/**
 * What limits count an address by. Whoever has one address of IPv6 has the other 2^64 of their network too:
 * https://www.rfc-editor.org/rfc/rfc6177
 */
export function countedAddress(ip: string): string {
  if (!ip.includes(':')) return ip
  const [left = '', right] = ip.toLowerCase().split('%', 1)[0]!.split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [before, behind] = [groups(left), groups(right ?? '')]
  const zeros = right === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - behind.length) }, () => '0')
  return `${[...before, ...zeros, ...behind].slice(0, 4).map(group => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/** Keys come from clients, of any length, and name people: what is kept is short and names nobody. */
function fingerprint(key: string): string {
  return hash('sha256', key.normalize('NFKC').toLowerCase(), 'base64url').slice(0, 22)
}
