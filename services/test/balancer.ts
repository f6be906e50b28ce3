import { Agent, createServer, get, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

const PROBE_MS = 100

/** A small round-robin balancer with health checks, as stands before several servers. It repeats nothing that it has sent. */
export interface Balancer {
  readonly url: string
  /** Puts a server into a place; it gets requests once it says that it is ready. */
  readonly place: (index: number, url: string) => void
  /** Resolves when the server of this place gets requests, or gets none any more. */
  readonly turned: (index: number, to: 'up' | 'down') => Promise<void>
  readonly close: () => Promise<void>
}

interface Backend { url: string; isUp: boolean; hasGone: boolean; agent: Agent }

export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const backends: Backend[] = urls.map(url => ({ url, isUp: false, hasGone: false, agent: new Agent({ keepAlive: true }) }))
  const watchers = new Set<() => void>()
  let turn = 0

  const next = (): Backend | undefined => {
    const up = backends.filter(({ isUp }) => isUp)
    // Better one that is too busy to say that it is ready than none at all.
    const any = up.length > 0 ? up : backends.filter(({ hasGone }) => !hasGone)
    return any[turn++ % any.length]
  }
  const probe = (backend: Backend): void => {
    const { url } = backend
    const tell = (isUp: boolean, hasGone: boolean): void => {
      if (backend.url !== url) return
      Object.assign(backend, { isUp, hasGone })
      for (const watch of watchers) watch()
    }
    get(`${url}/health/ready`, { agent: false }, response => {
      let body = ''
      response.setEncoding('utf8').on('data', chunk => (body += chunk)).on('end', () => tell(response.statusCode === 200, body.includes('closing')))
    }).on('error', () => tell(false, true))
  }
  const probing = setInterval(() => backends.forEach(probe), PROBE_MS)

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const backend = next()
    if (!backend) return void outgoing.writeHead(503).end('No server is up.')
    const { hostname, port } = new URL(backend.url)
    const asked = request({ hostname, port, agent: backend.agent, method: incoming.method, path: incoming.url, headers: incoming.headers }, answer => {
      // Between the two, each connection is kept or not on its own terms.
      const { connection: _own, ...headers } = answer.headers
      outgoing.writeHead(answer.statusCode!, headers)
      answer.pipe(outgoing)
    })
    asked.on('error', error => outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end(String(error)))
    incoming.pipe(asked)
  }
  const tunnel = ({ method, url, rawHeaders }: IncomingMessage, near: Duplex, head: Buffer): void => {
    const backend = next()
    near.on('error', () => near.destroy())
    if (!backend) return void near.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    const { hostname, port } = new URL(backend.url)
    const far = connect(Number(port), hostname, () => {
      const lines = Array.from({ length: rawHeaders.length / 2 }, (_, i) => `${rawHeaders[2 * i]}: ${rawHeaders[2 * i + 1]}`)
      far.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      far.write(head)
      far.pipe(near).pipe(far)
    })
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
  }

  const server = createServer(pass).on('upgrade', tunnel)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    place: (index, url) => {
      backends[index]!.agent.destroy()
      Object.assign(backends[index]!, { url, isUp: false, hasGone: false, agent: new Agent({ keepAlive: true }) })
    },
    turned: (index, to) => new Promise(resolve => {
      const watch = (): void => {
        if (backends[index]!.isUp !== (to === 'up')) return
        watchers.delete(watch)
        resolve()
      }
      watchers.add(watch)
      watch()
    }),
    close: async () => {
      clearInterval(probing)
      for (const { agent } of backends) agent.destroy()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
