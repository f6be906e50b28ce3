/**
 * Loaded before the server (`node --import`), it writes down when what happens inside, without a line of it in the product:
 * every statement, request and frame, by the clock that browsers on this machine have, too. For web/e2e/trace.ts.
 */
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import BetterSqlite from 'better-sqlite3'

interface Noted {
  readonly at: number
  readonly kind: 'sql' | 'frame' | 'request' | 'answer'
  readonly text: string
}

type Ask = (...values: unknown[]) => unknown

const file = process.env['LECTERN_TEST_TRACE'] ?? ''
let waiting: Noted[] = []

function note(kind: Noted['kind'], text: string): void {
  if (waiting.length === 0) setImmediate(write)
  waiting.push({ at: performance.timeOrigin + performance.now(), kind, text: text.slice(0, 300) })
}

function write(): void {
  appendFileSync(file, waiting.map(noted => `${JSON.stringify(noted)}\n`).join(''))
  waiting = []
}

const database = BetterSqlite.prototype as unknown as { prepare: (text: string) => Record<string, Ask> }
const { prepare } = database
database.prepare = function noteStatements(text: string) {
  const statement = prepare.call(this, text)
  for (const way of ['run', 'all', 'get', 'iterate']) {
    const ask = statement[way]!
    statement[way] = function noteThenAsk(...values) {
      note('sql', text)
      return ask.apply(this, values)
    }
  }
  return statement
}

// Where every frame passes, whoever made it: a whole text frame of a server begins so (RFC 6455, 5.2).
const socket = Socket.prototype as unknown as { write: Ask }
const { write: send } = socket
socket.write = function noteThenSend(data, ...rest) {
  if (data instanceof Uint8Array && data[0] === 0x81) note('frame', Buffer.from(data).toString())
  return send.call(this, data, ...rest)
}

const addressOf = (message: unknown): string => {
  const { request } = message as { request: IncomingMessage }
  return `${request.method} ${request.url}`
}
subscribe('http.server.request.start', message => note('request', addressOf(message)))
subscribe('http.server.response.finish', message => note('answer', addressOf(message)))
