import { type ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Documents } from './documents.ts'
import type { Execute } from './executor.ts'

type Gateway = NonNullable<ApolloServerOptionsWithGateway<object>['gateway']>
type DocumentStore = NonNullable<ApolloServerOptionsWithGateway<object>['documentStore']>

/**
 * What Apollo Server is given as a request's context. It makes an object with accessors of their own for each request to a gateway, and V8
 * keeps what those close over until its next full collection: the context and the answer of every request would grow old first, which
 * took a fifth of the time of a list. So both are held here, and let go of when the request is answered.
 */
export interface Holder<C> {
  // Apollo Server clones what it is given, but not what that holds.
  readonly held: { context: C | undefined; response: { body?: unknown } | undefined }
}

/** Lets the holder know of the answer. */
export function holding<C>(): ApolloServerPlugin<Holder<C>> {
  return { requestDidStart: ({ contextValue, response }) => Promise.resolve(void (contextValue.held.response = response)) }
}

/** Has a server that is `holding` answer one request. */
export async function answer<C>(apollo: ApolloServer<Holder<C>>, context: C, body: unknown): Promise<HTTPGraphQLResponse> {
  const { held }: Holder<C> = { held: { context, response: undefined } }
  const headers = new HeaderMap([['content-type', 'application/json']])
  try {
    return await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers, search: '', body },
      context: () => Promise.resolve({ held }),
    })
  } finally {
    delete held.response?.body
    held.context = undefined
    held.response = undefined
  }
}

/** Apollo Server lets another executor in by one door only: that of a gateway. */
export function executorGateway(schema: GraphQLSchema, execute: Execute): Gateway {
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' })
      return () => undefined
    },
    load: () =>
      Promise.resolve({
        executor: async ({ document, operationName, request, context }) =>
          execute({ document, operationName, variables: request.variables, context: (context as Holder<unknown>).held.context }),
      }),
    stop: () => Promise.resolve(),
  }
}

const hashLength = 64

/** Apollo Server takes the documents that were read before as they are, without parsing and validating them once more. */
export function documentStore(documents: Documents): DocumentStore {
  return {
    // Its keys end in the SHA-256 of the document's text.
    get: (key: string) => Promise.resolve<DocumentNode | undefined>(documents.find(key.slice(-hashLength))),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  }
}
