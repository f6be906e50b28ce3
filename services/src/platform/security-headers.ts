import helmet from 'helmet'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Config } from './config.ts'

export interface SecurityHeaders {
  /** On every answer; the policy of a page is set again, with its nonce, where the page is made. */
  set(response: ServerResponse): void
  /** What a page may load and do. Without a nonce: what an answer that is no page may, and a page whose styles cannot carry one. */
  policy(nonce: string | null): string
}

export function securityHeaders(config: Pick<Config, 'publicUrl' | 'isSecure'>): SecurityHeaders {
  const policy = (nonce: string | null) => directives(config, nonce).map(([name, ...values]) => [name, ...values].join(' ')).join('; ')
  const onAll = Object.entries({
    ...helmetHeaders(config),
    'content-security-policy': policy(null),
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  })

  return {
    policy,
    set(response) {
      for (const [name, value] of onAll) response.setHeader(name, value)
    },
  }
}

/** What helmet says, which is the same on every answer: so it is asked once. */
function helmetHeaders({ isSecure }: Pick<Config, 'isSecure'>): Record<string, string> {
  const say = helmet({
    contentSecurityPolicy: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Over plain http it would lock people out of what answers on this name by http alone.
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  })
  const request = new IncomingMessage(new Socket())
  const answer = new ServerResponse(request)
  say(request, answer, () => undefined)
  return answer.getHeaders() as Record<string, string>
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
