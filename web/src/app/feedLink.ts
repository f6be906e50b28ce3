import { ApolloLink, CombinedGraphQLErrors, Observable } from '@apollo/client'
import { print } from 'graphql'
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql'
import { createClient } from 'graphql-ws/client'
import type { Client } from 'graphql-ws/client'
import { jittered } from './post.ts'

// graphql-ws keeps the protocol; coming back is ours. Its own client gives up after five tries, takes 4401 as final and
// repeats the first `after`, by which everything since the page was opened would come again or be RESET.

/** Refused: the token is not good (any more); the rights have changed. */
const wantsNewToken = new Set([4401, 4403])
const keepAlive = 12_000
const pongWithin = 5_000
/** A page that goes and one that comes share the socket. */
const lingers = 4_000

export interface FeedLinkOptions {
  url: string
  token: () => Promise<string | undefined>
  renewToken: () => Promise<unknown>
  onConnected: () => void
  onLost: () => void
  /** Closed by ourselves: nothing on the screen is live. */
  onIdle: () => void
  webSocketImpl?: unknown
}

export interface FeedLink extends ApolloLink {
  /** Ends the waiting: tries at once. */
  tryNow: () => void
  /** Drops a socket that may be dead without having noticed. */
  cut: () => void
}

interface FeedMessage {
  cursor?: string
  kind?: string
}

const messageOf = ({ data }: FormattedExecutionResult): FeedMessage =>
  (Object.values(data ?? {})[0] ?? {}) as FeedMessage

const asReset = (result: FormattedExecutionResult): FormattedExecutionResult => {
  const [[field, message] = ['', {}]] = Object.entries(result.data ?? {})
  return { ...result, data: { [field]: { ...(message as object), kind: 'RESET' } } }
}

const isRefusal = (error: unknown): error is readonly GraphQLFormattedError[] => Array.isArray(error)

const isDeadToken = (errors: readonly GraphQLFormattedError[]) =>
  errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED')

/** One wait for all operations of the socket, longer with each failure, ended early by `wake`. */
function createPatience() {
  let failures = 0
  let waiting: Promise<void> | undefined
  let wake = () => {}
  return {
    reset: () => {
      failures = 0
    },
    wake: () => wake(),
    wait: () => {
      waiting ??= new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, jittered(400, failures++, 20_000))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }).finally(() => {
        waiting = undefined
      })
      return waiting
    },
  }
}

function createSocket(options: FeedLinkOptions, onConnected: () => void): Client {
  let operations = 0
  let pongIsLate: ReturnType<typeof setTimeout> | undefined
  const socket = createClient({
    url: options.url,
    lazy: true,
    lazyCloseTimeout: lingers,
    retryAttempts: 0,
    keepAlive,
    connectionAckWaitTimeout: 10_000,
    // Small numbers: all clients with equal rights get the very same bytes, and the server writes them once.
    generateID: () => String(++operations),
    connectionParams: async () => {
      const token = await options.token()
      return token ? { authorization: `Bearer ${token}` } : {}
    },
    ...(options.webSocketImpl !== undefined && { webSocketImpl: options.webSocketImpl }),
    on: {
      connected: onConnected,
      ping: (received) => {
        if (!received) pongIsLate = setTimeout(() => socket.terminate(), pongWithin)
      },
      pong: (received) => {
        if (received) clearTimeout(pongIsLate)
      },
      closed: () => clearTimeout(pongIsLate),
    },
  })
  return socket
}

const codeOf = (event: unknown) => (event as { code?: unknown } | null)?.code

export function createFeedLink(options: FeedLinkOptions): FeedLink {
  const patience = createPatience()
  let active = 0
  const socket = createSocket(options, () => {
    patience.reset()
    options.onConnected()
  })
  socket.on('closed', () => (active > 0 ? options.onLost() : options.onIdle()))

  function run(operation: ApolloLink.Operation): Observable<ApolloLink.Result> {
    return new Observable((observer) => {
      let cursor = operation.variables['after'] as string | undefined
      let begun = false
      let interrupted = false
      let ended = false
      let unsubscribe = () => {}
      const payload = {
        query: print(operation.query),
        operationName: operation.operationName,
        // Read anew by each subscribing, the one that graphql-ws does by itself after a normal closure included.
        get variables() {
          return { ...operation.variables, after: cursor }
        },
      }

      const take = (result: FormattedExecutionResult) => {
        const message = messageOf(result)
        // Back without a cursor: what happened in between is unknown.
        const isGap = interrupted && begun && cursor === undefined && message.kind === 'BOOKMARK'
        interrupted = false
        begun = true
        cursor = message.kind === 'RESET' ? undefined : (message.cursor ?? cursor)
        observer.next((isGap ? asReset(result) : result) as ApolloLink.Result)
      }

      const comeBack = async (mayNeedToken: boolean) => {
        interrupted = true
        unsubscribe()
        options.onLost()
        await patience.wait()
        if (mayNeedToken && !ended) await options.renewToken().catch(() => undefined)
        if (!ended) start()
      }

      const start = () => {
        unsubscribe = socket.subscribe(payload, {
          next: (result) => take(result as FormattedExecutionResult),
          error: (error) => {
            if (ended) return
            if (isRefusal(error) && !isDeadToken(error)) {
              observer.error(new CombinedGraphQLErrors({ errors: [...error] }, [...error]))
              return
            }
            const code = codeOf(error)
            void comeBack(isRefusal(error) || (typeof code === 'number' && wantsNewToken.has(code)))
          },
          // The server ends a stream when the rights behind it have changed: back with the cursor.
          complete: () => {
            if (!ended) void comeBack(false)
          },
        })
      }

      active++
      start()
      return () => {
        ended = true
        active--
        unsubscribe()
      }
    })
  }

  return Object.assign(new ApolloLink(run), {
    tryNow: () => patience.wake(),
    cut: () => socket.terminate(),
  })
}
