import { ApolloServer, HeaderMap } from '@apollo/server'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentStore, executorGateway } from './apollo.ts'
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
const documents = createDocuments(schema, new Set())
const server = new ApolloServer<{ viewer: string }>({
  gateway: executorGateway(schema, createExecutor(schema)),
  documentStore: documentStore(documents),
  includeStacktraceInErrorResponses: false,
  introspection: true,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
})
beforeAll(() => server.start())
afterAll(() => server.stop())

async function ask(query: string, variables: object = {}) {
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers: new HeaderMap([['content-type', 'application/json']]), search: '', body: { query, variables } },
    context: () => Promise.resolve({ viewer: 'ada' }),
  })
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

it('does not parse or validate a document again that was read before', async () => {
  // Apollo's own rules would refuse what this store knows under a text that is none.
  const { document } = documents.read('{ __typename }', { mayIntrospect: false })
  const lying = new ApolloServer({
    gateway: executorGateway(schema, createExecutor(schema)),
    documentStore: documentStore({ ...documents, find: hash => (hash.length === 64 ? document! : undefined) }),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  await lying.start()
  const response = await lying.executeOperation({ query: 'not a document at all {' })
  await lying.stop()
  expect(response.body).toMatchObject({ singleResult: { data: { __typename: 'Query' } } })
})
