import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { systemClock } from '../src/platform/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import { createHttpServer, type HttpParts, type HttpServer } from '../src/platform/http.ts'
import { idSource } from '../src/platform/ids.ts'
import { createLog } from '../src/platform/log.ts'
import { createMetrics } from '../src/platform/metrics.ts'
import { systemRandom } from '../src/platform/random.ts'
import type { GraphqlRequest } from '../src/platform/requests.ts'

export const folder = mkdtempSync(join(tmpdir(), 'lectern-http-'))
export const webRoot = join(folder, 'web')
const open: HttpServer[] = []

beforeAll(() => {
  mkdirSync(join(webRoot, 'assets'), { recursive: true })
  writeFileSync(join(webRoot, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/main-1a2b.js"></script>')
  writeFileSync(join(webRoot, 'assets', 'main-1a2b.js'), 'export {}')
  writeFileSync(join(webRoot, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, 'outside.txt'), 'secret')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close(0)))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An HTTP server that listens, with parts of its own where a test needs them; closed when the test is over. */
export async function startHttp(changed: Partial<HttpParts> = {}, env: Record<string, string> = {}) {
  const lines: string[] = []
  const asked: GraphqlRequest[] = []
  const config = readConfig({ LECTERN_DATA_DIR: join(folder, 'data'), PORT: '0', LECTERN_PUBLIC_URL: 'https://training.example', ...env })
  const server = createHttpServer({
    config,
    clock: systemClock,
    newId: idSource(systemClock, systemRandom),
    log: createLog('debug', { write: line => void lines.push(line) }),
    metrics: createMetrics(new Registry()),
    handle: request => {
      asked.push(request)
      return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json', 'set-cookie': 'a=b' }, body: '{"data":{"é":1}}', operation: 'SessionList' })
    },
    upgrade: (_request, socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    routes: [],
    checks: {},
    webRoot,
    ...changed,
  })
  open.push(server)
  const url = await server.listen()
  const ask = (body: string = '{"query":"{ a }"}', headers: Record<string, string> = {}) =>
    fetch(`${url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const logged = () => lines.map(line => JSON.parse(line) as Record<string, unknown>).filter(line => line['msg'] === 'request')
  return { server, url, port: Number(new URL(url).port), ask, asked, lines, logged }
}

/** What a bare socket gets for these bytes, until the server closes it. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise(resolve => {
    let answer = ''
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', data => (answer += data.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
