import type { IncomingMessage } from 'node:http'

/** Why a body is not taken: an HTTP status and a sentence for its author. */
export class BodyRefusal extends Error {
  override readonly name = 'BodyRefusal'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const largest = 256 * 1024
const deepest = 32

/** The body as one JSON object, read no further than its limit. */
export async function readJsonBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  refuseOtherTypes(request)
  const text = decoded(await bytesOf(request))
  if (isDeeperThan(deepest, text)) throw new BodyRefusal(400, `The body is nested deeper than ${deepest} levels.`)
  const body = parsed(text)
  if (Array.isArray(body)) throw new BodyRefusal(400, 'One operation a request: lists of operations are not taken.')
  if (typeof body !== 'object' || body === null) throw new BodyRefusal(400, 'The body must be one JSON object.')
  return body as Readonly<Record<string, unknown>>
}

/** The types that a form of another site can send without asking are not among these. */
function refuseOtherTypes({ headers }: IncomingMessage): void {
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')) {
    throw new BodyRefusal(415, 'The body must be JSON in UTF-8, and its Content-Type application/json.')
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new BodyRefusal(415, 'Compressed bodies are not taken.')
}

/** By its events: an iterator over so few chunks costs more than they do. */
function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = (): BodyRefusal => new BodyRefusal(413, `The body is larger than ${largest / 1024} kB.`)
  if (Number(request.headers['content-length'] ?? 0) > largest) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= largest) return void chunks.push(chunk)
      // Left as it is: destroyed, it would take the answer's socket with it.
      request.off('data', take).pause()
      reject(tooLarge())
    }
    request.on('data', take)
    const left = (): void => reject(new Error('The client left in the middle of its body.'))
    request.once('end', () => {
      // Every request is closed at last: whose body is whole need not pay for the error.
      request.off('close', left)
      resolve(Buffer.concat(chunks, size))
    })
    request.once('error', reject)
    request.once('close', left)
  })
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BodyRefusal(400, 'The body is not UTF-8.')
  }
}

function parsed(text: string): unknown {
  // Rare enough to pay for a visit of each key: an object may not bring a prototype of its own.
  const isSuspicious = /__proto__|\\u00/i.test(text)
  try {
    return JSON.parse(text, isSuspicious ? (key, value: unknown) => (key === '__proto__' ? undefined : value) : undefined)
  } catch {
    throw new BodyRefusal(400, 'The body is not JSON.')
  }
}

/** Counted before parsing: what comes after walks such a value by recursion. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfString(text, at)
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
