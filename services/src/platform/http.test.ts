import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { raw, startHttp } from '../../test/http-house.ts'
import { virtualClock } from './clock.ts'
import type { HttpParts } from './http.ts'
import { isId } from './ids.ts'

/** A question as it goes over the wire, under the name that a proxy gave to it. */
function posted(requestId: string): string {
  const body = '{"query":"{ a }"}'
  return `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nx-request-id: ${requestId}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

describe('POST /graphql', () => {
  it('hands on headers, body, address and an id, and answers with them', async () => {
    const { ask, asked, logged } = await startHttp()
    const response = await ask('{"query":"{ a }","variables":{"n":1}}', { authorization: 'Bearer x', 'idempotency-key': 'k' })
    expect(await response.json()).toEqual({ data: { é: 1 } })
    expect(asked[0]).toMatchObject({ ip: '127.0.0.1', body: { query: '{ a }', variables: { n: 1 } }, headers: { authorization: 'Bearer x', 'idempotency-key': 'k' } })
    expect(isId(asked[0]!.requestId)).toBe(true)
    expect(response.headers.get('x-request-id')).toBe(asked[0]!.requestId)
    expect(response.headers.get('set-cookie')).toBe('a=b')
    expect(response.headers.get('cache-control')).toBe('no-store')
    await vi.waitFor(() => expect(logged()).toHaveLength(1))
    expect(logged()[0]).toMatchObject({ level: 'info', requestId: asked[0]!.requestId, method: 'POST', path: '/graphql', operation: 'SessionList', status: 200, ip: '127.0.0.1' })
  })

  it.each(['health', 'metrics', 'web'])('is logged, though its client calls it %s', async operation => {
    const { ask, logged } = await startHttp({ handle: () => Promise.resolve({ status: 200, headers: {}, body: '{}', operation }) })
    await ask()
    await vi.waitFor(() => expect(logged()).toMatchObject([{ level: 'info', operation }]))
  })

  it.each<[string, string | undefined, number, boolean]>([
    ['a long answer whose client takes gzip', 'gzip, deflate, br', 5_000, true],
    ['a long answer whose client takes everything but gzip', 'br, gzip;q=0', 5_000, false],
    ['a long answer whose client says nothing', undefined, 5_000, false],
    ['a very long answer', undefined, 400_000, false],
    ['a short answer', 'gzip', 100, false],
  ])('compresses %s, or not', async (_, accepted, size, isSmall) => {
    const body = JSON.stringify({ data: { names: 'é'.repeat(size) } })
    const { port } = await startHttp({ handle: () => Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body, operation: 'Names' }) })
    const asked = request({ port, path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json', ...(accepted && { 'accept-encoding': accepted }) } })
    asked.end('{"query":"{ a }"}')
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    const bytes = await buffer(response)
    expect(response.headers['content-encoding']).toBe(isSmall ? 'gzip' : undefined)
    expect(response.headers['content-length']).toBe(String(bytes.length))
    expect((isSmall ? gunzipSync(bytes) : bytes).toString()).toBe(body)
    if (isSmall) expect(bytes.length).toBeLessThan(size / 10)
  })

  it.each([
    ['a list of operations', '[{"query":"{ a }"}]', {}, 400],
    ['no JSON', 'query', {}, 400],
    ['a form', 'query=a', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', '{"query":"{ a }"}', { 'content-type': 'text/plain' }, 415],
    ['10 MB', `{"query":"${'x'.repeat(10_000_000)}"}`, {}, 413],
    ['another origin', '{"query":"{ a }"}', { origin: 'https://evil.example' }, 403],
    ['no origin across sites', '{"query":"{ a }"}', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('refuses %s', async (_, body, headers, status) => {
    const { ask, asked } = await startHttp()
    // A server that stops reading may close before a client has sent all: both are a refusal.
    const response = await ask(body, headers as Record<string, string>).catch(() => null)
    if (status !== 413 || response !== null) expect(response!.status).toBe(status)
    if (response !== null && status !== 413) expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] })
    expect(asked).toEqual([])
  })

  it('takes the own origins', async () => {
    const { ask, port } = await startHttp()
    for (const origin of ['https://training.example', `http://127.0.0.1:${port}`, `http://localhost:${port}`]) expect((await ask(undefined, { origin })).status).toBe(200)
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async method => {
    const { url, asked } = await startHttp()
    const response = await fetch(`${url}/graphql?query={a}`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(asked).toEqual([])
  })

  it('knows who asks, and the name that a proxy gave to it, also when they have gone before they are heard', async () => {
    const { port, ask, asked } = await startHttp({}, { LECTERN_TRUSTED_PROXIES: '127.0.0.1' })
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    // Whoever came before them has been let in by the time that this is answered.
    await ask()
    // Both leave before the server, which runs on this same thread, comes to read.
    socket.write(posted('has-gone-since'))
    socket.resetAndDestroy()
    await expect.poll(() => asked.length, { timeout: 30_000 }).toBe(2)
    expect(asked[1]).toMatchObject({ ip: '127.0.0.1', requestId: 'has-gone-since' })
  })

  it('does nothing for somebody who had gone before they were let in', async () => {
    const { port, ask, asked } = await startHttp({}, { LECTERN_TRUSTED_PROXIES: '127.0.0.1' })
    // Comes and goes on a thread of its own while this one, and with it the server, stands still.
    const gate = new Int32Array(new SharedArrayBuffer(4))
    const visitor = new Worker(`
      const { port, text, gate } = require('node:worker_threads').workerData
      const socket = require('node:net').connect(port, '127.0.0.1', () => {
        socket.write(text)
        socket.resetAndDestroy()
        Atomics.store(gate, 0, 1)
        Atomics.notify(gate, 0)
      })`, { eval: true, workerData: { port, text: posted('gone-before'), gate } })
    Atomics.wait(gate, 0, 0)
    await once(visitor, 'exit')
    expect((await ask()).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('tells a failure of its own by the request id alone', async () => {
    const { ask, lines } = await startHttp({ handle: () => Promise.reject(new Error('select * from user')) })
    const response = await ask()
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('select')
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL', requestId: response.headers.get('x-request-id') } }] })
    expect(lines.join('')).toContain('select * from user')
  })

  it('ends at its deadline', async () => {
    const clock = virtualClock()
    const asked = Promise.withResolvers<void>()
    const { ask } = await startHttp({ clock, handle: () => new Promise(() => asked.resolve()) })
    const answer = ask()
    await asked.promise
    await new Promise(setImmediate)
    await clock.advance(32_000)
    const { status, headers } = await answer
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
  })

  it('has until then to say itself what became of it', async () => {
    const clock = virtualClock()
    const asked = Promise.withResolvers<void>()
    const { ask } = await startHttp({ clock, handle: async ({ signal }) => {
      asked.resolve()
      await new Promise(end => signal!.addEventListener('abort', end))
      return { status: 503, headers: {}, body: String((signal!.reason as { extensions: { code: string } }).extensions.code), operation: 'Slow' }
    } })
    const answer = ask()
    await asked.promise
    await new Promise(setImmediate)
    await clock.advance(30_000)
    expect(await (await answer).text()).toBe('UNAVAILABLE')
  })

  it('ends when its client goes, and goes on when it stays', async () => {
    const [asked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const signals: AbortSignal[] = []
    const { url } = await startHttp({ handle: ({ signal, body }) => {
      signals.push(signal!)
      if ((body as { query: string }).query !== 'slow') return Promise.resolve({ status: 200, headers: {}, body: '{}', operation: 'Quick' })
      signal!.addEventListener('abort', () => ended.resolve())
      asked.resolve()
      return new Promise(() => {})
    } })
    const client = new AbortController()
    const post = (query: string) => fetch(`${url}/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers: { 'content-type': 'application/json' }, signal: client.signal })
    await (await post('quick')).text()
    const slow = post('slow').catch(() => 'gone')
    await asked.promise
    client.abort()
    expect(await slow).toBe('gone')
    await ended.promise
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true])
  })

  it('logs neither secrets nor line breaks, and nothing of the query string', async () => {
    const { url, lines, logged } = await startHttp()
    await fetch(`${url}/graphql%0d%0a?signature=hunter2`, { headers: { authorization: 'Bearer hunter2', cookie: 'x=hunter2' } })
    await vi.waitFor(() => expect(logged()).toHaveLength(1))
    expect(lines.join('')).not.toContain('hunter2')
  })
})

describe('who asks', () => {
  it('is the peer, unless a trusted proxy says otherwise', async () => {
    const plain = await startHttp()
    await plain.ask(undefined, { 'x-forwarded-for': '203.0.113.9', 'x-request-id': 'given-by-client' })
    expect(plain.asked[0]).toMatchObject({ ip: '127.0.0.1', requestId: expect.not.stringContaining('given') })
    const behind = await startHttp({}, { LECTERN_TRUSTED_PROXIES: '127.0.0.0/8' })
    await behind.ask(undefined, { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-request-id': 'given-by-proxy' })
    expect(behind.asked[0]).toMatchObject({ ip: '203.0.113.9', requestId: 'given-by-proxy' })
  })
})

it('sets strict headers on everything', async () => {
  const { url, ask } = await startHttp()
  for (const response of [await fetch(url, { headers: { accept: 'text/html' } }), await ask(), await fetch(`${url}/health`), await fetch(`${url}/gone.png`)]) {
    const { headers } = response
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self' wss:\/\/training\.example;.*frame-ancestors 'none'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
  const plain = await startHttp({}, { LECTERN_PUBLIC_URL: 'http://localhost:4000' })
  const { headers } = await fetch(plain.url)
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests')
})

describe('routes, health and metrics', () => {
  it('hands a path on by GET alone', async () => {
    const answer = vi.fn<HttpParts['routes'][number]['answer']>((_, response) => {
      response.end('file')
      return Promise.resolve()
    })
    const { url, logged } = await startHttp({ routes: [{ prefix: '/reports/', name: 'report', answer }] })
    expect(await (await fetch(`${url}/reports/R1?signature=hunter2`)).text()).toBe('file')
    expect(answer.mock.calls[0]![2]).toMatchObject({ ip: '127.0.0.1' })
    for (const method of ['HEAD', 'POST']) expect((await fetch(`${url}/reports/R1`, { method })).status).toBe(405)
    await vi.waitFor(() => expect(logged()).toHaveLength(3))
    expect(logged()[0]).toMatchObject({ operation: 'report', path: '/reports/R1' })
  })

  it('lives while it is not ready, and names what is missing', async () => {
    const clock = virtualClock()
    const asked = Promise.withResolvers<void>()
    const redis = () => new Promise(() => asked.resolve())
    const checks = { database: () => Promise.reject(new Error('no password for root')), redis, disk: () => Promise.resolve() }
    const { url } = await startHttp({ clock, checks })
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    const answer = fetch(`${url}/health`)
    await asked.promise
    await new Promise(setImmediate)
    await clock.advance(2_000)
    expect((await answer).status).toBe(503)
    expect(await (await answer).json()).toEqual({ status: 'not ready', checks: { database: 'failed', redis: 'slow', disk: 'ok' } })
  })

  it('is ready when all holds', async () => {
    const { url } = await startHttp({ checks: { database: () => Promise.resolve() } })
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ready' })
  })

  it('tells metrics to this machine, and to others for the token', async () => {
    const own = await startHttp()
    expect(await (await fetch(`${own.url}/metrics`)).text()).toContain('lectern_request_duration_seconds')
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' }
    expect((await fetch(`${own.url}/metrics`, { headers: elsewhere })).status).toBe(403)
    const token = 'a-token-for-metrics'
    const guarded = await startHttp({}, { LECTERN_METRICS_TOKEN: token })
    const status = async (authorization: string) => (await fetch(`${guarded.url}/metrics`, { headers: { ...elsewhere, authorization } })).status
    expect([await status(`Bearer ${token}`), await status('Bearer wrong'), await status(token)]).toEqual([200, 403, 403])
  })
})

describe('an upgrade', () => {
  const upgrade = (port: number, headers: string, path = '/graphql') =>
    raw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`)

  it('is handed on for the own origin and for programs', async () => {
    const { port } = await startHttp()
    for (const headers of ['', 'Origin: https://training.example\r\nCookie: a=b\r\n']) expect(await upgrade(port, headers)).toMatch(/^HTTP\/1.1 101/)
  })

  it('is refused for others', async () => {
    const { port } = await startHttp()
    for (const headers of ['Origin: https://evil.example\r\n', 'Origin: null\r\nCookie: a=b\r\n', 'Cookie: a=b\r\n']) expect(await upgrade(port, headers)).toMatch(/^HTTP\/1.1 403/)
    expect(await upgrade(port, '', '/other')).toMatch(/^HTTP\/1.1 404/)
  })
})

describe('a hostile client', () => {
  it('may not send endless headers, nor nonsense', async () => {
    const { port } = await startHttp()
    expect(await raw(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/)
    expect(await raw(port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400/)
  })

  it('may go away in the middle of its body', async () => {
    const { port, lines, logged } = await startHttp()
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
      setTimeout(() => socket.destroy(), 50)
    })
    await vi.waitFor(() => expect(logged()).toHaveLength(1))
    expect(logged()[0]).toMatchObject({ status: 499 })
    expect(lines.join('')).not.toContain('failed')
  })

  it('that dribbles is cut off', { timeout: 20_000 }, async () => {
    const { port } = await startHttp()
    const begun = performance.now()
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408/)
    expect(performance.now() - begun).toBeLessThan(13_000)
  })
})

describe('closing', () => {
  it('waits for what is under way, answers it, and takes nothing new', async () => {
    let finish = (): void => undefined
    const held = new Promise<void>(resolve => (finish = resolve))
    const { server, url, ask } = await startHttp({
      handle: async () => {
        await held
        return { status: 200, headers: {}, body: '{"data":null}', operation: 'Slow' }
      },
    })
    const answer = ask()
    await new Promise(resolve => setTimeout(resolve, 50))
    let isClosed = false
    const closing = server.close(10_000).then(() => (isClosed = true))
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed')
    expect(isClosed).toBe(false)
    finish()
    expect((await answer).status).toBe(200)
    await closing
  })

  it('says that it is not ready on the connections that it has', async () => {
    let finish = (): void => undefined
    const { server, port } = await startHttp({ handle: () => new Promise(resolve => (finish = () => resolve({ status: 200, headers: {}, body: '{}', operation: 'Slow' }))) })
    const body = '{"query":"{ a }"}'
    const get = 'GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n'
    const answers = raw(port, `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}${get}`)
    await new Promise(resolve => setTimeout(resolve, 50))
    const closing = server.close(5_000)
    finish()
    await closing
    expect(await answers).toMatch(/^HTTP\/1.1 200[\s\S]*(HTTP\/1.1 503[\s\S]*"closing"|"ready"|$)/)
  })

  it('fails no request on a connection that it kept', async () => {
    const { server, port } = await startHttp()
    const agent = new Agent({ keepAlive: true, maxSockets: 8 })
    const failures: string[] = []
    const answered = Array.from({ length: 8 }, () => 0)
    const asking = answered.map(async (_, who) => {
      for (let closed = false; !closed;) {
        closed = await new Promise<boolean>(resolve => {
          const asked = request({ port, agent, path: '/health/live' }, response => {
            answered[who]!++
            response.resume().once('end', () => resolve(response.headers.connection === 'close'))
          })
          asked.once('error', error => resolve(failures.push(String(error)) > 0)).end()
        })
        await new Promise(resolve => setTimeout(resolve, Math.random() * 10))
      }
    })
    // Whoever is still on the way in when it closes was never on a connection that it kept.
    await vi.waitFor(() => expect(Math.min(...answered)).toBeGreaterThan(2), 10_000)
    await server.close(5_000)
    await Promise.all(asking)
    agent.destroy()
    expect(failures).toEqual([])
  })

  it('cuts off what outlasts the grace', async () => {
    const { server, ask } = await startHttp({ handle: () => new Promise(() => undefined) })
    const answer = ask().catch((error: unknown) => error)
    await new Promise(resolve => setTimeout(resolve, 50))
    await server.close(100)
    expect(await answer).toBeInstanceOf(Error)
  })
})
