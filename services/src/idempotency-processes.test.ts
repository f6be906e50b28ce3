import { GraphQLClient, gql } from 'graphql-request'
import { createConnection } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { getSdk } from '../client/lectern.ts'
import { freshDatabase } from '../test/lectern.ts'
import { startServer, type ServerProcess } from '../test/server-process.ts'

const PASSWORD = 'four words that nobody guesses'
const TEMPORARY = 'a temporary password of the tests'
const CREATE = gql`mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id } errors { code } } }`

interface Created { readonly createSession: { readonly session: { readonly id: string } | null; readonly errors: readonly unknown[] } }

describe.skipIf(!process.env['LECTERN_TEST_MYSQL_URL'])('two processes, one key', () => {
  test('do the mutation once and answer alike, though they are killed again and again', async () => {
    const place = await freshDatabase()
    const environment = { ...place.environment, LECTERN_ADMIN_PASSWORD: TEMPORARY, LECTERN_LOG_LEVEL: 'fatal' }
    const servers = [await startServer(environment), await startServer(environment)]
    try {
      const { token, trainerId } = await signIn(servers[0]!)
      const input = { trainerId, startsAt: new Date().toISOString(), durationMinutes: 60, timeZone: 'UTC' }
      const create = async (at: number, key: number): Promise<string> => {
        for (;;) {
          const client = new GraphQLClient(`${servers[at]!.url()}/graphql`, { headers: { authorization: `Bearer ${token}`, 'idempotency-key': `key-${key}` } })
          try {
            const { createSession: { session, errors } } = await client.request<Created>(CREATE, { input: { ...input, title: `Session ${key}` } })
            expect(errors).toEqual([])
            return session!.id
          } catch (error) {
            // Killed, or told to try again; who was killed is up again before it is asked once more.
            const code = (error as { response?: { errors?: { extensions: { code: string } }[] } }).response?.errors?.[0]?.extensions.code
            if (code !== undefined && code !== 'UNAVAILABLE') throw error
            await servers[at]!.ready
            await restarted
          }
        }
      }
      let restarted: Promise<void> = Promise.resolve()
      for (let round = 0; round < 3; round++) {
        const keys = Array.from({ length: 12 }, (_, i) => round * 12 + i)
        const answers = keys.map(key => Promise.all([create(0, key), create(1, key)]))
        const fallen = round % 2
        // In the middle of them: whatever each was doing is over, and nobody heard of it.
        restarted = (async () => {
          await Promise.race(answers)
          await servers[fallen]!.kill()
          servers[fallen] = await startServer(environment)
        })()
        for (const [one, other] of await Promise.all(answers)) expect(one).toBe(other)
        await restarted
      }
      const database = await createConnection(place.environment['DATABASE_URL']!)
      const [rows] = await database.query('select title, count(*) as times from session group by title having count(*) <> 1')
      const [[total]] = await database.query('select count(*) as sessions, (select count(*) from idempotency_key where outcome is not null) as outcomes from session') as unknown as [[object]]
      await database.end()
      expect(rows).toEqual([])
      expect(total).toEqual({ sessions: 36, outcomes: 36 })
    } finally {
      await Promise.all(servers.map(server => server.kill()))
      await place.drop()
    }
  }, 300_000)
})

async function signIn(server: ServerProcess): Promise<{ readonly token: string; readonly trainerId: string }> {
  const url = `${server.url()}/graphql`
  const { signIn: first } = await getSdk(new GraphQLClient(url)).signIn({ input: { username: 'admin', password: TEMPORARY } })
  const admin = getSdk(new GraphQLClient(url, { headers: { authorization: `Bearer ${first.accessToken}` } }))
  const { changePassword } = await admin.changePassword({ input: { currentPassword: TEMPORARY, newPassword: PASSWORD } })
  expect(changePassword.errors).toEqual([])
  return { token: first.accessToken!, trainerId: (await admin.viewer()).viewer!.id }
}
