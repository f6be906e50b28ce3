import { ApolloServer, type HTTPGraphQLResponse } from '@apollo/server'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled'
import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { answer, documentStore, executorGateway, type Holder, holding } from './apollo.ts'
import { createContext, type Context, type Cookie, type Services } from './context.ts'
import { refuseCostly, type Variables } from './document-cost.ts'
import type { Documents } from './documents.ts'
import type { Execute } from './executor.ts'
import { fault } from './fault.ts'
import { readIdempotencyKey } from './idempotency.ts'
import { selectionOf } from './selection.ts'
import type { Viewer } from './viewer.ts'

export interface GraphqlRequest {
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The parsed JSON body. */
  readonly body: unknown
  readonly ip: string
  readonly requestId: string
  /** When it comes, what the request does ends. */
  readonly signal?: AbortSignal
}

export interface GraphqlResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What the log and the metrics call it. */
  readonly operation: string
}

/** Who a bearer token stands for; throws UNAUTHENTICATED when it is dead. */
export type Authenticate = (token: string | undefined, signal?: AbortSignal) => Promise<Viewer>

const LONGEST_LIST = 1_000

interface Operation { readonly query: string; readonly operationName: string | undefined; readonly variables: Variables }

/** The one way a query or mutation comes in: known viewer, document within the limits, then Apollo over the compiled executor. */
export function createRequests(
  services: Services, schema: GraphQLSchema, documents: Documents, execute: Execute, authenticate: Authenticate,
): { readonly handle: (request: GraphqlRequest) => Promise<GraphqlResponse>; readonly start: () => Promise<void>; readonly stop: () => Promise<void> } {
  const apollo = new ApolloServer<Holder<Context>>({
    gateway: executorGateway(schema, maskErrors(execute)),
    documentStore: documentStore(documents),
    // Cache control would instrument every field of every row: half as many pages a second.
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled(), holding()],
    includeStacktraceInErrorResponses: false,
    // Own checks stand before it: JSON alone is taken, and the Origin is compared.
    csrfPrevention: true,
    introspection: true,
    stopOnTerminationSignals: false,
    // Documents are kept by us, within our limits.
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    logger: services.log,
    // Its own puts a line's end behind each answer, for which a long one is copied once more.
    stringifyResult: result => JSON.stringify(result),
  })

  const run = async (request: GraphqlRequest, cookies: string[]): Promise<HTTPGraphQLResponse> => {
    const operation = readOperation(request.body)
    const viewer = await authenticate(bearer(request.headers['authorization']), request.signal)
    const read = documents.read(operation.query, { mayIntrospect: viewer.kind === 'user' || services.config.isDev })
    if (read.errors) throw read.errors[0]!
    refuseCostly(schema, read.document, operation.operationName, operation.variables)
    const context = createContext(services, {
      viewer, requestId: request.requestId, ip: request.ip, userAgent: request.headers['user-agent'],
      cookie: cookieOf(services, request, cookies), signal: request.signal, idempotencyKey: readIdempotencyKey(request.headers['idempotency-key'], read.mutations),
      selection: selectionOf(schema, read.document),
    })
    return answer(apollo, context, request.body)
  }

  return {
    start: () => apollo.start(),
    stop: () => apollo.stop(),
    handle: async request => {
      const cookies: string[] = []
      const operation = operationName(request.body)
      try {
        const { status = 200, headers, body } = await run(request, cookies)
        if (body.kind !== 'complete') throw new Error('No operation is answered in pieces.')
        const answered = Object.fromEntries(headers)
        return { status, headers: withCookies(answered, cookies), body: body.string, operation }
      } catch (error) {
        return { ...failure(services, request.requestId, error), operation }
      }
    },
  }
}

function bearer(header: string | undefined): string | undefined {
  return header?.startsWith('Bearer ') ? header.slice(7) : undefined
}

function readOperation(body: unknown): Operation {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw fault('BAD_USER_INPUT', 'The body must be one JSON object.')
  const { query, operationName, variables, extensions } = body as Record<string, unknown>
  if (typeof query !== 'string') throw fault('BAD_USER_INPUT', 'The body must hold a query.')
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') throw fault('BAD_USER_INPUT', 'operationName must be text.')
  if (variables !== undefined && variables !== null && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw fault('BAD_USER_INPUT', 'variables must be an object.')
  }
  if (extensions !== undefined && extensions !== null && (typeof extensions !== 'object' || Array.isArray(extensions))) {
    throw fault('BAD_USER_INPUT', 'extensions must be an object.')
  }
  if (isLongerThan(LONGEST_LIST, variables)) throw fault('BAD_USER_INPUT', `A list may hold at most ${LONGEST_LIST} values.`)
  return { query, operationName: operationName ?? undefined, variables: (variables ?? {}) as Variables }
}

/** Each value of a list becomes a parameter of a statement, and no database takes them without end. */
function isLongerThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (Array.isArray(value) && value.length > limit) || Object.values(value).some(inner => isLongerThan(limit, inner))
}

function operationName(body: unknown): string {
  const named = (body as { operationName?: unknown } | null)?.operationName
  return typeof named === 'string' && /^\w{1,60}$/.test(named) ? named : 'unnamed'
}

function cookieOf({ config }: Services, request: GraphqlRequest, cookies: string[]): Cookie {
  const pairs = (request.headers['cookie'] ?? '').split(/;\s*/)
  const value = pairs.find(pair => pair.startsWith(`${config.cookieName}=`))?.slice(config.cookieName.length + 1)
  const attributes = `Path=/; HttpOnly; SameSite=Strict${config.isSecure ? '; Secure' : ''}`
  return {
    value,
    set: (text, expires) => cookies.push(`${config.cookieName}=${text}; Expires=${expires.toUTCString()}; ${attributes}`),
    clear: () => cookies.push(`${config.cookieName}=; Max-Age=0; ${attributes}`),
  }
}

function withCookies(headers: Record<string, string>, cookies: readonly string[]): Record<string, string> {
  const last = cookies.at(-1)
  return last === undefined ? headers : { ...headers, 'set-cookie': last }
}

function failure(services: Services, requestId: string, error: unknown): Omit<GraphqlResponse, 'operation'> {
  const masked = maskError(error, services, requestId)
  const { http, ...extensions } = masked.extensions as { http?: { status?: number; headers?: ReadonlyMap<string, string> } }
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...Object.fromEntries(http?.headers ?? []) }
  const body = JSON.stringify({ errors: [{ ...masked.toJSON(), extensions }] })
  return { status: http?.status ?? 400, headers, body }
}

/** What leaves the server of an unexpected error is its request id; what it was stands in the log. */
export function maskError(error: unknown, { log }: Pick<Services, 'log'>, requestId: string): GraphQLError {
  const original = error instanceof GraphQLError && error.originalError ? error.originalError : error
  if (original instanceof GraphQLError) {
    return original === error ? original : rebuilt(error as GraphQLError, original.message, original.extensions)
  }
  const unavailable = isUnavailable(original)
  log.error({ err: original, requestId }, unavailable ? 'the database does not answer' : 'a resolver failed')
  const safe = unavailable
    ? fault('UNAVAILABLE', 'The database does not answer just now. Try again.')
    : fault('INTERNAL', 'Something went wrong here, and what failed was not kept.', { requestId })
  return error instanceof GraphQLError ? rebuilt(error, safe.message, safe.extensions) : safe
}

function rebuilt(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions })
}

const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'PROTOCOL_CONNECTION_LOST', 'ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', 'SQLITE_IOERR', 'SQLITE_FULL'])

interface Failed { readonly code?: string; /** mysql2's word for a connection that is no more. */ readonly fatal?: boolean }

function isUnavailable(error: unknown): boolean {
  const { code, fatal, cause, previous } = (error ?? {}) as Failed & { cause?: Failed; previous?: Failed }
  return [{ code, fatal }, cause, previous].some(found => found?.fatal === true || LOST.has(found?.code ?? ''))
}

function maskErrors(execute: Execute): Execute {
  return async execution => {
    const context = execution.context as Context
    const result: ExecutionResult = await execute(execution)
    if (!result.errors) return result
    return { ...result, errors: result.errors.map(error => maskError(error, context, context.requestId)) }
  }
}
