// Loaded before the server (`node --import`): writes down when what happens inside, without a line of it in the product.
// Every statement, every request and every frame, by the clock that the browsers on this machine have, too.
import { appendFileSync } from 'node:fs'
import { subscribe } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'

const file = process.env['LECTERN_TEST_TRACE']
const require = createRequire(`${process.env['LECTERN_TEST_TRACE_ROOT']}/services/package.json`)
const now = () => performance.timeOrigin + performance.now()

let waiting = []
const note = (kind, text) => {
  if (waiting.length === 0) setImmediate(() => {
    appendFileSync(file, waiting.map((line) => `${JSON.stringify(line)}\n`).join(''))
    waiting = []
  })
  waiting.push({ at: now(), kind, text: text.slice(0, 300) })
}

const Database = require('better-sqlite3')
const { prepare } = Database.prototype
Database.prototype.prepare = function (text) {
  const statement = prepare.call(this, text)
  for (const way of ['run', 'all', 'get', 'iterate']) {
    const ask = statement[way]
    statement[way] = function (...values) {
      note('sql', text)
      return ask.apply(this, values)
    }
  }
  return statement
}

const { WebSocket } = require('ws')
const { send } = WebSocket.prototype
WebSocket.prototype.send = function (data, ...rest) {
  note('frame', data.toString())
  return send.call(this, data, ...rest)
}

subscribe('http.server.request.start', ({ request }) => note('request', `${request.method} ${request.url}`))
subscribe('http.server.response.finish', ({ request }) => note('answer', `${request.method} ${request.url}`))
