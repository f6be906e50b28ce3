/** The floor: the hash alone, as many at once as there are cores, for each request one. */
import { createServer } from 'node:http'
import { availableParallelism } from 'node:os'
import { verify } from 'argon2'
import { hashQueue } from '../../src/identity/password.service.ts'

const hash = process.env['BENCH_HASH']!
// In the order of their coming, with room for all. One more at once, as the server runs them, is of no use to it: 0.99 in turns.
const queue = hashQueue(availableParallelism(), Infinity)
createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    const { password } = JSON.parse(Buffer.concat(parts).toString()) as { password: string }
    queue.run(() => verify(hash, password)).then(
      matches => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ matches })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
