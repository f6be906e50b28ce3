import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

const patterns = { br: wants('br'), gzip: wants('gzip') } as const

function wants(coding: string): RegExp {
  return new RegExp(`\\b${coding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`)
}

/** Whether a client takes this coding: RFC 9110, section 12.5.3. */
export function accepts({ headers }: IncomingMessage, coding: keyof typeof patterns): boolean {
  return patterns[coding].test(String(headers['accept-encoding'] ?? ''))
}

/** What is shorter goes into the packets that an answer needs in any case. */
const LEAST = 2_000
const zip = promisify(gzip)

/**
 * An answer as small as its client takes it, on another thread; undefined where it goes as it is. A page of a list is a tenth then, which on a
 * slow line is a quarter of a second. That its length tells what is in it is of no use to another origin: it cannot ask in somebody's name.
 */
export async function compressed(request: IncomingMessage, text: string): Promise<Buffer | undefined> {
  if (text.length < LEAST || !accepts(request, 'gzip')) return undefined
  return zip(text, { level: constants.Z_BEST_SPEED })
}
