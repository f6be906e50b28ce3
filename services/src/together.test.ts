import { randomUUID } from 'node:crypto'
import { createConnection, type Connection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { Role } from './identity/user.entity.ts'
import { fault } from './platform/fault.ts'
import { sql } from './platform/sql.ts'

/** Mutations that many ask for at once, and that are done in one transaction: each as if alone. */

const CREATE = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id } errors { code } } }'
const ADD = 'mutation ($input: AddTraineesInput!) { addTrainees(input: $input) { session { id } errors { code field } } }'
const MANY = 12
const isSqlite = process.env['LECTERN_TEST_MYSQL_URL'] === undefined

let lectern: Lectern
let people: Person[]
/** What the transactions of a test sent to the database. */
const statements: string[] = []
/** What is done when sessions are read for an answer. */
let onAnswer = (): void => {}

beforeAll(async () => {
  lectern = await startLectern()
  people = []
  for (let i = 0; i < MANY; i++) people.push(await lectern.person({ role: Role.TRAINEE }))
  const { database } = lectern.app.services
  database.orm.config.getLogger().logQuery = ({ query = '' }) => void statements.push(query)
  const { rows } = database
  const heard: typeof rows = (statement, signal) => {
    if (statement.text.includes('from `session` `t`')) onAnswer()
    return rows(statement, signal)
  }
  Object.assign(database, { rows: heard })
})
afterAll(() => lectern.stop())
beforeEach(() => lectern.settle().then(() => void statements.splice(0)))
afterEach(() => void (onAnswer = () => {}))

const commits = (): number => statements.filter(text => text.startsWith('commit')).length

async function newSession(details: object = {}): Promise<string> {
  const input = { title: 'Wanted', trainerId: lectern.trainer.id, startsAt: '2026-03-09T09:00:00Z', durationMinutes: 60, timeZone: 'UTC', ...details }
  const { data } = await lectern.as(lectern.admin).ask(CREATE, { input })
  statements.splice(0)
  return data.createSession.session.id as string
}

interface Wish { readonly who?: Person; readonly sessionId: string; readonly trainee: string; readonly key?: string; readonly signal?: AbortSignal; readonly document?: string }

/** How a booking ended: DONE, or the code of its refusal or its fault. */
async function book({ who = lectern.admin, sessionId, trainee, key, signal, document = ADD }: Wish, requestId = randomUUID() as string): Promise<string> {
  const { body } = await lectern.app.handle({
    headers: { authorization: `Bearer ${who.token}`, 'idempotency-key': key }, ip: '127.0.0.1', requestId, ...(signal ? { signal } : {}),
    body: { query: document, variables: { input: { sessionId, traineeIds: [trainee] } } },
  })
  const { data, errors } = JSON.parse(body) as { data?: { addTrainees: { session: { id: string } | null; errors: { code: string }[] } }; errors?: { extensions: { code: string } }[] }
  const code = errors?.[0]?.extensions.code ?? data?.addTrainees.errors[0]?.code
  if (code === undefined) expect(data?.addTrainees.session).toMatchObject({ id: sessionId })
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

  it('touches a thing in their own name, and in nobody\'s when they are different people', async () => {
    const [mine, ours] = [await newSession(), await newSession()]
    await Promise.all(everybody(mine).slice(0, 6).map(wish => book(wish)))
    const both = everybody(ours).map((wish, i) => ({ ...wish, who: i % 2 ? lectern.admin : lectern.trainer }))
    statements.splice(0)
    await bookAll(both)
    expect(commits()).toBe(1)
    const touchedBy = async (id: string): Promise<unknown[]> => {
      const rows = await lectern.app.services.database.rows(sql`select actor_id from journal where noun = 'Session' and kind = 'TOUCHED' and noun_id = ${id}`)
      return rows.flat()
    }
    expect([await touchedBy(mine), await touchedBy(ours)]).toEqual([[lectern.admin.id], [null]])
  })

  it('is answered by one statement for each viewer and document', async () => {
    const [mine, other] = [await newSession(), await newSession()]
    const wishes = everybody(mine).map((wish, i) => ({
      ...wish, who: i % 2 ? lectern.admin : lectern.trainer, sessionId: i % 3 ? mine : other, document: i < 6 ? ADD : ADD.replace('session { id', 'session { id seatsTaken'),
    }))
    let answers = 0
    onAnswer = () => void answers++
    expect(await bookAll(wishes)).toEqual(wishes.map(() => 'DONE'))
    expect([commits(), answers]).toEqual([1, 4])
  })

  it('is answered though one of them leaves while the answers are read', async () => {
    const sessionId = await newSession()
    const requests = people.map(() => new AbortController())
    const wishes = everybody(sessionId).map((wish, i) => ({ ...wish, signal: requests[i]!.signal, key: `${sessionId}-${i}` }))
    onAnswer = () => requests[0]!.abort(fault('UNAVAILABLE', 'too late'))
    expect(await bookAll(wishes)).toEqual(wishes.map((_, i) => (i === 0 ? 'UNAVAILABLE' : 'DONE')))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })

  it('takes places again beside those who take them first', async () => {
    const sessionId = await newSession({ capacity: MANY })
    const wishes = everybody(sessionId)
    await bookAll(wishes.slice(0, 6))
    await lectern.as(lectern.admin).ask('mutation ($input: RemoveTraineesInput!) { removeTrainees(input: $input) { errors { code } } }', { input: { sessionId, traineeIds: wishes.slice(0, 4).map(({ trainee }) => trainee) } })
    expect(await bookAll(wishes)).toEqual(wishes.map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
    const verbs = await lectern.app.services.database.rows(sql`select kind, count(*) from journal where noun = 'Booking' and verb = 'addTrainees' and root_id = ${sessionId} group by kind order by kind`)
    expect(verbs.map(([kind, count]) => [kind, Number(count)])).toEqual([['CREATED', MANY], ['UPDATED', 4]])
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
      [{ sessionId: 'nó ïd at all 😀', trainee }, 'NOT_FOUND'],
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
    expect(statements.filter(text => text.startsWith('rollback')).length).toBeLessThanOrEqual(bad.length)
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

  function spoilCommit(instead: (real: () => Promise<void>) => Promise<void>): void {
    const connection = lectern.app.services.database.orm.em.getConnection()
    const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
    restore = () => void (connection.commit = real)
    connection.commit = (...given: never[]) => {
      restore()
      return instead(() => real(...given))
    }
  }

  it('by a deadlock that the commit tells of, each is done alone', async () => {
    const sessionId = await newSession()
    spoilCommit(() => Promise.reject(Object.assign(new Error('deadlock'), { errno: 1213 })))
    expect(await bookAll(everybody(sessionId))).toEqual(people.map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })

  it.skipIf(isSqlite)('by a commit that is never answered, others go on, and no more wait than there is room for', async () => {
    // Nobody whom the others need.
    const [trainer, trainee] = [await lectern.person({ role: Role.TRAINER }), await lectern.person({ role: Role.TRAINEE })]
    const [lost, next] = [await newSession({ trainerId: trainer.id }), await newSession()]
    const { clock } = lectern
    const { later } = clock
    const [reached, silence] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    spoilCommit(async real => {
      reached.resolve()
      await silence.promise
      await real()
    })
    // Ten seconds, for a test.
    Object.assign(clock, { later: (milliseconds: number, act: () => void) => later(milliseconds / 10, act) })
    const unanswered = book({ sessionId: lost, trainee: trainee.id })
    await reached.promise
    const ends = await bookAll(Array.from({ length: 90 }).flatMap(() => everybody(next)))
    Object.assign(clock, { later })
    expect(new Set(ends)).toEqual(new Set(['DONE', 'UNAVAILABLE']))
    expect(await bookedOn(next)).toHaveLength(MANY)
    silence.resolve()
    expect(await unanswered).toBe('DONE')
  }, 60_000)

  it.each([[true, MANY], [false, 0]])('at the commit, nobody is told that it was done, and it is not done again: it had happened: %s', async (happens, booked) => {
    const sessionId = await newSession()
    spoilCommit(async real => {
      if (happens) await real()
      throw Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' })
    })
    const keyed = everybody(sessionId).map((wish, i) => ({ ...wish, key: `lost-${sessionId}-${i}` }))
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'UNAVAILABLE'))
    expect(await bookedOn(sessionId)).toHaveLength(booked)
    expect(await bookAll(keyed)).toEqual(keyed.map(() => 'DONE'))
    expect(await bookedOn(sessionId)).toHaveLength(MANY)
  })
})

describe.skipIf(isSqlite)('what somebody else has locked', () => {
  let shell: Connection
  beforeAll(async () => {
    shell = await createConnection((lectern.app.services.config.database as { url: string }).url)
  })
  afterAll(() => shell.end())

  async function lock(table: string, id: string): Promise<void> {
    await shell.query('begin')
    await shell.query('select id from ?? where id = ? for update', [table, id])
  }

  it.each(['session', 'trainer', 'trainee', 'place'])('is waited for by who wants it, and by nobody else: a %s', async what => {
    const trainer = await lectern.person({ role: Role.TRAINER })
    const [held, free] = [await newSession({ trainerId: trainer.id }), await newSession()]
    const trainee = what === 'trainee' ? (await lectern.person({ role: Role.TRAINEE })).id : people[0]!.id
    if (what === 'place') await book({ sessionId: held, trainee })
    const [[place]] = await shell.query('select id from booking where session_id = ?', [held]) as unknown as [[{ id: string } | undefined]]
    const [table, id] = { session: ['session', held], trainer: ['user', trainer.id], trainee: ['user', trainee], place: ['booking', place?.id] }[what]!
    await lock(table!, id!)
    const waiting = book({ sessionId: held, trainee })
    if (what === 'place') await new Promise(resolve => void setTimeout(resolve, 50))
    else expect(await bookAll(everybody(free))).toEqual(people.map(() => 'DONE'))
    await shell.query('commit')
    expect(await waiting).toBe('DONE')
    expect(await bookedOn(held)).toEqual([trainee])
  })

  it('lets those who come for it again and again do it together when it is free', async () => {
    const sessionId = await newSession()
    const wanted = everybody(sessionId)
    let left = 40 * MANY
    const clients = wanted.map(async wish => {
      while (left-- > 0) expect(await book(wish)).toBe('DONE')
    })
    await lock('session', sessionId)
    await new Promise(resolve => void setTimeout(resolve, 100))
    await shell.query('commit')
    left = 20 * MANY
    statements.splice(0)
    await Promise.all(clients)
    expect(commits()).toBeLessThan(10 * MANY)
  })
})
