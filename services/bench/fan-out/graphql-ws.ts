/** graphql-ws as it comes: each subscription executes each change by itself. */
import { EventEmitter, on } from 'node:events'
import { createServer } from 'node:http'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { SDL, type Change } from './documents.ts'

const changes = new EventEmitter().setMaxListeners(0)

async function* sessionChanged(): AsyncGenerator<{ sessionChanged: Change }> {
  for await (const [change] of on(changes, 'changed') as AsyncIterable<[Change]>) yield { sessionChanged: change }
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    changes.emit('changed', JSON.parse(Buffer.concat(parts).toString()) as Change)
    response.writeHead(200).end('{}')
  })
})
useServer({ schema: buildSchema(SDL), roots: { subscription: { sessionChanged } } }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }))
server.listen(Number(process.env['PORT']), '127.0.0.1')
