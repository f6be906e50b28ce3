/** The floor: a loop that sends one Buffer to each socket. No rights, no documents: each says by its subscription's name which bytes it gets. */
import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { picks, type Change } from './documents.ts'

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    tell(JSON.parse(Buffer.concat(parts).toString()) as Change)
    response.writeHead(200).end('{}')
  })
})
const followers: Set<WebSocket>[] = picks.map(() => new Set())

function tell(change: Change): void {
  for (const [i, pick] of picks.entries()) {
    const frame = Buffer.from(JSON.stringify({ id: '1', type: 'next', payload: { data: { sessionChanged: pick(change) } } }))
    for (const socket of followers[i]!) socket.send(frame, { binary: false })
  }
}

new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }).on('connection', socket => {
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload?: { query: string } }
    if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}')
    else if (message.type === 'subscribe') {
      const group = followers['ABCD'.indexOf(message.payload!.query.charAt('subscription '.length))]!
      group.add(socket)
      socket.once('close', () => group.delete(socket))
    }
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1')
