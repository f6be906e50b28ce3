import { collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client'

/** How a request ended: `refused` for what the client can mend, `failed` for what the server must answer for. */
export type Outcome = 'answered' | 'refused' | 'failed' | 'aborted'

/** What is read at the moment of asking. */
export interface Sources {
  readonly sockets: () => number
  readonly requestsUnderWay: () => number
  /** That wait to be let in. */
  readonly socketsWaiting: () => number
  /** Positions given but not yet read by this process. */
  readonly feedLag: () => number | Promise<number>
  readonly hashesWaiting: () => number
  /** For a connection, or to be the one writer. */
  readonly databaseWaiting: () => number
}

export interface Metrics {
  observeRequest(operation: string, outcome: Outcome, seconds: number): void
  /** Tells where to read what others hold; told once they are built. */
  watch(sources: Sources): void
  text(): Promise<{ readonly contentType: string; readonly body: string }>
}

// Names come from clients: after so many different ones the rest is counted together.
const keptOperations = 200

/** Prometheus' text form: those of the process (memory, garbage collection, event-loop lag) and a few of our own. */
export function createMetrics(registry: Registry): Metrics {
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'lectern_request_duration_seconds',
    help: 'Time from the request to its answer, by operation and outcome.',
    labelNames: ['operation', 'outcome'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const operations = new Set<string>()
  const nameOf = (operation: string): string => {
    if (operations.has(operation)) return operation
    if (operations.size >= keptOperations) return 'other'
    operations.add(operation)
    return operation
  }

  return {
    observeRequest: (operation, outcome, seconds) => requests.observe({ operation: nameOf(operation), outcome }, seconds),
    watch({ requestsUnderWay, sockets, socketsWaiting, feedLag, hashesWaiting, databaseWaiting }) {
      gauge(registry, 'lectern_requests_under_way', 'Requests that have no answer yet, this one included.', requestsUnderWay)
      gauge(registry, 'lectern_sockets', 'WebSockets that are open.', sockets)
      gauge(registry, 'lectern_sockets_waiting', 'WebSockets that wait to be let in.', socketsWaiting)
      gauge(registry, 'lectern_feed_lag_positions', 'Positions of the journal that this process has not read yet.', feedLag)
      gauge(registry, 'lectern_hashes_waiting', 'Password hashes that wait for a core.', hashesWaiting)
      gauge(registry, 'lectern_database_waiting', 'Who waits for a connection to the database, or to be its one writer.', databaseWaiting)
    },
    async text() {
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // While the database is away everything else is told all the more.
      this.set(await Promise.resolve().then(read).catch(() => Number.NaN))
    },
  })
}
