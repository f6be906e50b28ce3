import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { CloseCode } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { tally } from './admission.ts'
import type { Services } from './context.ts'
import type { Documents } from './documents.ts'
import type { Cancel, Clock } from './clock.ts'
import type { Execute } from './executor.ts'
import { fault } from './fault.ts'
import type { Hub } from './hub.ts'
import { maskError, type Authenticate } from './requests.ts'
import { askBack, createSubscriptions, isOutage, type Following } from './subscriptions.ts'
import { createTurns } from './turns.ts'
import { anonymous, type Viewer } from './viewer.ts'

const MAX_FRAME = 64 * 1024
const MAX_OPERATIONS = 50
/** No client of ours comes near it, not even one that subscribes anew with every page. */
const MAX_MESSAGES = 500
const MESSAGES_MS = 10_000
const STANDING_MS = 60_000
const GOODBYE_MS = 2_000
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

export interface Sockets {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Ends the sockets whose viewer has lost their right: the client comes back with its new ones. */
  readonly endRights: (ended: { readonly userId?: string; readonly signInId?: string }) => void
  /** Ends the sockets whose sign-in is over by its age; runs by itself each minute. */
  readonly endWhatStandsNoMore: () => Promise<void>
  readonly count: () => number
  /** Tells every client to come back elsewhere, once, and waits for them to go. */
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
  const prepare = createSubscriptions(services, schema, documents, execute, hub)
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
          askBack(extra.socket)
        }
        return false
      }
    },
    onDisconnect: context => forget(context.extra.socket),
    onSubscribe: (context, id, payload) => {
      const { viewer = anonymous, requestId = '', socket, request } = context.extra
      try {
        if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) throw fault('TOO_COMPLEX', `At most ${MAX_OPERATIONS} subscriptions a socket.`)
        return prepare({ viewer, requestId, socket, stream: request.socket }, id, payload)
      } catch (error) {
        return [maskError(error, services, requestId)]
      }
    },
    subscribe: args => (args as unknown as Following).lifetime(),
  }, server)

  const forget = (socket: WebSocket): void => {
    const viewer = live.get(socket)
    if (viewer && live.delete(socket)) ofUser.remove(viewer.id)
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
    // Who is let in meanwhile was not asked about.
    const asked = [...live]
    const stands = await standing([...new Set(asked.map(([, viewer]) => viewer.signInId))])
    for (const [socket, viewer] of asked) if (stands.get(viewer.signInId) !== viewer.role) end(socket)
  }

  let cancelCheck: Cancel = () => {}
  const checkOn = (): void => {
    cancelCheck = services.clock.later(STANDING_MS, () => {
      endWhatStandsNoMore().catch((error: unknown) => services.log.error({ err: error }, 'the standing of sockets could not be read'))
      checkOn()
    })
  }
  checkOn()

  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    cancelCheck()
    // Who does not answer the farewell would be waited for half a minute.
    const cancel = services.clock.later(GOODBYE_MS, () => {
      for (const socket of server.clients) socket.terminate()
    })
    await disposable.dispose()
    cancel()
  }

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
    close: () => (closed ??= close()),
  }
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
