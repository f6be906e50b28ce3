import { setTimeout as passed } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { readFeedCursor } from '../src/platform/feed.ts'
import type { Person } from './lectern.ts'

export interface Told { readonly kind: string; readonly cursor: string; readonly id: string | null }

/** A client that comes back with its cursor whenever it is cut, as the web does. */
export interface Subscriber {
  /** Every message, in the order it came. */
  readonly messages: readonly Told[]
  /** The positions of the changes it was told. */
  readonly positions: () => number[]
  /** Every close code, in order. */
  readonly closes: readonly number[]
  /** The code of its first end. */
  readonly closed: Promise<number>
  readonly connections: () => number
  /** Resolves with the first message that meets the condition; rejects when the server refuses for good. */
  readonly until: (meets: (message: Told) => boolean) => Promise<Told>
  /** Resolves when it has been told everything up to a position, by a change or a BOOKMARK. */
  readonly reached: (position: number) => Promise<Told>
  readonly stop: () => void
}

/** Spread as the web's, but sooner: tests wait for it. */
const LONGEST_WAIT_MS = 500

export const FOLLOW_SESSIONS = 'subscription ($after: String) { sessionChanged(after: $after) { kind cursor id session { id version title } } }'

export function subscribe(url: () => string, who: Person, query: string = FOLLOW_SESSIONS, after?: string): Subscriber {
  const messages: Told[] = []
  const closes: number[] = []
  const looks = new Set<() => void>()
  let cursor = after
  let connections = 0
  let refusal: unknown
  let operations = 0
  let tellClosed: (code: number) => void = () => {}
  const closed = new Promise<number>(resolve => {
    tellClosed = resolve
  })
  const look = (): void => {
    for (const each of looks) each()
  }
  const client = createClient({
    url: () => `${url().replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${who.token}` },
    generateID: () => String(++operations),
    retryAttempts: Number.POSITIVE_INFINITY, shouldRetry: () => true, retryWait: () => passed(Math.random() * LONGEST_WAIT_MS),
    on: {
      connected: () => void connections++,
      closed: event => {
        const { code } = event as { code: number }
        closes.push(code)
        tellClosed(code)
      },
    },
  })
  const payload = {
    query,
    // Read anew each time that it comes back.
    get variables() {
      return { after: cursor }
    },
  }
  const unsubscribe = client.subscribe<Record<string, Told>>(payload, {
    next: ({ data }) => {
      for (const message of Object.values(data ?? {})) {
        messages.push(message)
        cursor = message.cursor
      }
      look()
    },
    error: error => {
      refusal = error
      look()
    },
    complete: () => {},
  })
  const until: Subscriber['until'] = meets => new Promise((resolve, reject) => {
    let seen = 0
    const each = (): void => {
      while (seen < messages.length) {
        const message = messages[seen++]!
        if (!meets(message)) continue
        looks.delete(each)
        return resolve(message)
      }
      if (refusal !== undefined) reject(new Error('The subscription was refused.', { cause: refusal }))
    }
    looks.add(each)
    each()
  })
  return {
    messages, closes, closed, until,
    positions: () => messages.filter(({ kind }) => kind !== 'BOOKMARK' && kind !== 'RESET').map(message => readFeedCursor(message.cursor).position),
    connections: () => connections,
    reached: position => until(message => readFeedCursor(message.cursor).position >= position),
    stop: unsubscribe,
  }
}
