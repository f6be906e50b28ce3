/** The floor: node:http, prepared statements, JSON.stringify, nothing else. The same bytes as the API answers. */
import { createServer } from 'node:http'
import { sessionsPage } from './pages.ts'

createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    const { variables } = JSON.parse(Buffer.concat(parts).toString()) as { variables: { after?: string } }
    sessionsPage(variables.after).then(
      sessions => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ data: { sessions } })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
