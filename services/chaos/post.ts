import { Agent, request } from 'node:http'

export interface Question { readonly query: string; readonly input: object | string; readonly headers: Readonly<Record<string, string>> }

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** Asks a server, by its number; undefined when no whole answer came: nobody knows what became of it. */
export type Post = (server: number, question: Question) => Promise<Answer | undefined>

const PATIENCE_MS = 6_000

export function poster(ports: readonly number[]): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  return (server, { query, input, headers }) => new Promise(resolve => {
    const body = Buffer.from(JSON.stringify({ query, variables: { input } }))
    const asked = request({
      port: ports[server % ports.length]!, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, timeout: PATIENCE_MS,
      headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
    }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', () => resolve(undefined))
      response.once('end', () => resolve(response.complete ? read(Buffer.concat(parts)) : undefined))
    })
    // The whole answer counts, not its beginning.
    const impatient = setTimeout(() => asked.destroy(new Error('Nobody answers.')), PATIENCE_MS)
    asked.once('close', () => {
      clearTimeout(impatient)
      resolve(undefined)
    })
    asked.once('error', () => resolve(undefined))
    asked.end(body)
  })
}

function read(body: Buffer): Answer | undefined {
  try {
    return JSON.parse(body.toString()) as Answer
  } catch {
    return undefined
  }
}
