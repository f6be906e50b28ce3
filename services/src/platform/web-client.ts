import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import type { SecurityHeaders } from './security-headers.ts'

/** Stands in the built page wherever the nonce of one answer belongs (Vite's `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__'

export type WebClient = (request: IncomingMessage, response: ServerResponse) => void

/** The built web client: files with a hash in their name for good, its page fresh each time and for every address that a person opens. */
export function createWebClient(root: string, headers: SecurityHeaders, isDev: boolean): WebClient {
  const page = pageSender(join(root, 'index.html'), headers, isDev)
  if (!existsSync(root)) return (request, response) => (isNavigation(request) ? page(request, response) : notFound(response))
  const files = sirv(root, {
    dev: isDev,
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  return (request, response) => {
    const path = pathOf(request)
    if (path === '/' || path === '/index.html') return page(request, response)
    files(request, response, () => (isNavigation(request) ? page(request, response) : notFound(response)))
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]!
}

/** A person opens an address of the client; a missing picture or script is no page. */
function isNavigation(request: IncomingMessage): boolean {
  return (request.headers.accept ?? '').includes('text/html') && !pathOf(request).startsWith('/assets/')
}

function pageSender(file: string, headers: SecurityHeaders, isDev: boolean): WebClient {
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : null)
  let kept = read()
  return (request, response) => {
    if (kept === null || isDev) kept = read()
    if (kept === null) return plain(response, 503, 'The web client is not built yet: npm run build')
    // Without a place for it a nonce would only lock the page's styles out.
    const nonce = kept.includes(noncePlaceholder) ? randomBytes(16).toString('base64') : null
    const body = Buffer.from(nonce === null ? kept : kept.replaceAll(noncePlaceholder, nonce))
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': headers.policy(nonce),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

function notFound(response: ServerResponse): void {
  plain(response, 404, 'There is nothing here.')
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(text)
}
