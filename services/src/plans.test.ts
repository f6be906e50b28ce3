import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placeOf, type Place } from '../bench/data.ts'
import { prepareBigData } from '../bench/big-data.ts'
import { freshDatabase, startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { questionsOf, type Question, type Samples } from '../test/list-questions.ts'
import { openPlans, type PlanReader } from '../test/plan-reader.ts'
import { SignIn } from './identity/sign-in.entity.ts'
import { User } from './identity/user.entity.ts'
import type { Database } from './platform/database.ts'
import { sql, type Sql } from './platform/sql.ts'

/** Small enough to be made in seconds, big enough that no database finds it cheap to read a table whole. */
const SIZE = { users: 8000, trainers: 200, sessions: 2000, bookingsEach: 5, copies: 5 }
const isMySql = process.env['LECTERN_TEST_MYSQL_URL'] !== undefined
/**
 * More rows than a page needs, fewer than any of the tables has: as many as a walk passes before it is left. MySQL counts a row as often
 * as it touches it: in the index, by itself, by the word it is asked for and the place where that would stand.
 */
const MOST_ROWS = isMySql ? 21_000 : 4500
/**
 * What is counted once such a walk was in vain goes up to 100,000, so here over all there is; MySQL writes each in a table of its own and
 * reads it from there.
 */
const MOST_COUNTED = SIZE.sessions * SIZE.copies * (isMySql ? 4 : 1)
/**
 * What may stand behind all the rest in the order that is asked for: bookings of sessions to come by when they were booked, those not marked
 * from the oldest on, marked ones among those to come. The walk passes the entries of one index, and fetches none of their rows: a third of a
 * microsecond each on MariaDB, where to fetch and sort what was found costs as much for four times fewer.
 */
const WALKS_FAR = [
  /^bookings .*"CREATED_AT","direction":"ASC"\},"filter":\{"from":/,
  /^bookings .*"direction":"ASC"\},"filter":\{"marked":false\}/,
  /^bookings .*"marked":true,"from":/,
]
const mostRows = ({ name }: Question, { text }: Sql): number =>
  WALKS_FAR.some(far => far.test(name)) ? SIZE.sessions * SIZE.bookingsEach * SIZE.copies : text.startsWith('select (select count(*)') ? MOST_COUNTED : MOST_ROWS

const asking = new AsyncLocalStorage<Sql[]>()
let lectern: Lectern
let plans: PlanReader
let drop: () => Promise<void>
const people: { admin: Person; trainer: Person; trainee: Person } = {} as never
let samples: Samples

beforeAll(async () => {
  const fresh = await freshDatabase()
  const place: Place = { dialect: fresh.environment['DATABASE_URL'] ? 'mysql' : 'sqlite', environment: { ...placeOf('', undefined).environment, ...fresh.environment } }
  await prepareBigData(place, SIZE, { now: new Date('2026-03-02T09:00:00Z') })
  lectern = await startLectern(place.environment)
  const { database } = lectern.app.services
  const { rows } = database
  const heard: Database['rows'] = (statement, signal) => {
    asking.getStore()?.push(statement)
    return rows(statement, signal)
  }
  Object.assign(database, { rows: heard })
  drop = fresh.drop
  people.admin = lectern.admin
  people.trainer = await signedIn('select trainer_id from session limit 1')
  people.trainee = await signedIn("select trainee_id from booking where status = 'BOOKED' limit 1")
  plans = await openPlans(place.environment)
  samples = await samplesOf()
}, 120_000)

afterAll(async () => {
  await plans.close()
  await lectern.stop()
  await drop()
})

/** Somebody who has worked here for long, as a query finds them. */
async function signedIn(query: string): Promise<Person> {
  const [row] = await lectern.app.services.database.rows({ text: query, values: [] })
  const id = String(row![0])
  return lectern.write(async work => {
    const user = await work.em.findOneOrFail(User, { id })
    const signIn = SignIn.begin(work.newId(), user, id, undefined, work.now)
    work.em.persist(signIn)
    const { token } = await lectern.app.services.tokens.issue(id, signIn.id)
    return { id, username: user.username, token, signInId: signIn.id, refreshToken: '' }
  })
}

async function samplesOf(): Promise<Samples> {
  const [row] = await lectern.app.services.database.rows(sql`select id from session order by starts_at limit 1`)
  const session = String(row![0])
  const { trainer, trainee } = people
  return {
    'session.id': [session], 'user.id': [trainee.id], 'report.id': [session],
    sessionId: [session], trainerId: [trainer.id], traineeId: [trainee.id], userId: [trainee.id], actorId: [trainer.id], nounId: [session],
    from: ['2026-01-01T00:00:00Z', '2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'], to: ['2026-01-01T00:00:00Z', '2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'],
    endsAfter: ['2026-01-01T00:00:00Z', '2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'],
    'SessionFilter.search': ['session', 'climb', '1234', 'mar', 'nothing', 'climb 12'], 'UserFilter.search': ['mar', 'mar lind', 'nothing'],
    noun: ['Session', 'Organization'], verbs: [['createSession'], ['nothing'], ['createSession', 'addTrainees']],
  }
}

/** What a question makes the server ask the database; what the server asks by itself meanwhile is its own. */
async function statementsOf(who: Person, { document, variables }: Question): Promise<{ statements: Sql[]; data: unknown; refused: boolean }> {
  const statements: Sql[] = []
  const { data, errors } = await asking.run(statements, () => lectern.as(who).ask(document, variables))
  const refused = errors?.some(({ extensions }) => extensions.code === 'FORBIDDEN') ?? false
  expect(refused ? undefined : errors, JSON.stringify(variables)).toBeUndefined()
  return { statements, data, refused }
}

const end = (data: unknown, cursor: 'startCursor' | 'endCursor'): string | null => JSON.stringify(data).match(new RegExp(`"${cursor}":"([^"]+)"`))?.[1] ?? null

/** The first page, and where the list can be walked from its end, the last one and the page before that. */
async function pagesOf(who: Person, question: Question): Promise<Sql[]> {
  const ask = (page: object) => statementsOf(who, { ...question, variables: { ...question.variables, ...page } })
  const first = await ask({ first: 50 })
  if (first.refused) return []
  if (question.isPair) return first.statements
  const after = end(first.data, 'endCursor')
  const next = after ? (await ask({ first: 50, after })).statements : []
  if (!question.document.includes('$last')) return [...first.statements, ...next]
  const last = await ask({ last: 50 })
  const before = end(last.data, 'startCursor')
  return [...first.statements, ...next, ...last.statements, ...(before ? (await ask({ last: 50, before })).statements : [])]
}

describe('no list reads or sorts a whole table', () => {
  /** Whoever asks: a trainer's statements are mostly an admin's. */
  const seen = new Set<string>()
  test.each(['admin', 'trainer', 'trainee'] as const)('asked by %s', async role => {
    const dear: string[] = []
    for (const question of questionsOf(lectern.app.schema, samples)) {
      for (const statement of await pagesOf(people[role], question)) {
        const key = `${statement.text} ${statement.values.join(' ')}`
        if (seen.has(key)) continue
        seen.add(key)
        const rows = await plans.rows(statement)
        if (rows > mostRows(question, statement)) dear.push(`${question.name}: about ${rows} rows\n${statement.text}\n${await plans.plan(statement)}`)
      }
    }
    expect(seen.size).toBeGreaterThan(20)
    expect(dear.join('\n\n')).toBe('')
  }, 300_000)
})
