import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../../test/lectern.ts'
import type { SqlEntityManager } from '@mikro-orm/mysql'

const isEmbedded = process.env['LECTERN_TEST_MYSQL_URL'] === undefined
let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

test.runIf(isEmbedded)('what the embedded database has committed is on the disk: its writer waits for it', async () => {
  const connection = (lectern.app.services.database.orm.em as SqlEntityManager).getConnection()
  const pragma = async (name: string): Promise<unknown> => Object.values((await connection.execute<Record<string, unknown>[]>(`pragma ${name}`))[0]!)[0]
  expect(await pragma('journal_mode')).toBe('wal')
  // FULL
  expect(await pragma('synchronous')).toBe(2)
  expect(await pragma('foreign_keys')).toBe(1)
  // In memory: no file is made for what a deed may have to take back.
  expect(await pragma('temp_store')).toBe(2)
})

test.each(['abc', '', '2026-02-30 25:61:00.000', '9999999999999999999', -1, 1e300])('a forged key of a page cursor is an input error or a place, never a mistake of the server: %j', async key => {
  const after = Buffer.from(JSON.stringify([key, '01KJPWDKEYENP9ZJ5E3JWGM8NA'])).toString('base64url')
  const { errors } = await lectern.as(lectern.admin).ask(
    'query ($after: String) { sessions(first: 2, after: $after) { nodes { id } } users(first: 2, after: $after) { nodes { id } } journal(first: 2, after: $after) { nodes { id } } }', { after })
  for (const { extensions } of errors ?? []) expect(extensions.code).toBe('BAD_USER_INPUT')
})
