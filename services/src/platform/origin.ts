import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from './config.ts'

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

export interface OriginCheck {
  /** Browsers name the page that asks; programs name none, and none is what they may name. */
  allowsRequest(headers: IncomingHttpHeaders): boolean
  /** A browser's socket carries cookies whoever opened it: with a cookie there must be an origin. */
  allowsUpgrade(headers: IncomingHttpHeaders): boolean
}

/** The public URL and the address it listens on, which has its port once it does. */
export function originCheck(config: Pick<Config, 'publicUrl' | 'host' | 'isDev'>, port: () => number): OriginCheck {
  const isOwn = (origin: string): boolean => {
    if (origin === config.publicUrl) return true
    const url = URL.parse(origin)
    if (url === null || url.protocol !== 'http:' || url.origin !== origin) return false
    const listens = config.host.includes(':') ? `[${config.host}]` : config.host
    const isNear = loopback.includes(url.hostname) && loopback.includes(listens)
    // In development the web client's own server stands in front, on another port of this machine.
    if (isNear && config.isDev) return true
    return (isNear || url.hostname === listens) && Number(url.port || 80) === port()
  }
  const allowsRequest = ({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean =>
    origin === undefined ? site !== 'cross-site' && site !== 'same-site' : isOwn(origin)

  return {
    allowsRequest,
    allowsUpgrade: headers => allowsRequest(headers) && (headers.origin !== undefined || headers.cookie === undefined),
  }
}
