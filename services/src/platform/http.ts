import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server as TcpServer, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { refuseUpgrade } from './admission.ts'
import { failed, refuseMethod } from './answers.ts'
import { clientAddresses } from './client-address.ts'
import { sleep, type Clock } from './clock.ts'
import { compressed } from './compression.ts'
import { type Config, ConfigError } from './config.ts'
import { late, within } from './deadline.ts'
import { fault } from './fault.ts'
import type { NewId } from './ids.ts'
import { BodyRefusal, readJsonBody } from './json-body.ts'
import { type Log, requestLog, requestScope } from './log.ts'
import type { Metrics, Outcome } from './metrics.ts'
import { originCheck } from './origin.ts'
import { createProbes } from './probes.ts'
import type { GraphqlRequest, GraphqlResponse } from './requests.ts'
import { securityHeaders } from './security-headers.ts'
import { createWebClient } from './web-client.ts'

/** A path beside the API, such as signed files. The answer writes itself, so that it can stream. */
export interface Route {
  readonly prefix: string
  /** What the log and the metrics call it: paths hold ids. */
  readonly name: string
  readonly answer: (request: IncomingMessage, response: ServerResponse, about: { readonly requestId: string; readonly ip: string; readonly log: Log }) => Promise<void>
}

export interface HttpParts {
  readonly config: Config
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly metrics: Metrics
  readonly handle: (request: GraphqlRequest) => Promise<GraphqlResponse>
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, ip: string) => void
  readonly routes: readonly Route[]
  /** What must hold to be ready, by name; each throws or takes too long when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
  /** The folder of the built web client. */
  readonly webRoot: string
}

export interface HttpServer {
  /** Resolves with the address it listens on. */
  listen(): Promise<string>
  /** Says that it is not ready, and serves on: whoever sends requests here has time to notice. */
  retire(): void
  /** The ids of the requests that have no answer yet. */
  underWay(): readonly string[]
  /** Takes no new connection, says that it is not ready, waits for what is under way, and at the end of the grace cuts off the rest. */
  close(graceMilliseconds: number): Promise<void>
}

const deadline = 30_000
/** What a request ends with at its deadline is its own to say, within this time. */
const lastAnswer = 2_000
/** How long kept connections may bring one more request while it closes. */
const lastWords = 1_000
const glance = 50

/** Everything that comes in by HTTP: the API, signed files, health, metrics, and the web client for the rest. */
export function createHttpServer(parts: HttpParts): HttpServer {
  const { config, clock, log, metrics } = parts
  const headers = securityHeaders(config)
  const addresses = clientAddresses(config.trustedProxies)
  const origins = originCheck(config, () => (server.address() as AddressInfo | null)?.port ?? config.port)
  const probes = createProbes({ ...parts, addresses, isRetiring: () => isRetiring })
  const webClient = createWebClient(parts.webRoot, headers, config.isDev)
  let isRetiring = false
  let isClosing = false
  const underWay = new Map<ServerResponse, string>()
  let onIdle = (): void => undefined

  // A client that dribbles its headers or its body is cut off, and one that sends endless headers too.
  const limits = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16 * 1024 }
  const server = createServer(limits, (request, response) => {
    const requestId = incomingId(request) ?? parts.newId()
    underWay.set(response, requestId)
    response.once('close', () => {
      underWay.delete(response)
      if (underWay.size === 0) onIdle()
    })
    requestScope.run(requestId, () => void respond(request, response, requestId))
  })
  server.maxHeadersCount = 100
  // Asked while it is there, a socket keeps whose it is: a request is still somebody's when its client has gone. Of one that had gone
  // before it was let in nobody knows any more: what it wanted is not done.
  server.on('connection', socket => {
    if (socket.remoteAddress === undefined) socket.destroy()
  })

  async function respond(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const ip = addresses.of(request)
    const path = (request.url ?? '/').split('?', 1)[0]!
    const named = { operation: 'web' }
    record(request, response, { requestId, ip, path, named })
    headers.set(response)
    response.setHeader('X-Request-Id', requestId)
    if (isRetiring) response.setHeader('Connection', 'close')
    try {
      await dispatch({ request, response, requestId, ip, path, named })
    } catch (error) {
      requestLog(log, requestId).error({ err: error }, 'a request failed')
      if (response.headersSent) response.destroy()
      else failed(response, 500, 'INTERNAL', 'Something went wrong here.', requestId)
    }
  }

  async function dispatch(call: Call): Promise<void> {
    const { request, response, path, named } = call
    if (path === '/graphql') return graphql(call)
    const route = parts.routes.find(({ prefix }) => path.startsWith(prefix))
    named.operation = route?.name ?? probes.nameOf(path) ?? 'web'
    // HEAD is for what is static: a signed path is signed for GET.
    if (request.method !== 'GET' && (request.method !== 'HEAD' || route !== undefined)) return refuseMethod(response, route ? 'GET' : 'GET, HEAD')
    if (route !== undefined) return route.answer(request, response, { requestId: call.requestId, ip: call.ip, log: requestLog(log, call.requestId) })
    const probe = probes.at(path)
    if (probe) return probe(request, response)
    webClient(request, response)
  }

  async function graphql({ request, response, requestId, ip, named }: Call): Promise<void> {
    named.operation = 'graphql'
    if (request.method !== 'POST') return refuseMethod(response, 'POST')
    if (!origins.allowsRequest(request.headers)) return failed(response, 403, 'FORBIDDEN', 'This origin may not ask here.')
    try {
      const body = await readJsonBody(request)
      const answer = await within(clock, deadline + lastAnswer, parts.handle({ headers: flat(request), body, ip, requestId, signal: endOf(response) }))
      if (answer === late) return failed(response, 503, 'UNAVAILABLE', 'This took too long. What it was to change may be done by now: look before you try again.', requestId)
      named.operation = answer.operation
      const told = { 'Cache-Control': 'no-store', ...answer.headers }
      const small = await compressed(request, answer.body)
      if (small) return void response.writeHead(answer.status, { ...told, 'Content-Encoding': 'gzip', 'Content-Length': small.length }).end(small)
      const length = byteLength(answer.body)
      response.writeHead(answer.status, { ...told, 'Content-Length': length })
      // As many bytes as characters: all are ASCII, which is written several times as fast when that is known.
      response.end(answer.body, length === answer.body.length ? 'latin1' : 'utf8')
    } catch (error) {
      // A client that goes away in the middle of its body is nobody's failure.
      if (request.destroyed && !request.complete) return void response.destroy()
      if (!(error instanceof BodyRefusal)) throw error
      response.setHeader('Connection', 'close')
      failed(response, error.status, 'BAD_USER_INPUT', error.message)
    }
  }

  /** Comes at the deadline, or when nobody waits for the answer any more. */
  function endOf(response: ServerResponse): AbortSignal {
    const end = new AbortController()
    const cancel = clock.later(deadline, () => end.abort(fault('UNAVAILABLE', 'This took too long, and what was under way was not kept. Try again.')))
    response.once('close', () => {
      cancel()
      if (!response.writableFinished) end.abort(fault('UNAVAILABLE', 'Nobody waits for this any more.'))
    })
    return end.signal
  }

  /** One line and one measurement for each request, when its answer is on its way or its client has gone. */
  function record(request: IncomingMessage, response: ServerResponse, { requestId, ip, path, named }: Pick<Call, 'requestId' | 'ip' | 'path' | 'named'>): void {
    const start = performance.now()
    response.once('close', () => {
      const milliseconds = Math.round((performance.now() - start) * 10) / 10
      const status = response.writableFinished ? response.statusCode : 499
      const { operation } = named
      metrics.observeRequest(operation, outcomeOf(status), milliseconds / 1_000)
      // By the path: an operation is called what its client likes.
      const isQuiet = probes.nameOf(path) !== undefined || (operation === 'web' && path !== '/graphql' && status < 400)
      const level = isQuiet ? 'debug' : 'info'
      log[level]({ requestId, method: request.method, path, operation, status, milliseconds, ip }, 'request')
    })
  }

  /** A trusted proxy may have named the request already. */
  function incomingId(request: IncomingMessage): string | undefined {
    const given = request.headers['x-request-id']
    return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) && addresses.isTrustedProxy(request) ? given : undefined
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const path = (request.url ?? '/').split('?', 1)[0]
    if (path !== '/graphql') refuseUpgrade(socket, 404)
    else if (isClosing) refuseUpgrade(socket, 503)
    else if (!origins.allowsUpgrade(request.headers)) refuseUpgrade(socket, 403)
    else parts.upgrade(request, socket, head, addresses.of(request))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    refuseUpgrade(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400)
  })

  /** Kept connections hear with their next answer that it is the last; those that ask no more are not waited for. */
  async function partings(longest: number): Promise<void> {
    for (let waited = 0; waited < longest; waited += glance) {
      const open = await new Promise<number>(resolve => server.getConnections((_error, count) => resolve(count)))
      if (open === 0) return
      await sleep(clock, glance)
    }
  }

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        const refuse = (error: NodeJS.ErrnoException): void => reject(cannotListen(config, error))
        server.once('error', refuse)
        server.listen(config.port, config.host, () => {
          server.off('error', refuse)
          const { address, family, port } = server.address() as AddressInfo
          resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`)
        })
      }),
    retire: () => void (isRetiring = true),
    underWay: () => [...underWay.values()],
    async close(graceMilliseconds) {
      isRetiring = true
      isClosing = true
      // Not the close of HTTP: it cuts idle connections at once, and with them the requests that are on their way there.
      TcpServer.prototype.close.call(server)
      await partings(Math.min(lastWords, graceMilliseconds))
      server.closeIdleConnections()
      const idle = new Promise<void>(resolve => {
        onIdle = resolve
        if (underWay.size === 0) resolve()
      })
      await within(clock, graceMilliseconds, idle)
      server.closeAllConnections()
    },
  }
}

function cannotListen({ port, host }: Config, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') return new ConfigError([`PORT ${port} is taken on ${host}: stop what listens there, or choose another`])
  if (error.code === 'EACCES') return new ConfigError([`PORT ${port} may not be opened by this user: choose one from 1024 on`])
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return new ConfigError([`HOST ${host} is no address of this machine`])
  return error
}

interface Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly ip: string
  readonly path: string
  /** Known once the body is read. */
  readonly named: { operation: string }
}

function outcomeOf(status: number): Outcome {
  if (status === 499) return 'aborted'
  return status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'answered'
}

const encoder = new TextEncoder()
const scratch = new Uint8Array(1 << 20)

/** As `Buffer.byteLength`, which takes three times as long for a long text as it takes to encode it. */
function byteLength(text: string): number {
  return text.length * 3 > scratch.length ? Buffer.byteLength(text) : encoder.encodeInto(text, scratch).written
}

function flat(request: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}
