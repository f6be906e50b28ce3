import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ApolloServer } from '@apollo/server'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answer, documentStore, executorGateway, type Holder, holding } from './apollo.ts'
import { createDocuments } from './documents.ts'
import { createExecutor } from './executor.ts'
import { fault } from './fault.ts'

const schema = buildSchema('type Query { name(of: Int!): String secret: String }')
Object.assign(schema.getQueryType()!.getFields()['name']!, { resolve: (_: unknown, { of }: { of: number }, context: { viewer: string }) => `${context.viewer} ${of}` })
Object.assign(schema.getQueryType()!.getFields()['secret']!, {
  resolve: () => {
    throw fault('RATE_LIMITED', 'slowly', { retryAfter: 3 })
  },
})
interface Asked { readonly viewer: string; readonly read?: Uint8Array }
const documents = createDocuments(schema, new Set())
const server = new ApolloServer<Holder<Asked>>({
  plugins: [holding()],
  gateway: executorGateway(schema, createExecutor(schema)),
  documentStore: documentStore(documents),
  includeStacktraceInErrorResponses: false,
  introspection: true,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
})
beforeAll(() => server.start())
afterAll(() => server.stop())

async function ask(query: string, variables: object = {}) {
  const response = await answer(server, { viewer: 'ada' }, { query, variables })
  if (response.body.kind !== 'complete') throw new Error('chunked')
  return { status: response.status ?? 200, body: JSON.parse(response.body.string) as unknown }
}

it('executes what was read before, and gives each fault its status', async () => {
  const query = 'query ($of: Int!) { name(of: $of) }'
  documents.read(query, { mayIntrospect: false })
  expect(await ask(query, { of: 1 })).toEqual({ status: 200, body: { data: { name: 'ada 1' } } })
  expect(await ask(query, { of: 'x' })).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } })
  expect(await ask('{ secret }')).toMatchObject({ status: 429, body: { data: { secret: null }, errors: [{ path: ['secret'], extensions: { code: 'RATE_LIMITED', retryAfter: 3 } }] } })
})

it('lets go of a request when it is answered, not when memory is looked through as a whole', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void
  const query = 'query ($of: Int!) { name(of: $of) }'
  documents.read(query, { mayIntrospect: false })
  const requests = 200
  // Bytes of buffers: plain objects V8 may well take for old from the start, where many of their kind have lived long.
  const bytes = 100_000
  const read = (): number => process.memoryUsage().arrayBuffers / bytes
  const before = read()
  for (let i = 1; i <= requests; i++) {
    await answer(server, { viewer: 'ada', read: new Uint8Array(bytes) }, { query, variables: { of: i } })
    // What survives two of them is taken for old.
    if (i % 10 === 0) collect({ type: 'minor' })
  }
  collect({ type: 'minor' })
  // They are freed by another thread.
  await expect.poll(() => read() - before).toBeLessThan(requests / 10)
})

it('does not parse or validate a document again that was read before', async () => {
  // Apollo's own rules would refuse what this store knows under a text that is none.
  const { document } = documents.read('{ __typename }', { mayIntrospect: false })
  const lying = new ApolloServer<Holder<object>>({
    gateway: executorGateway(schema, createExecutor(schema)),
    documentStore: documentStore({ ...documents, find: hash => (hash.length === 64 ? document! : undefined) }),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  await lying.start()
  const response = await lying.executeOperation({ query: 'not a document at all {' }, { contextValue: { held: { context: {}, response: undefined } } })
  await lying.stop()
  expect(response.body).toMatchObject({ singleResult: { data: { __typename: 'Query' } } })
})
