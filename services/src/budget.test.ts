import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'
import { Role } from './identity/user.entity.ts'
import type { Database } from './platform/database.ts'

/**
 * How often the database is asked. No clock is read here: a statement more for each row, or an execution more for each
 * subscriber, is what makes a fast house slow, on every machine alike.
 */

/** What one request asked: reads of what is committed, and the statements of its transaction. */
interface Asked { readonly reads: string[]; readonly statements: string[] }

const SESSIONS = `query ($first: Int) { sessions(first: $first) { nodes { id title seatsTaken trainer { id name }
  bookings(first: 20) { nodes { id attendance trainee { id name } } } } pageInfo { hasNextPage endCursor } } }`
const FOLLOW = 'subscription { sessionChanged { kind id session { id title seatsTaken trainer { id } } } }'
const PERSONAL = 'subscription { sessionChanged { kind id session { id viewerCanUpdate } } }'
const CREATE = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id version } errors { code } } }'
const UPDATE = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { session { id version } errors { code } } }'
const ADD = 'mutation ($input: AddTraineesInput!) { addTrainees(input: $input) { session { id seatsTaken } errors { code } } }'
const MARK = 'mutation ($input: MarkAttendanceInput!) { markAttendance(input: $input) { session { id } errors { code } } }'

let lectern: Lectern
let traineeIds: string[]
/** MySQL asks once more for the version that an update has given, SQLite takes positions for the feed. A change that needs more says why. */
const BUDGET = { update: 10, book: 10, mark: 8 } as const
const requests = new AsyncLocalStorage<Asked>()
/** Every read, whoever made it. */
const reads: string[] = []

beforeAll(async () => {
  lectern = await startLectern()
  const { database } = lectern.app.services
  const { rows } = database
  const heard: Database['rows'] = statement => {
    reads.push(statement.text)
    requests.getStore()?.reads.push(statement.text)
    return rows(statement)
  }
  Object.assign(database, { rows: heard })
  const logger = database.orm.config.getLogger()
  logger.logQuery = ({ query = '' }) => void requests.getStore()?.statements.push(query)
  const people = await Promise.all(Array.from({ length: 10 }, () => lectern.person({ role: Role.TRAINEE })))
  traineeIds = people.map(({ id }) => id)
  for (let i = 0; i < 8; i++) await createSession(`Counted ${i}`, traineeIds.slice(0, i))
  await lectern.settle()
})
afterAll(() => lectern.stop())

async function createSession(title: string, trainees: readonly string[] = []): Promise<{ id: string; version: number }> {
  const input = { title, trainerId: lectern.trainer.id, startsAt: '2026-03-02T09:00:00Z', durationMinutes: 60, timeZone: 'Africa/Cairo', traineeIds: trainees }
  const { data } = await lectern.as(lectern.admin).ask(CREATE, { input })
  expect(data.createSession.errors).toEqual([])
  return data.createSession.session
}

async function counted(who: 'admin' | 'trainee', document: string, variables: Record<string, unknown> = {}): Promise<Asked> {
  const asked: Asked = { reads: [], statements: [] }
  const { data, errors } = await requests.run(asked, () => lectern.as(lectern[who]).ask(document, variables))
  expect(errors).toBeUndefined()
  for (const payload of Object.values(data as Record<string, { errors?: unknown[] } | null>)) expect(payload?.errors ?? []).toEqual([])
  return asked
}

describe('statements of a query, the one that finds the viewer among them', () => {
  test.for([
    ['a page of sessions with their trainers, bookings and trainees', SESSIONS, 3],
    ['the same with the number of them all', SESSIONS.replace('pageInfo {', 'totalCount pageInfo {'), 4],
    ['a page of people', '{ users(first: 20) { nodes { id name role email } } }', 2],
    ['who I am', '{ viewer { id name role } }', 2],
  ] as const)('%s', async ([_what, document, budget]) => {
    expect((await counted('admin', document, { first: 20 })).reads).toHaveLength(budget)
  })

  test('are as many for eight rows as for one, and for those who see little', async () => {
    const one = await counted('admin', SESSIONS, { first: 1 })
    const eight = await counted('admin', SESSIONS, { first: 8 })
    expect(eight.reads).toHaveLength(one.reads.length)
    await lectern.as(lectern.admin).ask(ADD, { input: { sessionId: (await createSession('Seen')).id, traineeIds: [lectern.trainee.id] } })
    expect((await counted('trainee', SESSIONS, { first: 8 })).reads.length).toBeLessThanOrEqual(one.reads.length + 1)
  })
})

/** From the begin to the commit; what the feed does afterwards is its own. */
function transaction({ statements }: Asked): string[] {
  return statements.slice(0, statements.findIndex(statement => statement.startsWith('commit')) + 1)
}

describe('statements of a mutation, from begin to commit', () => {
  test('a change of one session', async () => {
    const { id, version } = await createSession('To be changed')
    await lectern.settle()
    const asked = await counted('admin', UPDATE, { input: { id, version, title: 'Changed' } })
    expect(transaction(asked).length).toBeGreaterThan(2)
    expect(transaction(asked).length).toBeLessThanOrEqual(BUDGET.update)
  })

  test('booking one, and booking eight: none for each', async () => {
    const [small, large] = [await createSession('For one'), await createSession('For eight')]
    await lectern.settle()
    const one = transaction(await counted('admin', ADD, { input: { sessionId: small.id, traineeIds: traineeIds.slice(0, 1) } }))
    const eight = transaction(await counted('admin', ADD, { input: { sessionId: large.id, traineeIds: traineeIds.slice(0, 8) } }))
    expect(one.length).toBeLessThanOrEqual(BUDGET.book)
    expect(eight.length).toBe(one.length)
  })

  test('marking who was there', async () => {
    const { id } = await createSession('Attended', traineeIds.slice(0, 4))
    await lectern.settle()
    const marked = transaction(await counted('admin', MARK, { input: { sessionId: id, marks: traineeIds.slice(0, 1).map(traineeId => ({ traineeId, attendance: 'PRESENT' })) } }))
    expect(marked.length).toBeGreaterThan(2)
    expect(marked.length).toBeLessThanOrEqual(BUDGET.mark)
  })
})

describe('executions of a change', () => {
  const readsOfSessions = (): number => reads.splice(0).filter(text => text.includes('from `session` `t`')).length

  test('one for all equals, however many they are; one more for each who is nobody\'s equal; and the answer\'s own', async () => {
    const session = await createSession('Followed')
    const staff = await Promise.all(Array.from({ length: 6 }, () => lectern.person({ role: Role.TRAINER })))
    const follow = async (document: string, count: number) => {
      const followed = await Promise.all(staff.slice(0, count).map(who => lectern.follow(who, document)))
      await Promise.all(followed.map(one => one.until(message => message.kind === 'BOOKMARK')))
      return followed
    }
    const equals = await follow(FOLLOW, 6)
    await lectern.settle()
    readsOfSessions()
    await counted('admin', UPDATE, { input: { ...session, title: 'Followed once' } })
    await Promise.all(equals.map(one => one.until(message => message.session?.title === 'Followed once')))
    await lectern.settle()
    const shared = readsOfSessions()
    const personal = await follow(PERSONAL, 2)
    await lectern.settle()
    readsOfSessions()
    await counted('admin', UPDATE, { input: { id: session.id, version: session.version + 1, title: 'Followed twice' } })
    await Promise.all([...equals.map(one => one.until(message => message.session?.title === 'Followed twice')), ...personal.map(one => one.until(message => message.id === session.id))])
    await lectern.settle()
    expect([shared, readsOfSessions()]).toEqual([2, 4])
  })
})
