import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLectern, type Lectern, type Person } from '../../test/lectern.ts'
import type { Database } from '../platform/database.ts'
import { fault } from '../platform/fault.ts'
import { sql } from '../platform/sql.ts'
import { Role } from './user.entity.ts'

const WHO = '{ viewer { id } }'
const OF_SIGN_INS = /from sign_in/

let lectern: Lectern
let people: Person[]
let real: Database['rows']

beforeAll(async () => {
  lectern = await startLectern()
  people = []
  for (let i = 0; i < 6; i++) people.push(await lectern.person({ role: Role.TRAINEE }))
  real = lectern.app.services.database.rows
  // The first look at a token takes a round of its own.
  for (const who of people) await lectern.as(who).ask(WHO)
})
afterEach(() => Object.assign(lectern.app.services.database, { rows: real }))
afterAll(() => lectern.stop())

describe('who comes at once', () => {
  it('is asked about in one statement, and each is who they are', async () => {
    let asked = 0
    const rows: Database['rows'] = statement => {
      if (OF_SIGN_INS.test(statement.text)) asked++
      return real(statement)
    }
    Object.assign(lectern.app.services.database, { rows })
    const answers = await Promise.all([...people, ...people].map(who => lectern.as(who).ask(WHO)))
    expect(answers.map(({ data }) => data.viewer.id)).toEqual([...people, ...people].map(({ id }) => id))
    expect(asked).toBeLessThan(people.length)
  })

  it('is kept out by nothing but their own end', async () => {
    const [ended, ...others] = people
    await lectern.app.services.database.change(sql`update sign_in set ended_at = ${lectern.clock.now()} where id = ${ended!.signInId}`)
    const answers = await Promise.all(people.map(who => lectern.as(who).ask(WHO)))
    expect(answers[0]).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(answers.slice(1).map(({ data }) => data.viewer.id)).toEqual(others.map(({ id }) => id))
  })

  it('waits for a silent database no longer than their own deadline', async () => {
    Object.assign(lectern.app.services.database, { rows: () => new Promise(() => {}) })
    const end = new AbortController()
    const answer = lectern.app.handle({
      headers: { authorization: `Bearer ${people[1]!.token}` }, body: { query: WHO }, ip: '127.0.0.1', requestId: 'silent', signal: end.signal,
    })
    setImmediate(() => end.abort(fault('UNAVAILABLE', 'too late', { http: { status: 503 } })))
    expect(await answer).toMatchObject({ status: 503 })
  })
})
