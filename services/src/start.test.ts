import { randomUUID } from 'node:crypto'
import { createConnection, type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from './app.ts'
import { readConfig } from './platform/config.ts'
import { createLog } from './platform/log.ts'

const server = process.env['LECTERN_TEST_MYSQL_URL']

describe.skipIf(server === undefined)('starting on MySQL', () => {
  const database = `lectern_test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server ?? 'mysql://nobody@127.0.0.1')
  url.pathname = `/${database}`
  let shell: Connection
  beforeAll(async () => {
    shell = await createConnection(server!)
  })
  afterAll(async () => {
    await shell.query(`drop database if exists \`${database}\``)
    await shell.end()
  })

  const start = () => createApp(readConfig({ DATABASE_URL: url.href, LECTERN_SECRET: 'a secret for tests that is long enough', LECTERN_LOG_LEVEL: 'fatal' }), { log: createLog('fatal') })

  test('processes that start at once on an empty database bring it up one after the other', async () => {
    const apps = await Promise.all([start(), start(), start()])
    expect(apps.filter(({ firstAdminPassword }) => firstAdminPassword !== undefined)).toHaveLength(1)
    await Promise.all(apps.map(app => app.close()))
  })
}, 60_000)
