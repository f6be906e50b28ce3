import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  getOperationAST, getVariableValues, GraphQLError, type DocumentNode, type ExecutionArgs, type FieldNode, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql'
import { useServer, type Extra } from 'graphql-ws/use/ws'
import { CloseCode, type Context as SocketContext } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { createContext, noCookie, type Services } from './context.ts'
import type { Documents } from './documents.ts'
import type { Execute } from './executor.ts'
import { fault } from './fault.ts'
import { equalsOf, followedNoun, type FeedChange } from './feed.ts'
import type { Follower, Hub } from './hub.ts'
import { admit } from './permission.ts'
import { maskError, type Authenticate } from './requests.ts'
import { selectionOf } from './selection.ts'
import { anonymous, type Viewer } from './viewer.ts'

const MAX_FRAME = 64 * 1024
const MAX_BUFFERED = 256 * 1024
const MAX_OPERATIONS = 50
const PROTOCOL = 'graphql-transport-ws'

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
): Sockets {
  const server = new WebSocketServer({
    noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false,
    handleProtocols: protocols => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  })
  const live = new Map<WebSocket, Viewer>()

  const disposable = useServer<Record<string, unknown>, Connected>({
    schema,
    onConnect: async context => {
      const token = String(context.connectionParams?.['authorization'] ?? '').replace(/^Bearer /, '')
      const viewer = await authenticate(token || undefined).catch((error: unknown) => deadToken(error))
      if (viewer?.kind !== 'user') return false
      Object.assign(context.extra, { viewer, requestId: services.newId() })
      live.set(context.extra.socket, viewer)
      return true
    },
    onDisconnect: context => {
      live.delete(context.extra.socket)
    },
    onSubscribe: (context, id, payload) => {
      try {
        return prepare(context as Connection, id, payload)
      } catch (error) {
        return [maskError(error, services, context.extra.requestId ?? '')]
      }
    },
    subscribe: args => (args as unknown as Following).lifetime(),
  }, server)

  const prepare = (context: Connection, id: string, payload: Asked): ExecutionArgs & Following => {
    const { viewer = anonymous, socket, requestId = '' } = context.extra
    if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) throw fault('TOO_COMPLEX', `At most ${MAX_OPERATIONS} subscriptions a socket.`)
    const read = documents.read(payload.query, { mayIntrospect: true })
    if (read.errors) throw read.errors[0]!
    const operation = getOperationAST(read.document, payload.operationName)
    if (operation?.operation !== 'subscription') throw fault('BAD_USER_INPUT', 'The WebSocket serves subscriptions alone; queries and mutations go to POST /graphql.')
    const { verb, after, variables } = readSubscription(schema, operation, payload.variables ?? {})
    admit(viewer, verb)
    const noun = followedNoun(verb)
    if (!noun) throw new Error(`${verb} follows no noun.`)
    const selection = selectionOf(schema, read.document)
    const rest = { ...variables, after: undefined }
    const groupKey = JSON.stringify([documentId(read.document), payload.operationName ?? '', rest, equalsOf(viewer, selection)])
    const render = async (change: FeedChange): Promise<string> => {
      const fresh = createContext(services, { viewer, requestId, ip: '', userAgent: undefined, cookie: noCookie, selection })
      const result = await execute({ document: read.document, operationName: payload.operationName, variables: payload.variables, rootValue: { [verb]: change, ...change }, context: fresh })
      const errors = result.errors?.map(error => maskError(error, services, requestId))
      return JSON.stringify(errors ? { ...result, errors } : result)
    }
    const lifetime = (): AsyncIterable<never> => {
      const follower: Follower = { viewer, noun, groupKey, render, send: body => sendNext(socket, id, body) }
      return followUntilReturned(hub(), follower, after, error => services.log.error({ err: error }, 'a subscription could not begin'))
    }
    return { schema, document: read.document, operationName: payload.operationName, variableValues: payload.variables, lifetime }
  }

  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, opened => server.emit('connection', opened, request)),
    endRights: ({ userId, signInId }) => {
      for (const [socket, viewer] of live) {
        if (viewer.id === userId || viewer.signInId === signInId) socket.close(CloseCode.Forbidden, 'Rights changed')
      }
    },
    count: () => live.size,
    close: async () => {
      for (const socket of server.clients) socket.close(1001, 'Going away')
      await disposable.dispose()
      server.close()
    },
  }
}

function deadToken(error: unknown): undefined {
  if (error instanceof GraphQLError) return undefined
  throw error
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

/** Members of a group that count their operations alike get the very same bytes. */
function sendNext(socket: WebSocket, id: string, body: string): void {
  if (socket.readyState !== socket.OPEN) return
  // A reader that does not read is cut off; it comes back with its cursor and has lost nothing. `close` would wait behind the same buffer.
  if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate()
  if (lastFrame?.body !== body || lastFrame.id !== id) {
    lastFrame = { body, id, bytes: Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`) }
  }
  socket.send(lastFrame.bytes, { binary: false })
}

/**
 * What graphql-ws iterates: it yields nothing, for the frames go past it, and ends when it is returned. Written by hand,
 * because an async generator that awaits queues its `return()` for ever and would never leave the group.
 */
function followUntilReturned(hub: Hub, follower: Follower, after: string | undefined, onError: (error: unknown) => void): AsyncIterable<never> {
  let finish: (result: IteratorResult<never>) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const ended = new Promise<IteratorResult<never>>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  let left = false
  const leave = (): Promise<IteratorResult<never>> => {
    left = true
    hub.leave(follower)
    finish({ done: true, value: undefined })
    return ended
  }
  hub.join(follower, after).then(
    () => {
      if (left) hub.leave(follower)
    },
    (error: unknown) => {
      if (!(error instanceof GraphQLError)) onError(error)
      fail(error instanceof GraphQLError ? error : fault('UNAVAILABLE', 'The feed does not answer just now. Try again.'))
    },
  )
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
