import type { ApolloServerOptionsWithGateway } from '@apollo/server'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import type { Documents } from './documents.ts'
import type { Execute } from './executor.ts'

type Gateway = NonNullable<ApolloServerOptionsWithGateway<object>['gateway']>
type DocumentStore = NonNullable<ApolloServerOptionsWithGateway<object>['documentStore']>

/** Apollo Server lets another executor in by one door only: that of a gateway. */
export function executorGateway(schema: GraphQLSchema, execute: Execute): Gateway {
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' })
      return () => undefined
    },
    load: () =>
      Promise.resolve({
        executor: async ({ document, operationName, request, context }) => execute({ document, operationName, variables: request.variables, context }),
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
