import fc from 'fast-check'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readJsonBody } from './json-body.ts'

const json = { 'content-type': 'application/json' }
function request(body: string | Buffer, headers: Record<string, string> = json): IncomingMessage {
  const bytes = Buffer.from(body)
  const parts = [bytes.subarray(0, 7), bytes.subarray(7)].filter(part => part.length > 0)
  return Object.assign(Readable.from(parts), { headers }) as unknown as IncomingMessage
}
const statusOf = (body: string | Buffer, headers?: Record<string, string>) =>
  readJsonBody(request(body, headers)).then(
    () => 200,
    (error: { status: number }) => error.status,
  )

it('is one JSON object', async () => {
  expect(await readJsonBody(request('{"query":"{ a }","variables":{"t":"é\\"{[["}}'))).toEqual({ query: '{ a }', variables: { t: 'é"{[[' } })
  expect(await statusOf('{}', { 'content-type': 'Application/JSON; charset="UTF-8"' })).toBe(200)
})

describe('is refused', () => {
  it.each([
    ['[]', 400],
    ['[{"query":"{ a }"},{"query":"{ a }"}]', 400],
    ['"text"', 400],
    ['null', 400],
    ['', 400],
    ['{', 400],
    ['{"a":"', 400],
    ['query { a }', 400],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400],
    [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 400],
    [`{"a":${'{"b":'.repeat(40_000)}`, 400],
    [JSON.stringify({ query: 'x'.repeat(256 * 1024) }), 413],
  ])('%#', async (body, status) => expect(await statusOf(body)).toBe(status))

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'application/json, text/plain', 'application/graphql'])(
    'as %s',
    async type => expect(await statusOf('{}', type === undefined ? {} : { 'content-type': type })).toBe(415),
  )

  it('when it is compressed, or says that it will be too large', async () => {
    expect(await statusOf('{}', { ...json, 'content-encoding': 'gzip' })).toBe(415)
    expect(await statusOf('{}', { ...json, 'content-length': '300000' })).toBe(413)
  })
})

it('brings no prototype', async () => {
  for (const key of ['__proto__', '\\u005f_proto__', '\\u005F\\u005fproto__']) {
    const body = await readJsonBody(request(`{"variables":{"${key}":{"isAdmin":true},"x":1}}`))
    expect(body).toEqual({ variables: { x: 1 } })
    expect(Object.hasOwn(body['variables'] as object, '__proto__')).toBe(false)
  }
})

it('is what JSON.parse makes of it, as long as it is not deep', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), async value => {
      const text = JSON.stringify(value)
      fc.pre(!text.includes('__proto__'))
      expect(await readJsonBody(request(text))).toEqual(JSON.parse(text))
    }),
  )
})
