import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { folder, raw, startHttp, webRoot } from '../../test/http-house.ts'

describe('the web client', () => {
  const page = { accept: 'text/html,*/*' }

  it('is fresh for every address that a person opens, with a nonce of its own', async () => {
    const { url } = await startHttp()
    const nonces = new Set<string>()
    for (const path of ['/', '/index.html', '/sessions/01ABC?tab=people']) {
      const response = await fetch(url + path, { headers: page })
      const text = await response.text()
      const nonce = /nonce="([^"]+)"/.exec(text)![1]!
      nonces.add(nonce)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(text).not.toContain('__CSP_NONCE__')
      expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe')
    }
    expect(nonces.size).toBe(3)
  })

  it('lets styles in without a nonce only where the page has no place for one', async () => {
    const other = join(folder, 'other')
    mkdirSync(other, { recursive: true })
    writeFileSync(join(other, 'index.html'), '<p>Lectern</p>')
    const { url } = await startHttp({ webRoot: other })
    const policy = (await fetch(url, { headers: page })).headers.get('content-security-policy')!
    expect(policy).toContain("style-src 'self' 'unsafe-inline'")
    expect(policy).toContain("script-src 'self';")
  })

  it('keeps hashed files for good, others not', async () => {
    const { url } = await startHttp()
    expect((await fetch(`${url}/assets/main-1a2b.js`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${url}/icon.svg`)).headers.get('cache-control')).toBe('no-cache')
  })

  it('sends what lies compressed beside a file to who reads it, and the file itself to others', async () => {
    const { url } = await startHttp()
    writeFileSync(join(webRoot, 'assets', 'main-1a2b.js.br'), brotliCompressSync('export {}'))
    const compressed = await fetch(`${url}/assets/main-1a2b.js`, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(compressed.headers.get('content-encoding')).toBe('br')
    expect(compressed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await compressed.text()).toBe('export {}')
    const plain = await fetch(`${url}/assets/main-1a2b.js`, { headers: { 'accept-encoding': 'br;q=0' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })

  it('a file that goes away while the server runs is missed by its request alone', async () => {
    const { url } = await startHttp()
    const gone = join(webRoot, 'assets', 'gone-3c4d.js')
    writeFileSync(gone, 'export {}')
    expect((await fetch(`${url}/assets/gone-3c4d.js`)).status).toBe(200)
    rmSync(gone)
    expect((await fetch(`${url}/assets/gone-3c4d.js`)).status).toBe(404)
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  })

  it.each(['/assets/gone.js', '/gone.png', '/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/%', '/.env', '//evil.example/x'])(
    'has nothing at %s',
    async path => {
      const { port } = await startHttp()
      const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 404/)
      expect(answer).not.toContain('secret')
    },
  )

  it('says when it is not built', async () => {
    const { url } = await startHttp({ webRoot: join(folder, 'nowhere') })
    expect((await fetch(url, { headers: page })).status).toBe(503)
    expect((await fetch(`${url}/icon.svg`)).status).toBe(404)
  })
})
