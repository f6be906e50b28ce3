import { ApolloClient, CombinedGraphQLErrors, InMemoryCache } from '@apollo/client'
import { buildSchema, GraphQLError, parse } from 'graphql'
import { makeServer } from 'graphql-ws'
import { afterEach, expect, test, vi } from 'vitest'
import { createFeedLink } from './feedLink.ts'

// The real client of the protocol against its real server, over a pair of sockets in memory.

const schema = buildSchema(`
  type Query { nothing: Int }
  type Subscription { thingChanged(after: String): Change! }
  type Change { cursor: String! kind: String! id: ID }
`)
const document = parse('subscription ThingChanged($after: String) { thingChanged(after: $after) { cursor kind id } }')

interface Asked {
  operation: string
  after: string | null | undefined
  tell: (change: { cursor: string; kind: string; id?: string }) => void
  end: () => void
}

function createHouse() {
  const asked: Asked[] = []
  const tokens: unknown[] = []
  const lines = new Set<{ cut: (code: number) => void }>()
  let forbidden = false

  async function* thingChanged({ after }: { after?: string | null }, { operation }: { operation: string }) {
    if (forbidden) throw new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } })
    const waiting: unknown[] = []
    let wake = () => {}
    let ended = false
    asked.push({
      operation,
      after,
      tell: (change) => {
        waiting.push(change)
        wake()
      },
      end: () => {
        ended = true
        wake()
      },
    })
    while (!ended) {
      while (waiting.length > 0) yield { thingChanged: waiting.shift() }
      await new Promise<void>((resolve) => {
        wake = resolve
        if (ended || waiting.length > 0) resolve()
      })
    }
  }

  const server = makeServer({
    schema,
    roots: { subscription: { thingChanged } },
    context: (_context: unknown, operation: string) => ({ operation }),
    onConnect: ({ connectionParams }) => {
      tokens.push(connectionParams?.['authorization'])
    },
  })

  class Line {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSING = 2
    static readonly CLOSED = 3
    readyState = 0
    onopen?: () => void
    onmessage?: (event: { data: string }) => void
    onclose?: (event: { code: number; reason: string; wasClean: boolean }) => void
    onerror?: (error: unknown) => void
    #heard: (data: string) => Promise<void> = () => Promise.resolve()
    #closed: (code: number, reason: string) => Promise<void>

    constructor() {
      lines.add(this)
      this.#closed = server.opened(
        {
          protocol: 'graphql-transport-ws',
          send: (data) => queueMicrotask(() => this.onmessage?.({ data })),
          close: (code = 1005) => this.cut(code),
          onMessage: (heard) => {
            this.#heard = heard
          },
        },
        {},
      )
      queueMicrotask(() => {
        this.readyState = 1
        this.onopen?.()
      })
    }

    send(data: string) {
      void this.#heard(data)
    }

    close(code = 1000) {
      this.cut(code)
    }

    cut(code: number) {
      if (this.readyState === 3) return
      this.readyState = 3
      lines.delete(this)
      void this.#closed(code, '')
      this.onclose?.({ code, reason: '', wasClean: code === 1000 })
    }
  }

  return {
    asked,
    tokens,
    Line,
    cut: (code = 1006) => [...lines].forEach((line) => line.cut(code)),
    forbid: () => {
      forbidden = true
    },
  }
}

function open() {
  const house = createHouse()
  const renewals: number[] = []
  const states: string[] = []
  const link = createFeedLink({
    url: 'ws://lectern.test/graphql',
    token: () => Promise.resolve(`token-${renewals.length}`),
    renewToken: () => Promise.resolve(renewals.push(1)),
    onConnected: () => states.push('connected'),
    onLost: () => states.push('lost'),
    onIdle: () => states.push('idle'),
    webSocketImpl: house.Line,
  })
  const client = new ApolloClient({ cache: new InMemoryCache(), link })
  const heard: unknown[] = []
  const errors: unknown[] = []
  const subscription = client.subscribe({ query: document, fetchPolicy: 'no-cache' }).subscribe({
    next: ({ data, error }) => (error ? errors.push(error) : heard.push((data as { thingChanged: { kind: string } }).thingChanged)),
    error: (error: unknown) => errors.push(error),
  })
  const asked = (count: number) =>
    vi.waitFor(() => {
      link.tryNow()
      expect(house.asked).toHaveLength(count)
      return house.asked[count - 1]!
    })
  const heardOf = (count: number) => vi.waitFor(() => expect(heard).toHaveLength(count))
  cleanUp.push(() => subscription.unsubscribe())
  return { house, renewals, states, heard, errors, asked, heardOf, subscription, link }
}

const cleanUp: (() => void)[] = []
afterEach(() => cleanUp.splice(0).forEach((clean) => clean()))

test('begins without a cursor and comes back with the last one, for ever', async () => {
  const { house, heardOf, asked } = open()
  const first = await asked(1)
  expect(first.after).toBeUndefined()
  first.tell({ cursor: 'a', kind: 'BOOKMARK' })
  first.tell({ cursor: 'b', kind: 'UPDATED', id: '1' })
  await heardOf(2)
  for (let time = 2; time < 12; time++) {
    house.cut()
    expect((await asked(time)).after).toBe('b')
  }
  house.asked[10]!.tell({ cursor: 'c', kind: 'UPDATED', id: '2' })
  await heardOf(3)
  house.cut()
  expect((await asked(12)).after).toBe('c')
})

test('counts its operations, so that equals get the same bytes', async () => {
  const { house, asked } = open()
  await asked(1)
  house.cut()
  await asked(2)
  expect(house.asked.map(({ operation }) => operation)).toEqual(['1', '2'])
})

test.each([4401, 4403])('after %i it comes back with a new token', async (code) => {
  const { house, renewals, asked, heardOf } = open()
  ;(await asked(1)).tell({ cursor: 'a', kind: 'BOOKMARK' })
  await heardOf(1)
  house.cut(code)
  expect((await asked(2)).after).toBe('a')
  expect(renewals).toHaveLength(1)
  expect(house.tokens).toEqual(['Bearer token-0', 'Bearer token-1'])
})

test('a stream that the server ends goes on from its cursor', async () => {
  const { asked, heardOf } = open()
  const first = await asked(1)
  first.tell({ cursor: 'a', kind: 'BOOKMARK' })
  await heardOf(1)
  first.end()
  expect((await asked(2)).after).toBe('a')
})

test('RESET forgets the cursor, and a gap without one is told as RESET', async () => {
  const { house, heard, asked, heardOf } = open()
  const first = await asked(1)
  first.tell({ cursor: 'a', kind: 'BOOKMARK' })
  first.tell({ cursor: 'b', kind: 'RESET' })
  await heardOf(2)
  house.cut()
  const second = await asked(2)
  expect(second.after).toBeUndefined()
  second.tell({ cursor: 'c', kind: 'BOOKMARK' })
  await heardOf(3)
  expect(heard.map((change) => (change as { kind: string }).kind)).toEqual(['BOOKMARK', 'RESET', 'RESET'])
})

test('what the role may not hear ends in an error, without coming back', async () => {
  const { house, errors } = open()
  house.forbid()
  await vi.waitFor(() => expect(errors).toHaveLength(1))
  expect(CombinedGraphQLErrors.is(errors[0])).toBe(true)
  expect(house.asked).toHaveLength(0)
})

test('tells the connection when it is lost and when it stands again', async () => {
  const { house, states, asked } = open()
  await asked(1)
  house.cut()
  await asked(2)
  expect(states.filter((state, index) => state !== states[index - 1])).toEqual(['connected', 'lost', 'connected'])
})
