import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../../test/lectern.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const REFRESH = 'mutation { refreshSignIn { accessToken errors { code } } }'
const NAME = 'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { name } errors { code } } }'

const losing = new AsyncLocalStorage<boolean>()

/** What is done here cannot commit, as when the database goes away under it; what else the server does meanwhile can. */
async function losingCommit<T>(act: () => Promise<T>): Promise<T> {
  const connection = lectern.app.services.database.orm.em.getConnection()
  const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
  connection.commit = (...given: never[]) => (losing.getStore() ? Promise.reject(Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' })) : real(...given))
  const answer = await losing.run(true, act)
  connection.commit = real as typeof connection.commit
  return answer
}

test('a refresh whose commit is lost leaves the cookie that still counts', async () => {
  const who = lectern.trainee
  const cookie = `${lectern.app.services.config.cookieName}=${who.refreshToken}`
  const lost = await losingCommit(() => lectern.as({ ...who, token: undefined }).ask(REFRESH, {}, { cookie }))
  expect(lost.errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
  expect(lost.headers['set-cookie']).toBeUndefined()
  const again = await lectern.as({ ...who, token: undefined }).ask(REFRESH, {}, { cookie })
  expect(again.data.refreshSignIn.errors).toEqual([])
})

test('what was done but cannot be read again is not told as undone, nor as something to try again', async () => {
  const { data } = await lectern.as(lectern.admin).ask('{ organization { version } }')
  const { database } = lectern.app.services
  const real = database.rows
  const broken = database as { rows: typeof real }
  const { handle } = lectern.app
  broken.rows = statement => (statement.text.includes('`organization`') ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' })) : real(statement))
  const body = { query: NAME, variables: { input: { version: data.organization.version, name: 'Done' } } }
  const answer = await handle({ headers: { authorization: `Bearer ${lectern.admin.token}` }, body, ip: '127.0.0.1', requestId: 'test' })
  broken.rows = real
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ message: expect.stringContaining('was done') as unknown, extensions: { code: 'INTERNAL' } }] })
  const after = await lectern.as(lectern.admin).ask('{ organization { name } }')
  expect(after.data.organization.name).toBe('Done')
})
