/** graphql-ws as it comes: each subscription executes each change by itself. */
import { createServer } from 'node:http'
import { useServer } from 'graphql-ws/use/ws'
import { createPubSub, createSchema } from 'graphql-yoga'
import { WebSocketServer } from 'ws'
import { SDL, type Change } from './documents.ts'

const pubsub = createPubSub<{ changed: [Change] }>()
const schema = createSchema({
  typeDefs: SDL,
  resolvers: { Subscription: { sessionChanged: { subscribe: () => pubsub.subscribe('changed'), resolve: (change: Change) => change } } },
})
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    pubsub.publish('changed', JSON.parse(Buffer.concat(parts).toString()) as Change)
    response.writeHead(200).end('{}')
  })
})
useServer({ schema }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }))
server.listen(Number(process.env['PORT']), '127.0.0.1')
