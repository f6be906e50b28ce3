import { randomUUID } from 'node:crypto'
import { createConnection, type Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { Role } from './identity/user.entity.ts'
import { openLines } from './platform/lines.ts'
import { fault } from './platform/fault.ts'
import { sql } from './platform/sql.ts'
import { inTransaction } from './platform/transactions.ts'

const RENAME = 'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { name } errors { code } } }'
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedId errors { code } } }'
const tooLate = fault('UNAVAILABLE', 'too late')

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

/** Asks as the server's door does, by a signal of the test's own. */
async function ask(query: string, variables: object, signal: AbortSignal): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: { data?: Record<string, unknown>; errors?: { message: string; extensions: { code: string } }[] } }> {
  const { status, headers, body } = await lectern.app.handle({
    headers: { authorization: `Bearer ${lectern.admin.token}` }, body: { query, variables }, ip: '127.0.0.1', requestId: randomUUID(), signal,
  })
  return { status, headers, body: JSON.parse(body) as never }
}

const organization = async (): Promise<{ name: string; version: number }> => (await lectern.as(lectern.admin).ask('{ organization { name version } }')).data.organization

describe('a request that has taken too long', () => {
  it('asks the database nothing more', async () => {
    const { status, headers, body } = await ask('{ organization { name } }', {}, AbortSignal.abort(tooLate))
    expect([status, headers['retry-after'], body.errors?.[0]?.extensions.code]).toEqual([503, '1', 'UNAVAILABLE'])
  })

  it('leaves nothing of a transaction that has not committed', async () => {
    const before = await organization()
    const { orm, rows } = lectern.app.services.database
    const end = new AbortController()
    const deed = inTransaction(orm, async em => {
      await em.getConnection().execute('update organization set name = ?', ['Late'], 'run', em.getTransactionContext() as never)
      end.abort(tooLate)
    }, end.signal)
    await expect(deed).rejects.toBe(tooLate)
    expect(await rows(sql`select name from organization`)).toEqual([[before.name]])
    // The next is not held up by it.
    expect(await lectern.write(() => Promise.resolve('done'))).toBe('done')
  })

  /** A signal that comes with the next commit. */
  function endWithCommit(): AbortSignal {
    const end = new AbortController()
    const connection = lectern.app.services.database.orm.em.getConnection()
    const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
    connection.commit = async (...given: never[]) => {
      connection.commit = real
      end.abort(tooLate)
      await real(...given)
    }
    return end.signal
  }

  it('says that it was done when the commit was first', async () => {
    const { version } = await organization()
    const { status, body } = await ask(RENAME, { input: { version, name: 'Done in time' } }, endWithCommit())
    expect([status, body.errors?.[0]?.message]).toEqual([500, expect.stringContaining('was done')])
    expect((await organization()).name).toBe('Done in time')
  })

  it('tells what needs no reading then', async () => {
    const { id } = await lectern.person({ role: Role.TRAINEE })
    const { status, body } = await ask(DELETE, { input: { id, version: 1 } }, endWithCommit())
    expect([status, body]).toEqual([200, { data: { deleteUser: { deletedId: id, errors: [] } } }])
  })

  it('and leaves the line of writers as its turn comes, holds up nobody who is done', async () => {
    const { orm } = lectern.app.services.database
    const end = new AbortController()
    const connection = orm.em.getConnection()
    const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
    connection.commit = async (...given: never[]) => {
      connection.commit = real
      const committed = real(...given)
      // On SQLite it has counted on the other to write behind it by then, who leaves before the next round of the event loop.
      for (let i = 0; i < 100; i++) await Promise.resolve()
      end.abort(tooLate)
      await committed
    }
    const first = inTransaction(orm, em => em.getConnection().execute('update organization set name = ?', ['First'], 'run', em.getTransactionContext() as never))
    const second = inTransaction(orm, async em => {
      await em.getConnection().execute('update organization set name = ?', ['Second'], 'run', em.getTransactionContext() as never)
    }, end.signal)
    await expect(second).rejects.toBe(tooLate)
    await first
    expect((await organization()).name).toBe('First')
  })
})

const server = process.env['LECTERN_TEST_MYSQL_URL']

describe.skipIf(server === undefined)('at the server', () => {
  let shell: Connection
  let url: string
  beforeAll(async () => {
    url = (lectern.app.services.config.database as { url: string }).url
    shell = await createConnection(url)
  })
  afterAll(() => shell.end())

  const running = async (text: string): Promise<number> => {
    const [[row]] = await shell.query('select count(*) as count from information_schema.processlist where db = database() and info like ? and id <> connection_id()', [`%${text}%`]) as unknown as [[{ count: number }]]
    return row.count
  }
  const untilRunning = (text: string, count: number) => vi.waitFor(async () => expect(await running(text)).toBe(count), { timeout: 60_000, interval: 20 })

  it('a read ends when its signal comes', async () => {
    const end = new AbortController()
    const read = lectern.app.services.database.rows(sql`select sleep(600)`, end.signal)
    await untilRunning('sleep(600)', 1)
    end.abort(tooLate)
    await expect(read).rejects.toBe(tooLate)
    await untilRunning('sleep(600)', 0)
  }, 120_000)

  it('a mutation that waits for a lock ends, is rolled back, and leaves its line to others', async () => {
    const { version, name } = await organization()
    await shell.query('begin')
    await shell.query('select * from organization for update')
    for (let i = 0; i < 12; i++) {
      const end = new AbortController()
      const answer = ask(RENAME, { input: { version, name: 'Never' } }, end.signal)
      await untilRunning('for update', 1)
      end.abort(tooLate)
      const { status, body } = await answer
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([503, 'UNAVAILABLE'])
      await untilRunning('for update', 0)
    }
    await shell.query('commit')
    expect((await lectern.as(lectern.admin).ask(RENAME, { input: { version, name: `${name}!` } })).data.updateOrganization.errors).toEqual([])
  }, 300_000)

  it('waits for locks less than for its deadline', async () => {
    const waits = await lectern.write(({ em }) => em.getConnection().execute('select @@innodb_lock_wait_timeout as wait', [], 'get', em.getTransactionContext() as never))
    expect(waits).toEqual({ wait: 3 })
  })

  it('who finds every line taken is told so, and the lines are there again afterwards', async () => {
    const lines = openLines(url, { places: 1, queue: 1, patience: 100 })
    const line = await lines.take()
    const [second, third] = await Promise.allSettled([lines.take(), lines.take()])
    for (const refused of [second, third]) expect(refused).toMatchObject({ status: 'rejected', reason: { extensions: { code: 'UNAVAILABLE', http: { status: 503 } } } })
    line.cut()
    line.giveBack()
    line.giveBack()
    for (let i = 0; i < 3; i++) {
      const next = await lines.take()
      expect(next.connection.threadId).not.toBe(line.connection.threadId)
      next.giveBack()
    }
    await lines.close()
  })

  it('a line to a server that has fallen silent can be cut all the same', async () => {
    const { port, hostname } = new URL(url)
    const wire = await startTcpProxy(Number(port || 3306), hostname)
    const lines = openLines(Object.assign(new URL(url), { hostname: '127.0.0.1', port: wire.port }).href, { places: 1 })
    const line = await lines.take()
    wire.freeze()
    const answer = new Promise((resolve, reject) => void line.connection.query('select 1', error => (error ? reject(error) : resolve('answered'))))
    line.cut()
    await expect(answer).rejects.toThrow()
    line.giveBack()
    wire.heal()
    expect((await lines.take()).connection.threadId).not.toBe(line.connection.threadId)
    await lines.close()
    await wire.close()
  }, 60_000)

  it('a transaction that can neither begin nor end costs no line', async () => {
    const { orm } = lectern.app.services.database
    for (let i = 0; i < 12; i++) {
      const broken = inTransaction(orm, async em => {
        const [{ id }] = await em.getConnection().execute('select connection_id() as id', [], 'all', em.getTransactionContext() as never) as unknown as [{ id: number }]
        await shell.query(`kill ${id}`)
        await em.getConnection().execute('select 1', [], 'all', em.getTransactionContext() as never)
      })
      await expect(broken).rejects.toThrow()
    }
    expect(await lectern.write(() => Promise.resolve('done'))).toBe('done')
  }, 60_000)
})
