import { randomUUID } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { Role } from './identity/user.entity.ts'
import { fault } from './platform/fault.ts'
import { sql } from './platform/sql.ts'

/** Mutations that many ask for at once, and that are done in one transaction: each as if alone. */

const CREATE = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id } errors { code } } }'
const ADD = 'mutation ($input: AddTraineesInput!) { addTrainees(input: $input) { session { id } errors { code field } } }'
const MANY = 12

let lectern: Lectern
let people: Person[]
/** What the transactions of a test sent to the database. */
const statements: string[] = []

beforeAll(async () => {
  lectern = await startLectern()
  people = []
  for (let i = 0; i < MANY; i++) people.push(await lectern.person({ role: Role.TRAINEE }))
  lectern.app.services.database.orm.config.getLogger().logQuery = ({ query = '' }) => void statements.push(query)
})
afterAll(() => lectern.stop())
beforeEach(() => lectern.settle().then(() => void statements.splice(0)))

const commits = (): number => statements.filter(text => text.startsWith('commit')).length

async function newSession(details: object = {}): Promise<string> {
  const input = { title: 'Wanted', trainerId: lectern.trainer.id, startsAt: '2026-03-09T09:00:00Z', durationMinutes: 60, timeZone: 'UTC', ...details }
  const { data } = await lectern.as(lectern.admin).ask(CREATE, { input })
  statements.splice(0)
  return data.createSession.session.id as string
}

interface Wish { readonly who?: Person; readonly sessionId: string; readonly trainee: string; readonly key?: string; readonly signal?: AbortSignal }

/** How a booking ended: DONE, or the code of its refusal or its fault. */
async function book({ who = lectern.admin, sessionId, trainee, key, signal }: Wish, requestId = randomUUID() as string): Promise<string> {
  const { body } = await lectern.app.handle({
    headers: { authorization: `Bearer ${who.token}`, 'idempotency-key': key }, ip: '127.0.0.1', requestId, ...(signal ? { signal } : {}),
    body: { query: ADD, variables: { input: { sessionId, traineeIds: [trainee] } } },
  })
  const { data, errors } = JSON.parse(body) as { data?: { addTrainees: { session: { id: string } | null; errors: { code: string }[] } }; errors?: { extensions: { code: string } }[] }
  const code = errors?.[0]?.extensions.code ?? data?.addTrainees.errors[0]?.code
  if (code === undefined) expect(data?.addTrainees.session).toEqual({ id: sessionId })
  return code ?? 'DONE'
}

const bookAll = (wishes: readonly Wish[]): Promise<string[]> => Promise.all(wishes.map(wish => book(wish)))
const everybody = (sessionId: string): Wish[] => people.map(({ id }) => ({ sessionId, trainee: id }))

async function bookedOn(sessionId: string): Promise<string[]> {
  const rows = await lectern.app.services.database.rows(sql`select trainee_id from booking where session_id = ${sessionId} and status = 'BOOKED' order by trainee_id`)
  return rows.map(([id]) => String(id))
}

describe('who comes together', () => {
  it('is booked in one transaction with no more statements than one', async () => {
    const [one, all] = [await newSession(), await newSession()]
    await book({ sessionId: one, trainee: people[0]!.id })
    const alone = statements.splice(0)
    expect(await bookAll(everybody(all))).toEqual(people.map(() => 'DONE'))
    expect(await bookedOn(all)).toEqual(people.map(({ id }) => id).toSorted())
    expect(commits()).toBe(1)
    expect(statements.length).toBeLessThanOrEqual(alone.length)
  })

  it('stands in the journal as who they are, each under their own request', async () => {
    const [mine, other] = [await newSession(), await newSession()]
    const wishes = everybody(mine).map((wish, i) => ({ ...wish, who: i % 2 ? lectern.admin : lectern.trainer, sessionId: i % 3 ? mine : other }))
    await Promise.all(wishes.map((wish, i) => book(wish, `request ${i}`)))
    expect(commits()).toBeLessThan(MANY)
    const rows = await lectern.app.services.database.rows(sql`
      select j.request_id, j.actor_id, j.verb, b.session_id, b.trainee_id from journal j join booking b on b.id = j.noun_id
      where j.kind = 'CREATED' and b.session_id in (${mine}, ${other})`)
    const expected = wishes.map(({ who, sessionId, trainee }, i) => [`request ${i}`, who.id, 'addTrainees', sessionId, trainee])
    expect(rows.toSorted()).toEqual(expected.toSorted())
  })

  it('finds no more places than there are, the first the first', async () => {
    const sessionId = await newSession({ capacity: 5 })
    const ends = await bookAll(everybody(sessionId))
    expect(ends).toEqual(people.map((_, i) => (i < 5 ? 'DONE' : 'SESSION_FULL')))
    expect(await bookedOn(sessionId)).toHaveLength(5)
  })

  it('is told who sees what: the trainee hears of session and trainer, whoever else was booked beside', async () => {
    const trainer = await lectern.person({ role: Role.TRAINER })
    const [mine, other] = [await newSession({ trainerId: trainer.id }), await newSession()]
    const followed = await lectern.follow(people[0]!, 'subscription { sessionChanged { kind id } }')
    const colleagues = await lectern.follow(people[0]!, 'subscription { userChanged { kind id } }')
    await Promise.all([followed, colleagues].map(each => each.until(({ kind }) => kind === 'BOOKMARK')))
    await bookAll(everybody(other).slice(1).concat({ sessionId: mine, trainee: people[0]!.id }))
    await lectern.settle()
    expect(await followed.until(({ id }) => id === mine)).toEqual({ kind: 'CREATED', id: mine })
    expect(await colleagues.until(({ id }) => id === trainer.id)).toEqual({ kind: 'CREATED', id: trainer.id })
    expect(followed.messages.filter(({ id }) => id === other)).toEqual([])
    followed.stop()
    colleagues.stop()
  })

  it('may come twice for one place', async () => {
    const sessionId = await newSession()
    expect(await bookAll([...everybody(sessionId), ...everybody(sessionId)])).toEqual([...people, ...people].map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })

  it('comes again under a key to the same answer, and under another input to none', async () => {
    const [one, other] = [await newSession(), await newSession()]
    const keyed = everybody(one).map((wish, i) => ({ ...wish, key: `together-${one}-${i}` }))
    expect(await bookAll([...keyed, ...keyed])).toEqual([...keyed, ...keyed].map(() => 'DONE'))
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'DONE'))
    expect(await bookAll(keyed.map(wish => ({ ...wish, sessionId: other })))).toEqual(keyed.map(() => 'IDEMPOTENCY_MISMATCH'))
    expect([await bookedOn(one), await bookedOn(other)].map(({ length }) => length)).toEqual([MANY, 0])
  })

  it('may bring a key that was used too long ago to count', async () => {
    const [one, other] = [await newSession(), await newSession()]
    const keyed = everybody(one).map((wish, i) => ({ ...wish, key: `old-${one}-${i}` }))
    await bookAll(keyed)
    await lectern.app.services.database.change(sql`update idempotency_key set at = ${new Date(lectern.clock.now().getTime() - 25 * 60 * 60_000)}`)
    expect(await bookAll(keyed.map(wish => ({ ...wish, sessionId: other })))).toEqual(keyed.map(() => 'DONE'))
    expect([await bookedOn(one), await bookedOn(other)].map(({ length }) => length)).toEqual([MANY, MANY])
  })
})

describe('who cannot be booked', () => {
  it('hears why, and nobody beside them does', async () => {
    const [good, others] = [await newSession(), await newSession({ trainerId: (await lectern.person({ role: Role.TRAINER })).id })]
    const inactive = await lectern.person({ role: Role.TRAINEE, isActive: false })
    const trainee = people[0]!.id
    const bad: [Wish, string][] = [
      [{ sessionId: 'no id at all', trainee }, 'NOT_FOUND'],
      [{ sessionId: lectern.admin.id, trainee }, 'NOT_FOUND'],
      [{ sessionId: good, trainee: 'nobody' }, 'NOT_FOUND'],
      [{ sessionId: good, trainee: good }, 'NOT_FOUND'],
      [{ sessionId: good, trainee: lectern.trainer.id }, 'NOT_A_TRAINEE'],
      [{ sessionId: good, trainee: inactive.id }, 'INACTIVE'],
      [{ sessionId: others, trainee, who: lectern.trainer }, 'FORBIDDEN'],
      [{ sessionId: good, trainee, who: people[1]! }, 'FORBIDDEN'],
    ]
    const wishes = everybody(good)
    const ends = await bookAll(wishes.flatMap((wish, i) => (bad[i] ? [bad[i][0], wish] : [wish])))
    expect(ends).toEqual(wishes.flatMap((_, i) => (bad[i] ? [bad[i][1], 'DONE'] : ['DONE'])))
    expect(await bookedOn(good)).toHaveLength(MANY)
    expect(await bookedOn(others)).toHaveLength(0)
  })

  it('is not remembered under their key: what is refused may be asked again', async () => {
    const sessionId = await newSession({ capacity: 1 })
    const keyed = everybody(sessionId).map((wish, i) => ({ ...wish, key: `refused-${sessionId}-${i}` }))
    expect((await bookAll(keyed)).filter(end => end === 'DONE')).toHaveLength(1)
    const { data } = await lectern.as(lectern.admin).ask('query ($id: ID!) { session(id: $id) { version } }', { id: sessionId })
    await lectern.as(lectern.admin).ask('mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { errors { code } } }', { input: { id: sessionId, version: data.session.version, capacity: MANY } })
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })

  it('is not booked when nobody waits for the answer any more', async () => {
    const sessionId = await newSession()
    const gone = new AbortController()
    const wishes = everybody(sessionId).map((wish, i) => (i === 3 ? { ...wish, signal: gone.signal } : wish))
    const ends = bookAll(wishes)
    // Behind the round in which all of them are known, and before that in which they are done.
    await new Promise(resolve => void setImmediate(resolve))
    gone.abort(fault('UNAVAILABLE', 'too late'))
    expect(await ends).toEqual(wishes.map((_, i) => (i === 3 ? 'UNAVAILABLE' : 'DONE')))
    expect(await bookedOn(sessionId)).toEqual(people.filter((_, i) => i !== 3).map(({ id }) => id).toSorted())
  })
})

describe('what goes wrong for all of them', () => {
  let restore = (): void => {}
  afterEach(() => restore())

  /** Fails the statements that begin so, as often as it says. */
  function spoil(beginning: string, times: number): () => number {
    const logger = lectern.app.services.database.orm.config.getLogger()
    const real = logger.logQuery
    let failed = 0
    restore = () => void (logger.logQuery = real)
    logger.logQuery = entry => {
      real(entry)
      if (!entry.query?.startsWith(beginning) || failed === times) return
      failed++
      throw new Error('spoilt')
    }
    return () => failed
  }

  it.each(['select session_id as id, count(*)', 'insert into `booking`', 'insert into `journal`', 'insert into idempotency_key (id, fingerprint, at, outcome)'])(
    'before the commit, each is done alone: %s', async statement => {
      const sessionId = await newSession({ capacity: 7 })
      const failed = spoil(statement, 1)
      const ends = await bookAll(everybody(sessionId).map((wish, i) => ({ ...wish, key: `spoilt-${sessionId}-${i}` })))
      expect(failed()).toBe(1)
      expect(ends.filter(end => end === 'DONE')).toHaveLength(7)
      expect(ends.filter(end => end === 'SESSION_FULL')).toHaveLength(5)
      expect(await bookedOn(sessionId)).toHaveLength(7)
    })

  it.each([[true, MANY], [false, 0]])('at the commit, nobody is told that it was done, and it is not done again: it had happened: %s', async (happens, booked) => {
    const sessionId = await newSession()
    const connection = lectern.app.services.database.orm.em.getConnection()
    const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
    restore = () => void (connection.commit = real)
    connection.commit = async (...given: never[]) => {
      restore()
      if (happens) await real(...given)
      throw Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' })
    }
    const keyed = everybody(sessionId).map((wish, i) => ({ ...wish, key: `lost-${sessionId}-${i}` }))
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'UNAVAILABLE'))
    expect(await bookedOn(sessionId)).toHaveLength(booked)
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })
})

const server = process.env['LECTERN_TEST_MYSQL_URL']

it.skipIf(server === undefined)('who wants what somebody else holds waits for it, and nobody waits for them', async () => {
  const [held, free] = [await newSession(), await newSession()]
  const shell = await createConnection((lectern.app.services.config.database as { url: string }).url)
  await shell.query('begin')
  await shell.query('select id from session where id = ? for update', [held])
  const waiting = book({ sessionId: held, trainee: people[0]!.id })
  expect(await bookAll(everybody(free))).toEqual(people.map(() => 'DONE'))
  expect(await bookedOn(held)).toEqual([])
  await shell.query('commit')
  await shell.end()
  expect(await waiting).toBe('DONE')
  expect(await bookedOn(held)).toEqual([people[0]!.id])
})
