import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const cursor = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

describe('what no client of ours sends', () => {
  test('endless lists are refused with their code, not by the database', async () => {
    for (const [query, values] of [
      ['query ($values: [Role!]) { users(filter: { roles: $values }) { nodes { id } } }', Array.from({ length: 40_000 }, () => 'ADMIN')],
      ['query ($values: [String!]) { journal(filter: { verbs: $values }) { nodes { id } } }', Array.from({ length: 70_000 }, () => 'a')],
    ] as const) {
      const { status, errors } = await lectern.as(lectern.admin).ask(query, { values })
      expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT'])
    }
  })

  test.each(['users', 'sessions', 'journal', 'passwordChanges', 'assignments'])('a cursor of %s with an id that is none is refused', async field => {
    for (const after of [cursor('2026-01-01', 'é'), cursor('a', "Ω' or 1=1 --"), cursor('a', '\ud800'), cursor('a', 1.5)]) {
      const { errors } = await lectern.as(lectern.admin).ask(`query ($after: String) { ${field}(after: $after) { nodes { id } } }`, { after })
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    }
  })

  test.each(['users', 'sessions', 'journal', 'passwordChanges', 'assignments'])('a cursor of %s with a key of another kind never breaks it', async field => {
    for (const after of [cursor('abc', 'A'), cursor(-1e300, 'A'), cursor('\ud800', 'A'), cursor('2026-01-01', 7), cursor('\0', 'A')]) {
      const { errors, status } = await lectern.as(lectern.admin).ask(`query ($after: String) { ${field}(after: $after) { nodes { id } } }`, { after })
      expect([status, errors?.[0]?.extensions.code]).not.toEqual([500, 'INTERNAL'])
    }
  })

  test('hashes of documents and odd extensions are no failure of the server', async () => {
    const asked = (extensions: unknown) =>
      lectern.app.handle({ headers: {}, body: { query: '{ viewer { id } }', extensions }, ip: '127.0.0.1', requestId: 'test' })
    expect((await asked({ persistedQuery: { version: 1, sha256Hash: 'x' } })).status).toBe(200)
    expect(JSON.parse((await asked('text')).body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })
})

test('starts while Redis answers at once, and after Redis is gone', async () => {
  // Says yes to everything, sooner than a database is opened.
  const redis = createServer(socket => {
    socket.on('error', () => {})
    socket.on('data', data => {
      const commands = data.toString().split('*').filter(Boolean)
      for (const command of commands) {
        if (/info/i.test(command)) socket.write('$9\r\nloading:0\r\n')
        else if (/subscribe/i.test(command)) socket.write('*3\r\n$9\r\nsubscribe\r\n$12\r\nlectern:bell\r\n:1\r\n')
        else socket.write('+OK\r\n')
      }
    })
  })
  await new Promise<void>(resolve => redis.listen(0, '127.0.0.1', resolve))
  const failures: unknown[] = []
  const failed = (error: unknown): void => void failures.push(error)
  process.on('unhandledRejection', failed)
  const other = await startLectern({ REDIS_URL: `redis://127.0.0.1:${(redis.address() as AddressInfo).port}` })
  await other.stop()
  redis.close()
  process.off('unhandledRejection', failed)
  expect(failures).toEqual([])
})
