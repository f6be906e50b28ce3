import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRedis, type Server } from '../../tools/servers.ts'
import { countedAddress, createLimits } from './rate.ts'

const rules = { account: { times: 3, seconds: 60 }, address: { times: 10, seconds: 60 } }
const refusal = (seconds: number) => ({ extensions: { code: 'RATE_LIMITED', retryAfter: seconds, http: { status: 429 } } })

describe('in memory', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('counts each key and each kind by itself, and says when to come back', async () => {
    const limits = createLimits(rules, null)
    for (let attempt = 0; attempt < 3; attempt++) await limits.consume('account', 'ada')
    vi.advanceTimersByTime(10_500)
    await expect(limits.consume('account', 'ada')).rejects.toMatchObject(refusal(50))
    await limits.consume('account', 'grace')
    await limits.consume('address', 'ada')
  })

  it('begins anew after its time: trying on does not make it longer', async () => {
    const limits = createLimits(rules, null)
    for (let attempt = 0; attempt < 50; attempt++) await limits.consume('account', 'ada').catch(() => undefined)
    vi.advanceTimersByTime(60_000)
    await expect(limits.consume('account', 'ada')).resolves.toBeUndefined()
  })

  it('forgets after a success', async () => {
    const limits = createLimits(rules, null)
    for (let round = 0; round < 5; round++) {
      for (let attempt = 0; attempt < 3; attempt++) await limits.consume('account', 'ada')
      await expect(limits.forget('account', 'ada')).resolves.toBeUndefined()
    }
  })

  it('takes one name in other letters for the same key', async () => {
    const limits = createLimits(rules, null)
    for (const name of ['ada', 'ADA', 'Ada']) await limits.consume('account', name)
    await expect(limits.consume('account', 'aDA')).rejects.toMatchObject(refusal(60))
  })
})

const redisProgram = process.env['LECTERN_TEST_REDIS']

describe.skipIf(!redisProgram)('in Redis', () => {
  let server: Server
  const connect = () => {
    const redis = new Redis({ port: server.port, host: '127.0.0.1', enableOfflineQueue: false, maxRetriesPerRequest: 0, retryStrategy: () => 50 })
    redis.on('error', () => undefined)
    return redis
  }
  const ready = (redis: Redis) => vi.waitFor(() => expect(redis.status).toBe('ready'), { timeout: 5_000, interval: 20 })
  let clients: Redis[]

  beforeAll(async () => {
    server = await startRedis(redisProgram!)
    clients = [connect(), connect()]
    await Promise.all(clients.map(ready))
  })
  afterAll(async () => {
    for (const client of clients) client.disconnect()
    await server.stop()
  })

  it('is shared by processes, goes on alone while Redis is down, and is shared again', async () => {
    const [one, two] = clients.map(client => createLimits(rules, client))
    await one!.consume('account', 'ada')
    await two!.consume('account', 'ada')
    await one!.consume('account', 'ada')
    await expect(two!.consume('account', 'ada')).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } })
    expect((await clients[0]!.keys('*')).join()).toMatch(/^lectern:limit:account:[\w-]{22}$/)

    await server.fall('SIGKILL')
    for (let attempt = 0; attempt < 3; attempt++) await one!.consume('account', 'grace')
    await expect(one!.consume('account', 'grace')).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } })
    await two!.consume('account', 'grace')

    await vi.waitFor(() => expect(clients.map(client => client.status)).not.toContain('ready'), { timeout: 5_000, interval: 20 })
    await server.rise()
    await Promise.all(clients.map(ready))
    for (let attempt = 0; attempt < 3; attempt++) await (attempt === 0 ? one! : two!).consume('account', 'grace')
    await expect(one!.consume('account', 'grace')).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } })
  })
})

describe('addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s: one network of IPv6 is one address', (ip, counted) => {
    expect(countedAddress(ip)).toBe(counted)
  })
})
