import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  getOperationAST, getVariableValues, GraphQLError, type DocumentNode, type ExecutionArgs, type FieldNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql'
import { useServer, type Extra } from 'graphql-ws/use/ws'
import { CloseCode, type Context as SocketContext } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { tally } from './admission.ts'
import { createContext, noCookie, type Services } from './context.ts'
import { refuseCostly } from './document-cost.ts'
import type { Documents } from './documents.ts'
import type { Cancel, Clock } from './clock.ts'
import type { Execute } from './executor.ts'
import { fault } from './fault.ts'
import { equalsOf, followedNoun, type FeedChange } from './feed.ts'
import type { Follower, Hub } from './hub.ts'
import { admit } from './permission.ts'
import { maskError, type Authenticate } from './requests.ts'
import { selectionOf } from './selection.ts'
import { createTurns } from './turns.ts'
import { anonymous, type Viewer } from './viewer.ts'

const MAX_FRAME = 64 * 1024
const MAX_BUFFERED = 256 * 1024
const CALM_BUFFERED = 64 * 1024
const MAX_OPERATIONS = 50
/** No client of ours comes near it, not even one that subscribes anew with every page. */
const MAX_MESSAGES = 500
const MESSAGES_MS = 10_000
const STANDING_MS = 60_000
const GOODBYE_MS = 2_000
/** Not one of graphql-ws's own: clients take those for final. */
const TRY_AGAIN_LATER = 1013
const POLICY_VIOLATION = 1008
/** Of our own, for what one user may hold open. */
const TOO_MANY_SOCKETS = 4430
const MOST_OF_USER = 100
/** So many tell who they are at once; each costs a query. */
const AUTHENTICATING = 16
const PROTOCOL = 'graphql-transport-ws'

/** Which of these sign-ins still stand, with the role that their user has now. */
export type Standing = (signInIds: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** What a socket is known by once it has said who it is; a type alias, for graphql-ws wants an index signature. */
type Connected = { viewer?: Viewer; requestId?: string }
type Connection = SocketContext<Record<string, unknown>, Extra & Connected>
interface Asked { readonly query: string; readonly variables?: Record<string, unknown> | null; readonly operationName?: string | null }
/** Execution arguments that carry how the subscription is followed until it ends. */
interface Following { readonly lifetime: () => AsyncIterable<never> }

export interface Sockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Ends the sockets whose viewer has lost their right: the client comes back with its new ones. */
  readonly endRights: (ended: { readonly userId?: string; readonly signInId?: string }) => void
  /** Ends the sockets whose sign-in is over by its age; runs by itself each minute. */
  readonly endWhatStandsNoMore: () => Promise<void>
  readonly count: () => number
  /** Tells every client to come back elsewhere, and waits for them to go. */
  readonly close: () => Promise<void>
}

/**
 * Subscriptions over graphql-ws. The protocol is its own; the `next` frames are written by the hub's followers, so that
 * equal subscribers share one execution and one serialisation.
 */
export function createSockets(
  services: Services, schema: GraphQLSchema, documents: Documents, execute: Execute, hub: () => Hub, authenticate: Authenticate,
  standing: Standing,
): Sockets {
  const server = new WebSocketServer({
    noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false,
    handleProtocols: protocols => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  })
  const live = new Map<WebSocket, Viewer>()
  const ofUser = tally()
  const authenticating = createTurns({ places: AUTHENTICATING, queue: Infinity, patience: Infinity })
  let endings = 0

  /** Rights that end while they are being read end no socket that is not known yet: then they are read again. */
  const admitted = async (token: string): Promise<Viewer> => {
    for (;;) {
      const before = endings
      const viewer = await authenticate(token || undefined)
      if (endings === before) return viewer
    }
  }

  const disposable = useServer<Record<string, unknown>, Connected>({
    schema,
    // What went wrong stands in the log; the reason of a closed socket is for clients.
    isProd: true,
    onConnect: async ({ connectionParams, extra }) => {
      const token = String(connectionParams?.['authorization'] ?? '').replace(/^Bearer /, '')
      try {
        const viewer = await authenticating.within(() => admitted(token))
        // Gone while it waited, it is never heard of again.
        if (viewer.kind !== 'user' || extra.socket.readyState !== extra.socket.OPEN) return false
        if (ofUser.of(viewer.id) >= MOST_OF_USER) {
          extra.socket.close(TOO_MANY_SOCKETS, 'Too many sockets')
          return false
        }
        Object.assign(extra, { viewer, requestId: services.newId() })
        live.set(extra.socket, viewer)
        ofUser.add(viewer.id)
        return true
      } catch (error) {
        if (isOutage(error)) {
          services.log.error({ err: error }, 'a socket could not be let in')
          extra.socket.close(TRY_AGAIN_LATER, 'Try again later')
        }
        return false
      }
    },
    onDisconnect: context => forget(context.extra.socket),
    onSubscribe: (context, id, payload) => {
      try {
        return prepare(context as Connection, id, payload)
      } catch (error) {
        return [maskError(error, services, context.extra.requestId ?? '')]
      }
    },
    subscribe: args => (args as unknown as Following).lifetime(),
  }, server)

  const forget = (socket: WebSocket): void => {
    const viewer = live.get(socket)
    if (viewer && live.delete(socket)) ofUser.remove(viewer.id)
  }

  const prepare = (context: Connection, id: string, payload: Asked): ExecutionArgs & Following => {
    const { viewer = anonymous, socket, requestId = '' } = context.extra
    if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) throw fault('TOO_COMPLEX', `At most ${MAX_OPERATIONS} subscriptions a socket.`)
    const read = documents.read(payload.query, { mayIntrospect: true })
    if (read.errors) throw read.errors[0]!
    const operation = getOperationAST(read.document, payload.operationName)
    if (operation?.operation !== 'subscription') throw fault('BAD_USER_INPUT', 'The WebSocket serves subscriptions alone; queries and mutations go to POST /graphql.')
    const { verb, after, variables } = readSubscription(schema, operation, payload.variables ?? {})
    admit(viewer, verb)
    refuseCostly(schema, read.document, payload.operationName, payload.variables ?? {})
    const noun = followedNoun(verb)
    if (!noun) throw new Error(`${verb} follows no noun.`)
    const selection = selectionOf(schema, read.document)
    const rest = { ...variables, after: undefined }
    const groupKey = JSON.stringify([documentId(read.document), payload.operationName ?? '', rest, equalsOf(viewer, noun, selection)])
    const render = async (change: FeedChange): Promise<string> => {
      const fresh = createContext(services, { viewer, requestId, ip: '', userAgent: undefined, cookie: noCookie, selection })
      const result = await execute({ document: read.document, operationName: payload.operationName, variables: payload.variables, rootValue: { [verb]: change, ...change }, context: fresh })
      const errors = result.errors?.map(error => maskError(error, services, requestId))
      // Told so, the change would be lost: who comes back with its cursor hears it when the database answers again.
      const outage = errors?.find(isOutage)
      if (outage) throw outage
      return JSON.stringify(errors ? { ...result, errors } : result)
    }
    const lifetime = (): AsyncIterable<never> => {
      const follower: Follower = {
        viewer, noun, groupKey, render,
        send: body => sendNext(context.extra, id, body),
        isBehind: () => socket.readyState === socket.OPEN && socket.bufferedAmount > CALM_BUFFERED,
        lose: () => socket.close(TRY_AGAIN_LATER, 'Try again later'),
      }
      return followUntilReturned(hub(), follower, after, error => {
        services.log.error({ err: error }, 'a subscription could not begin')
        follower.lose()
      })
    }
    return { schema, document: read.document, operationName: payload.operationName, variableValues: payload.variables, lifetime }
  }

  const end = (socket: WebSocket): void => {
    forget(socket)
    socket.close(CloseCode.Forbidden, 'Rights changed')
    // Who does not answer the farewell is not waited for.
    services.clock.later(GOODBYE_MS, () => socket.terminate())
  }

  /** Behind the feed: sign-ins that end by their age, and whatever a process may have missed. */
  const endWhatStandsNoMore = async (): Promise<void> => {
    if (live.size === 0) return
    const stands = await standing([...new Set([...live.values()].map(viewer => viewer.signInId))])
    for (const [socket, viewer] of live) if (stands.get(viewer.signInId) !== viewer.role) end(socket)
  }

  let cancelCheck: Cancel = () => {}
  const checkOn = (): void => {
    cancelCheck = services.clock.later(STANDING_MS, () => {
      endWhatStandsNoMore().catch((error: unknown) => services.log.error({ err: error }, 'the standing of sockets could not be read'))
      checkOn()
    })
  }
  checkOn()

  server.on('connection', socket => {
    refuseFloods(socket, services.clock)
    // graphql-ws would write each broken frame of a client to the console, with its stack.
    socket.removeAllListeners('error')
    socket.on('error', error => services.log.debug({ err: error }, 'a socket failed'))
  })

  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, opened => server.emit('connection', opened, request)),
    endRights: ({ userId, signInId }) => {
      endings++
      for (const [socket, viewer] of live) if (viewer.id === userId || viewer.signInId === signInId) end(socket)
    },
    endWhatStandsNoMore,
    count: () => live.size,
    close: async () => {
      cancelCheck()
      // Who does not answer the farewell would be waited for half a minute.
      const cancel = services.clock.later(GOODBYE_MS, () => {
        for (const socket of server.clients) socket.terminate()
      })
      await disposable.dispose()
      cancel()
    },
  }
}

/** The server's fault, not the client's: an error of the database, or one told as such. */
function isOutage(error: unknown): boolean {
  return !(error instanceof GraphQLError) || error.extensions['code'] === 'UNAVAILABLE'
}

function refuseFloods(socket: WebSocket, clock: Clock): void {
  let messages = 0
  let begun = clock.now().getTime()
  socket.on('message', () => {
    const now = clock.now().getTime()
    if (now - begun > MESSAGES_MS) [messages, begun] = [0, now]
    if (++messages > MAX_MESSAGES) socket.close(POLICY_VIOLATION, 'Too many messages')
  })
}

function readSubscription(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Record<string, unknown>): { verb: string; after: string | undefined; variables: Record<string, unknown> } {
  const [selected, ...others] = operation.selectionSet.selections
  if (selected?.kind !== 'Field' || others.length > 0) throw fault('GRAPHQL_VALIDATION_FAILED', 'A subscription asks one root field, without fragments around it.')
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given)
  if (errors) throw fault('BAD_USER_INPUT', errors[0]!.message)
  return { verb: selected.name.value, after: afterOf(selected, coerced), variables: coerced }
}

function afterOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): string | undefined {
  const value = field.arguments?.find(argument => argument.name.value === 'after')?.value
  if (value?.kind === 'StringValue') return value.value
  const given = value?.kind === 'Variable' ? variables[value.name.value] : undefined
  return typeof given === 'string' ? given : undefined
}

const documentIds = new WeakMap<DocumentNode, number>()
let lastDocumentId = 0

function documentId(document: DocumentNode): number {
  const id = documentIds.get(document) ?? ++lastDocumentId
  documentIds.set(document, id)
  return id
}

let lastFrame: { readonly body: string; readonly id: string; readonly bytes: Buffer } | undefined

/** Members of a group that count their operations alike get the very same bytes, written as they are: making them is most of a send. */
function sendNext({ socket, request }: Connection['extra'], id: string, body: string): void {
  if (socket.readyState !== socket.OPEN) return
  // A reader that does not read is cut off; it comes back with its cursor and has lost nothing. `close` would wait behind the same buffer.
  if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate()
  if (lastFrame?.body !== body || lastFrame.id !== id) {
    lastFrame = { body, id, bytes: textFrame(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`) }
  }
  request.socket.write(lastFrame.bytes)
}

/** One whole text frame of a server, which masks nothing (RFC 6455, 5.2); nothing is compressed here, so that none is ever half written. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  header[0] = 0x81
  if (length < 126) header[1] = length
  else if (length < 65_536) {
    header[1] = 126
    header.writeUInt16BE(length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([header, payload])
}

/**
 * What graphql-ws iterates: it yields nothing, for the frames go past it, and ends when it is returned. Written by hand,
 * because an async generator that awaits queues its `return()` for ever and would never leave the group.
 */
function followUntilReturned(hub: Hub, follower: Follower, after: string | undefined, onOutage: (error: unknown) => void): AsyncIterable<never> {
  const done = { done: true, value: undefined } as const
  let finish: (result: IteratorResult<never>) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const ended = new Promise<IteratorResult<never>>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  // A subscription that is given up before it has begun is iterated by nobody, and its refusal heard by nobody.
  ended.catch(() => {})
  const leave = (): Promise<IteratorResult<never>> => {
    hub.leave(follower)
    finish(done)
    return Promise.resolve(done)
  }
  hub.join(follower, after).catch((error: unknown) => {
    if (!isOutage(error)) return fail(error)
    onOutage(error)
    finish(done)
  })
  const iterator = {
    next: () => ended,
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]: () => iterator,
    // graphql-ws calls `return` only of what says it is a generator.
    [Symbol.toStringTag]: 'AsyncGenerator',
  }
  return iterator as unknown as AsyncIterable<never>
}
