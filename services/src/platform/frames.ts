import type { Duplex } from 'node:stream'
import * as ws from 'ws'
import type { WebSocket } from 'ws'

/** A reader that has not read so much is cut off; it comes back with its cursor and has lost nothing. */
const MAX_BUFFERED = 256 * 1024

/** ws says how a frame is written, and its types do not know of it. */
interface Framing { readonly frame: (data: Buffer, options: { readonly fin: true; readonly opcode: 1; readonly mask: false; readonly readOnly: true }) => Buffer[] }
const { Sender } = ws as unknown as { readonly Sender: Framing }

// What was framed in this tick: the next follower gets the same.
const framed = new Map<string, { readonly id: string; readonly bytes: Buffer }>()

/**
 * Writes `next` messages of graphql-transport-ws, in one piece. Members of a group that count their operations alike get the very
 * same bytes, written as they are: making them is most of a send. Nothing is compressed here, so that no frame is ever half written.
 */
export function sendNext(socket: WebSocket, stream: Duplex, id: string, bodies: readonly string[]): void {
  if (socket.readyState !== socket.OPEN) return
  // `close` would wait behind the same buffer.
  if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate()
  if (bodies.length === 1) return void stream.write(frameOf(id, bodies[0]!))
  stream.cork()
  for (const body of bodies) stream.write(frameOf(id, body))
  stream.uncork()
}

function frameOf(id: string, body: string): Buffer {
  const kept = framed.get(body)
  if (kept?.id === id) return kept.bytes
  const message = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`)
  const bytes = Buffer.concat(Sender.frame(message, { fin: true, opcode: 1, mask: false, readOnly: true }))
  if (framed.size === 0) process.nextTick(() => framed.clear())
  framed.set(body, { id, bytes })
  return bytes
}
