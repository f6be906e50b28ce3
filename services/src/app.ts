import { fileURLToPath } from 'node:url'
import type { GraphQLSchema } from 'graphql'
import { Registry } from 'prom-client'
import type { NonEmptyArray } from 'type-graphql'
import { entities } from './entities.ts'
import { authenticator, standingRoles } from './identity/authenticate.service.ts'
import { credentialsReader } from './identity/credentials.service.ts'
import { ensureFirstAdmin } from './identity/first-admin.service.ts'
import { hashQueue } from './identity/password.service.ts'
import { endedRights } from './identity/rights.service.ts'
import { guessLimits, removeOldSignIns } from './identity/sign-in.service.ts'
import { accessTokens } from './identity/token.service.ts'
import { createAdmission } from './platform/admission.ts'
import { createBell } from './platform/bell.ts'
import { cleaning } from './platform/cleaning.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { createContext, noCookie, type Services, type Work } from './platform/context.ts'
import { checkDisk, lockDataDir } from './platform/data-dir.ts'
import { openDatabase } from './platform/database.ts'
import { createDocuments } from './platform/documents.ts'
import { createExecutor } from './platform/executor.ts'
import { createHttpServer } from './platform/http.ts'
import { createHub, type Hub } from './platform/hub.ts'
import { forgetKeys } from './platform/idempotency.ts'
import { idSource } from './platform/ids.ts'
import { createJobs, planRecurring, wroteJob } from './platform/jobs.ts'
import { keyRing } from './platform/keys.ts'
import { createLog, type Log } from './platform/log.ts'
import { createMetrics } from './platform/metrics.ts'
import { migrate } from './platform/migrate.ts'
import type { Class } from './platform/noun.ts'
import { systemRandom, type RandomBytes } from './platform/random.ts'
import { isHeard, Recorder } from './platform/recorder.ts'
import { createRelay, prepareFeed } from './platform/relay.ts'
import { createRequests, type GraphqlRequest, type GraphqlResponse } from './platform/requests.ts'
import { buildLecternSchema } from './platform/schema.ts'
import { WordKeeper } from './platform/search.ts'
import { createSockets, type Sockets } from './platform/sockets.ts'
import { sql } from './platform/sql.ts'
import { system } from './platform/viewer.ts'
import { serveReport } from './reporting/report-download.service.ts'
import { removeDeadChunks } from './reporting/report-store.service.ts'
import { reportJobs } from './reporting/report.service.ts'
import { resolvers } from './schema.ts'

/** What tests put in the place of the world: time, randomness, the log. */
export interface Overrides {
  readonly clock?: Clock
  readonly random?: RandomBytes
  readonly log?: Log
}

export interface App {
  readonly services: Services
  readonly schema: GraphQLSchema
  readonly handle: (request: GraphqlRequest) => Promise<GraphqlResponse>
  readonly sockets: Sockets
  /** Runs relay, feed and jobs until nothing is left to do: how tests wait without sleeping. */
  readonly settle: () => Promise<void>
  /** The temporary password of the first admin, when this start made one. */
  readonly firstAdminPassword: string | undefined
  /** Takes requests; resolves with the address it listens on. */
  readonly listen: () => Promise<string>
  /** Says that it is not ready, and serves on until it is closed. */
  readonly retire: () => void
  /** The ids of the requests that have no answer yet. */
  readonly underWay: () => readonly string[]
  /** Lets what is under way finish, sends the sockets elsewhere, and disposes of everything. */
  readonly close: () => Promise<void>
}

const WEB_ROOT = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const GRACE_MS = 10_000

/** Mutations of which a document may ask one, once, so that many guesses need many requests. */
const SENSITIVE = new Set(['signIn', 'changePassword', 'resetPassword'])

async function lag({ database }: Services, head: number): Promise<number> {
  const [row] = await database.rows(sql`select position from feed_head`)
  return Math.max(0, Number(row?.[0] ?? 0) - head)
}

/** The rules of every root field and the law of every noun; boot stops when one is missing. */
export function createSchema(onCommit: (work: Work) => void = () => {}): GraphQLSchema {
  return buildLecternSchema(resolvers as NonEmptyArray<Class>, onCommit)
}

/** Builds everything once, and disposes of everything; a start that is refused half-way leaves nothing open. */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const opened = new AsyncDisposableStack()
  try {
    return await build(config, overrides, opened)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function build(config: Config, overrides: Overrides, opened: AsyncDisposableStack): Promise<App> {
  const clock = overrides.clock ?? systemClock
  const random = overrides.random ?? systemRandom
  const log = overrides.log ?? createLog(config.logLevel)
  if (config.database.kind === 'sqlite') opened.defer(lockDataDir(config.dataDir))
  const dialect = config.database.kind
  const database = await openDatabase(config.database, entities, [new Recorder(dialect), new WordKeeper(dialect)])
  opened.defer(database.close)
  await migrate(database)
  await prepareFeed(database)

  const tokens = accessTokens(keyRing(config.secrets, 'access token'), config.publicUrl, clock)
  // Redis may ring, and a relay run, before there is a hub to hear it.
  let hub: Hub | undefined
  const bell = createBell(config.redisUrl, clock, log, () => hub?.wake())
  opened.defer(() => bell.close())
  const services: Services = {
    config, database, clock, random, log, newId: idSource(clock, random),
    tokens, hashes: hashQueue(), readCredentials: credentialsReader(database), guesses: guessLimits(bell.redis),
  }
  const authenticate = authenticator(services)

  const relay = createRelay(database, (_head, given) => {
    hub?.wake(given)
    bell.ring()
  })
  opened.defer(() => relay.run().catch(() => {}))
  const ring = (): void => {
    relay.run().catch((error: unknown) => log.error({ err: error }, 'the relay failed; the poll will run it again'))
  }
  const handlers = { ...reportJobs, ...cleaning(forgetKeys, removeOldSignIns, removeDeadChunks, ({ tune }) => tune()) }
  await planRecurring(services, handlers)
  const jobs = createJobs(services, handlers, ring)
  const schema = createSchema(work => {
    if (isHeard(work)) ring()
    if (wroteJob(work)) jobs.wake()
  })
  const documents = createDocuments(schema, SENSITIVE)
  const execute = createExecutor(schema)
  const requests = createRequests(services, schema, documents, execute, authenticate)
  await requests.start()
  opened.defer(() => requests.stop())

  const sockets = createSockets(services, schema, documents, execute, () => feed, authenticate, ids => standingRoles(services, ids))
  opened.defer(() => sockets.close())
  const feed = await createHub({ database, clock, log, beforePoll: ring }, [entry => {
    const ended = endedRights(entry)
    if (ended) sockets.endRights(ended)
  }])
  hub = feed
  opened.defer(() => feed.stop())

  const admission = createAdmission(clock)
  const metrics = createMetrics(new Registry())
  metrics.watch({
    requestsUnderWay: () => http.underWay().length, sockets: sockets.count, socketsWaiting: admission.waiting,
    feedLag: () => lag(services, feed.head().position), hashesWaiting: () => services.hashes.waiting, databaseWaiting: database.waiting,
  })
  const http = createHttpServer({
    config, clock, log, metrics, newId: services.newId, webRoot: WEB_ROOT,
    handle: requests.handle, routes: [serveReport(services)],
    upgrade: (request, socket, head, ip) => admission.arrive(socket, ip, () => sockets.upgrade(request, socket, head)),
    checks: {
      database: () => database.rows(sql`select 1`, AbortSignal.timeout(2_000)),
      ...(config.database.kind === 'sqlite' && { disk: () => checkDisk(config.dataDir) }),
    },
  })

  const context = createContext(services, { viewer: system, requestId: 'start', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
  const firstAdminPassword = await ensureFirstAdmin(context)
  ring()
  jobs.start()

  return {
    services, schema, sockets, firstAdminPassword,
    handle: requests.handle,
    listen: http.listen,
    retire: http.retire,
    underWay: http.underWay,
    settle: async () => {
      await jobs.run()
      await relay.run()
      await feed.settle()
    },
    close: async () => {
      const drained = http.close(GRACE_MS)
      admission.close()
      await sockets.close()
      await drained
      await jobs.stop()
      await opened.disposeAsync()
    },
  }
}
