/** Those who watch: each follows the sessions over a socket of its own, and comes back when it is cut. */
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

export interface Crowd {
  /** Changes heard since the last look, by all of them. */
  readonly heard: () => number
  /** How often one came back since the last look. */
  readonly returned: () => number
  readonly leave: () => void
}

const FOLLOW = 'subscription Follow($after: String) { sessionChanged(after: $after) { cursor kind id session { id title version } } }'

export async function subscribers(port: number, tokens: readonly (() => Promise<string>)[], count: number): Promise<Crowd> {
  let [heard, returned] = [0, 0]
  const leaving: (() => void)[] = []
  const follow = (token: () => Promise<string>): Promise<void> => new Promise((resolve, reject) => {
    let cursor: string | undefined
    let isIn = false
    const client = createClient({
      url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket, retryAttempts: Number.POSITIVE_INFINITY, shouldRetry: () => true,
      connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
      on: {
        connected: () => {
          if (isIn) returned++
          isIn = true
        },
      },
    })
    const payload = {
      query: FOLLOW,
      get variables() {
        return { after: cursor }
      },
    }
    const stop = client.subscribe<{ sessionChanged: { cursor: string; kind: string } }>(payload, {
      next: ({ data }) => {
        if (!data) return
        const { kind } = data.sessionChanged
        ;({ cursor } = data.sessionChanged)
        if (kind === 'BOOKMARK') resolve()
        else heard++
      },
      error: reject,
      complete: () => {},
    })
    leaving.push(() => {
      stop()
      void client.dispose()
    })
  })
  await Promise.all(Array.from({ length: count }, (_, i) => follow(tokens[i % tokens.length]!)))
  const look = (value: number, forget: () => void): number => {
    forget()
    return value
  }
  return {
    heard: () => look(heard, () => (heard = 0)),
    returned: () => look(returned, () => (returned = 0)),
    leave: () => leaving.forEach(leave => leave()),
  }
}
