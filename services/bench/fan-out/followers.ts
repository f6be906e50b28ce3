/** A process of clients: opens sockets, follows on each, and counts what comes. Started by `crowd.ts`, which it talks to over IPC. */
import { WebSocket } from 'ws'
import { quantiles } from '../harness/load.ts'

export interface Opening {
  readonly ports: readonly number[]
  readonly tokens: readonly string[]
  readonly documents: readonly string[]
  readonly sockets: number
  /** Every so manyth reads nothing any more; 0: all read. */
  readonly slowEvery: number
}

export interface Told {
  readonly deliveries: number
  readonly slowGone: number
  readonly gone: number
  readonly p50: number
  readonly p99: number
  /** The last message of each document. */
  readonly last: readonly string[]
}

export type Command = { readonly open: Opening } | { readonly reset: true } | { readonly tell: true }
export type Word = { readonly opened: number } | { readonly count: number } | { readonly told: Told }

const BATCH = 50
const SAMPLED = 20
const last: string[] = []
let delays: number[] = []
let deliveries = 0
let [gone, slowGone] = [0, 0]

const say = (word: Word): void => void process.send!(word)

function follow({ ports, tokens, documents, slowEvery }: Opening, i: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${ports[i % ports.length]!}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false })
    const document = i % documents.length
    const isSlow = slowEvery > 0 && i % slowEvery === 0
    let isFollowing = false
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tokens[i % tokens.length]!}` } })))
    socket.on('message', (data: Buffer) => {
      if (isFollowing) return heard(data, document, i)
      const text = data.toString()
      if (text.startsWith('{"type":"connection_ack"')) {
        isFollowing = true
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: documents[document] } }))
        if (isSlow) setTimeout(() => socket.pause(), 1_000)
        resolve()
      }
    })
    socket.on('error', reject)
    socket.on('close', (code, reason) => {
      if (isSlow) slowGone++
      else gone++
      reject(new Error(`closed with ${code} ${reason.toString()}`))
    })
  })
}

/** Pings and markers of the stream are no deliveries: those name a title that tells when it was given. */
function heard(data: Buffer, document: number, i: number): void {
  const at = data.indexOf('told at ')
  if (at < 0) return
  deliveries++
  if (i % SAMPLED >= 4) return
  last[document] = data.toString()
  delays.push(Date.now() - Number(data.toString('latin1', at + 8, at + 21)))
}

async function open(opening: Opening): Promise<void> {
  for (let i = 0; i < opening.sockets; i += BATCH) {
    await Promise.all(Array.from({ length: Math.min(BATCH, opening.sockets - i) }, (_, j) => follow(opening, i + j)))
  }
  // Acknowledged is not yet subscribed; the marker of the stream has time to come.
  await new Promise(done => setTimeout(done, 1_500))
  say({ opened: opening.sockets })
}

process.on('message', (command: Command) => {
  if ('open' in command) void open(command.open)
  else if ('reset' in command) [deliveries, delays, gone, slowGone] = [0, [], 0, 0]
  else say({ told: { deliveries, gone, slowGone, ...quantiles(delays), last } })
})
setInterval(() => say({ count: deliveries }), 10)
process.on('disconnect', () => process.exit())
