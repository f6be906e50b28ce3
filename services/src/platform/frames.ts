import type { Duplex } from 'node:stream'
import * as ws from 'ws'
import type { WebSocket } from 'ws'

/** A reader that has not read so much is cut off; it comes back with its cursor and has lost nothing. */
const MAX_BUFFERED = 256 * 1024

/** ws says how a frame is written, and its types do not know of it. */
interface Framing { readonly frame: (data: Buffer, options: { readonly fin: true; readonly opcode: 1; readonly mask: false; readonly readOnly: true }) => Buffer[] }
const { Sender } = ws as unknown as { readonly Sender: Framing }

interface Framed { readonly id: string; readonly bytes: Buffer }

// Of one tick: what is written to a socket in it goes out in one piece.
const framed = new Map<string, Framed>()
const corked = new Set<Duplex>()

/**
 * Writes a `next` message of graphql-transport-ws. Members of a group that count their operations alike get the very same
 * bytes, written as they are: making them is most of a send. Nothing is compressed here, so that no frame is ever half written.
 */
export function sendNext(socket: WebSocket, stream: Duplex, id: string, body: string): void {
  if (socket.readyState !== socket.OPEN) return
  // `close` would wait behind the same buffer.
  if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate()
  if (framed.size === 0) process.nextTick(endTick)
  const kept = framed.get(body)
  const frame = kept?.id === id ? kept : frameOf(id, body)
  if (frame !== kept) framed.set(body, frame)
  if (!corked.has(stream)) {
    stream.cork()
    corked.add(stream)
  }
  stream.write(frame.bytes)
}

function frameOf(id: string, body: string): Framed {
  const message = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`)
  return { id, bytes: Buffer.concat(Sender.frame(message, { fin: true, opcode: 1, mask: false, readOnly: true })) }
}

function endTick(): void {
  for (const stream of corked) stream.uncork()
  corked.clear()
  framed.clear()
}
