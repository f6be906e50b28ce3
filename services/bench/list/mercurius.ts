/** Mercurius with its compiler on, over the floor's own statements: Fastify and GraphQL at their fastest. */
import { fastify } from 'fastify'
import { mercurius } from 'mercurius'
import { sessionsPage } from './pages.ts'
import { SDL } from './sdl.ts'

const app = fastify({ logger: false })
await app.register(mercurius, {
  schema: SDL, jit: 1,
  resolvers: { Query: { sessions: (_root: unknown, { after }: { after?: string | null }) => sessionsPage(after) } },
})
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' })
