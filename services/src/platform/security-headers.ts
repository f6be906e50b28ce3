import helmet from 'helmet'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from './config.ts'

export interface SecurityHeaders {
  /** On every answer; the policy of a page is set again, with its nonce, where the page is made. */
  set(request: IncomingMessage, response: ServerResponse): void
  /** What a page may load and do. Without a nonce: what an answer that is no page may, and a page whose styles cannot carry one. */
  policy(nonce: string | null): string
}

export function securityHeaders(config: Pick<Config, 'publicUrl' | 'isSecure'>): SecurityHeaders {
  const others = helmet({
    contentSecurityPolicy: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Over plain http it would lock people out of what answers on this name by http alone.
    strictTransportSecurity: config.isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  })
  const policy = (nonce: string | null) => directives(config, nonce).map(([name, ...values]) => [name, ...values].join(' ')).join('; ')
  const bare = policy(null)

  return {
    policy,
    set(request, response) {
      others(request, response, () => undefined)
      response.setHeader('Content-Security-Policy', bare)
      response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    },
  }
}

function directives({ publicUrl, isSecure }: Pick<Config, 'publicUrl' | 'isSecure'>, nonce: string | null): string[][] {
  // 'self' covers WebSockets in today's browsers; older ones want to be told.
  const sockets = publicUrl.replace(/^http/, 'ws')
  return [
    ['default-src', "'none'"],
    ['script-src', "'self'", ...(nonce === null ? [] : [`'nonce-${nonce}'`])],
    // The one exception: Emotion writes its styles into the page as it runs. They carry the page's nonce where the page has a place for
    // one, and are let in without where it has none; a style cannot read the access token, which lives in memory alone.
    ['style-src', "'self'", nonce === null ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    ['connect-src', "'self'", sockets],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'"],
    ['manifest-src', "'self'"],
    ['worker-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['frame-ancestors', "'none'"],
    ...(isSecure ? [['upgrade-insecure-requests']] : []),
  ]
}
