import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import send from 'send'
import { accepts } from './compression.ts'
import type { SecurityHeaders } from './security-headers.ts'

/** Stands in the built page wherever the nonce of one answer belongs (Vite's `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__'

export type WebClient = (request: IncomingMessage, response: ServerResponse) => void

/** How a file lies compressed beside itself, best first. */
const encodings = [['br', '.br'], ['gzip', '.gz']] as const

/** The built web client: files with a hash in their name for good, its page fresh each time and for every address that a person opens. */
export function createWebClient(root: string, headers: SecurityHeaders, isDev: boolean): WebClient {
  const page = pageSender(join(root, 'index.html'), headers, isDev)
  return (request, response) => {
    const path = pathOf(request)
    if (path === '/' || path === '/index.html') return page(request, response)
    sendFile(root, path, request, response, () => (isNavigation(request) ? page(request, response) : notFound(response)))
  }
}

/** A file that is missing, or goes missing while it is read, is an answer like any other. */
function sendFile(root: string, path: string, request: IncomingMessage, response: ServerResponse, otherwise: () => void): void {
  const isAsset = path.startsWith('/assets/')
  const encoding = isAsset ? encodings.find(([name, ending]) => accepts(request, name) && existsSync(join(root, `${path}${ending}`))) : undefined
  const file = send(request, `${path}${encoding?.[1] ?? ''}`, { root, index: false, dotfiles: 'ignore', cacheControl: false })
  file.on('headers', (sent: ServerResponse) => {
    sent.setHeader('Cache-Control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (isAsset) sent.setHeader('Vary', 'Accept-Encoding')
    if (!encoding) return
    sent.setHeader('Content-Encoding', encoding[0])
    sent.setHeader('Content-Type', typeOf(path))
  })
  file.on('directory', otherwise)
  file.on('error', () => (response.headersSent ? response.destroy() : otherwise()))
  file.pipe(response)
}

/** What is compressed beside itself is script, style or drawing. */
function typeOf(path: string): string {
  if (path.endsWith('.css')) return 'text/css; charset=utf-8'
  return path.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8'
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
