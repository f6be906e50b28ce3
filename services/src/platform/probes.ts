import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { failed, json } from './answers.ts'
import type { ClientAddresses } from './client-address.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { late, within } from './deadline.ts'
import type { Metrics } from './metrics.ts'

export interface ProbeParts {
  readonly config: Config
  readonly clock: Clock
  readonly metrics: Metrics
  readonly addresses: ClientAddresses
  /** What must hold to be ready, by name; each throws or takes too long when it does not. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
  readonly isRetiring: () => boolean
}

type Probe = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** What whoever runs this server asks of it: whether it lives, whether it is ready, and how it fares. */
export interface Probes {
  readonly at: (path: string) => Probe | undefined
  /** What the log and the metrics call a path, whether anything answers there or not. */
  readonly nameOf: (path: string) => 'health' | 'metrics' | undefined
}

const CHECK_MS = 2_000

export function createProbes({ config, clock, metrics, addresses, checks, isRetiring }: ProbeParts): Probes {
  async function health(response: ServerResponse, isWhole: boolean): Promise<void> {
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const state = await within(clock, CHECK_MS, check().then(() => 'ok', () => 'failed'))
        return [name, state === late ? 'slow' : state] as const
      }),
    )
    const isReady = !isRetiring() && states.every(([, state]) => state === 'ok')
    const status = isRetiring() ? 'closing' : isReady ? 'ready' : 'not ready'
    json(response, isReady ? 200 : 503, isWhole ? { status, checks: Object.fromEntries(states) } : { status })
  }

  async function tellMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    const isTold = config.metricsToken !== null && token !== undefined && isSame(token, config.metricsToken)
    if (!isTold && !addresses.isThisMachine(request)) return failed(response, 403, 'FORBIDDEN', 'Metrics are told to this machine, or for the token.')
    const { contentType, body } = await metrics.text()
    response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' })
    response.end(body)
  }

  const probes = new Map<string, Probe>([
    ['/health/live', (_request, response) => json(response, 200, { status: 'live' })],
    ['/health/ready', (_request, response) => health(response, false)],
    ['/health', (_request, response) => health(response, true)],
    ['/metrics', tellMetrics],
  ])
  return {
    at: path => probes.get(path),
    nameOf: path => (path.startsWith('/health') ? 'health' : path === '/metrics' ? 'metrics' : undefined),
  }
}

/** Hashed first, so that not even the length is told by the time it takes. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(one), digest(other))
}
