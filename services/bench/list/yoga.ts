/** GraphQL Yoga as it comes, over the floor's own statements. */
import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { sessionsPage } from './pages.ts'
import { SDL } from './sdl.ts'

const schema = createSchema({
  typeDefs: SDL,
  resolvers: { Query: { sessions: (_root: unknown, { after }: { after?: string | null }) => sessionsPage(after) } },
})
const yoga = createYoga({ schema, logging: false, maskedErrors: false, graphiql: false })
createServer((request, response) => void yoga(request, response)).listen(Number(process.env['PORT']), '127.0.0.1')
