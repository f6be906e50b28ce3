/** GraphQL Yoga as it comes, over the floor's own statements. */
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import type { GraphQLSchema } from 'graphql'
import { sessionsPage } from './pages.ts'
import { SDL } from './sdl.ts'

interface Yoga {
  readonly createSchema: (options: { typeDefs: string; resolvers: object }) => GraphQLSchema
  readonly createYoga: (options: { schema: GraphQLSchema; logging: boolean; maskedErrors: boolean; graphiql: boolean }) => RequestListener
}

// Not imported: its types would widen those of graphql for the whole server.
const { createSchema, createYoga } = createRequire(import.meta.url)('graphql-yoga') as Yoga

const schema = createSchema({
  typeDefs: SDL,
  resolvers: { Query: { sessions: (_root: unknown, { after }: { after?: string | null }) => sessionsPage(after) } },
})
createServer(createYoga({ schema, logging: false, maskedErrors: false, graphiql: false })).listen(Number(process.env['PORT']), '127.0.0.1')
