import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp } from './app.ts'
import { ConfigError, readConfig, type Config, type Environment } from './platform/config.ts'

// What stands in the way of a start is told in the words of the settings, not by a trace.

let directory: string
const configOf = (environment: Environment): Config => readConfig({ LECTERN_LOG_LEVEL: 'fatal', LECTERN_DATA_DIR: directory, ...environment })

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-start-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const refusal = (trying: Promise<unknown>): Promise<unknown> => trying.then(() => 'started', (error: unknown) => error)

test('a port that is taken', async () => {
  const holder = createServer()
  await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', resolve))
  const { port } = holder.address() as AddressInfo
  const app = await createApp(configOf({ PORT: String(port) }))
  try {
    const told = await refusal(app.listen())
    expect(told).toBeInstanceOf(ConfigError)
    expect(String(told)).toContain(`PORT ${port} is taken on 127.0.0.1`)
  } finally {
    await app.close()
    holder.close()
  }
})

test('a database of a newer program, and what was opened is let go', async () => {
  const database = (change: string): unknown => new BetterSqlite(join(directory, 'lectern.sqlite')).exec(change).close()
  await (await createApp(configOf({ PORT: '0' }))).close()
  database(`insert into mikro_orm_migrations (name) values ('Migration29990101000000.001')`)
  for (const _again of [1, 2]) expect(String(await refusal(createApp(configOf({ PORT: '0' }))))).toContain('newer Lectern')
  database(`delete from mikro_orm_migrations where name like 'Migration2999%'`)
  await (await createApp(configOf({ PORT: '0' }))).close()
})

test('a database that does not answer', async () => {
  const told = await refusal(createApp(configOf({ PORT: '0', DATABASE_URL: 'mysql://nobody:hidden@localhost:1/lectern', LECTERN_SECRET: 'long enough to be a secret that is mixed' })))
  expect(told).toBeInstanceOf(ConfigError)
  expect(String(told)).toMatch(/DATABASE_URL: the database at localhost:1 cannot be opened: \S/)
  expect(String(told)).not.toContain('hidden')
})
