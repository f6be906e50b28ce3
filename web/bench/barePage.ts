import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** The least that shows the same: a form without a script, and a table that a few lines fill with the very rows of the list. */
export interface BarePage {
  url: string
  stop: () => Promise<void>
}

const head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'

const form = `${head}<title>Sign in</title><h1>Sign in</h1><form method="post">
<p><label>Username or e-mail<br><input name="username" autofocus></label></p>
<p><label>Password<br><input name="password" type="password"></label></p><button>Sign in</button></form>
<p>Forgot your password? Ask your administrator for a temporary one.</p>`

const table = `${head}<title>Sessions</title><h1>Sessions</h1><table><tbody></tbody></table><script>
fetch('/rows').then((answer) => answer.json()).then((rows) => {
  document.querySelector('tbody').append(...rows.map((row) => {
    const line = document.createElement('tr')
    for (const value of Object.values(row)) line.insertCell().textContent = value
    return line
  }))
})</script>`

export async function serveBarePage(rows: readonly object[]): Promise<BarePage> {
  const answers: Record<string, [string, string]> = {
    '/sign-in': ['text/html', form],
    '/sessions': ['text/html', table],
    '/rows': ['application/json', JSON.stringify(rows)],
  }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const [type, text] = answers[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-encoding': 'gzip' }).end(gzipSync(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}
