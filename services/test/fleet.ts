import { createApp } from '../src/app.ts'
import { entities } from '../src/entities.ts'
import { readConfig, type Environment } from '../src/platform/config.ts'
import { createContext, noCookie, type Work } from '../src/platform/context.ts'
import { openDatabase, type Database } from '../src/platform/database.ts'
import type { FeedEntry } from '../src/platform/feed.ts'
import { createLog } from '../src/platform/log.ts'
import { sql } from '../src/platform/sql.ts'
import { system } from '../src/platform/viewer.ts'
import { transact } from '../src/platform/write.ts'
import { freshDatabase, makePerson, type Person, type PersonOptions } from './lectern.ts'
import { spawnServer, type ServerProcess } from './server-process.ts'

/** What a test selects it also names. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape is the test's own document
type Loose = any

/** Processes of their own on one database, and people who are signed in. */
export interface Fleet {
  readonly environment: Environment
  readonly people: readonly Person[]
  /** Starts one more process and waits until it listens. */
  readonly launch: (environment?: Environment) => Promise<ServerProcess>
  /** Starts one more process that may refuse to. */
  readonly spawn: (environment?: Environment) => ServerProcess
  /** `kill -9` to every process that still runs. */
  readonly kill: () => Promise<void>
  readonly drop: () => Promise<void>
}

/** What else is to stand in the database, beside its people. */
export type Furnish = (work: Work, people: readonly Omit<Person, 'token'>[]) => void

/** A database that has been moved into: migrated, with an admin and these people. */
export async function openFleet(people: readonly PersonOptions[], environment: Environment = {}, furnish: Furnish = () => {}): Promise<Fleet> {
  const place = await freshDatabase()
  const shared = { LECTERN_PUBLIC_URL: 'http://lectern.test', ...place.environment, ...environment }
  const made = await moveIn(shared, people, furnish)
  const running: ServerProcess[] = []
  const spawn: Fleet['spawn'] = own => {
    const server = spawnServer({ ...shared, ...own })
    running.push(server)
    return server
  }
  const kill = async (): Promise<void> => void (await Promise.all(running.splice(0).map(server => server.kill())))
  return {
    environment: shared, people: made, spawn, kill,
    launch: async own => {
      const server = spawn(own)
      await server.ready
      return server
    },
    drop: async () => {
      await kill()
      await place.drop()
    },
  }
}

async function moveIn(environment: Environment, people: readonly PersonOptions[], furnish: Furnish): Promise<Person[]> {
  const app = await createApp(readConfig({ LECTERN_LOG_LEVEL: 'fatal', ...environment }), { log: createLog('fatal') })
  try {
    const context = createContext(app.services, { viewer: system, requestId: 'test', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
    const made = await transact(context, { verb: 'test', reason: null, prepared: undefined }, async work => {
      const persons: Omit<Person, 'token'>[] = []
      for (const options of people) persons.push(await makePerson(work, options))
      furnish(work, persons)
      return persons
    })
    const signedIn = await Promise.all(made.map(async person => ({ ...person, token: (await app.services.tokens.issue(person.id, person.signInId)).token })))
    await app.settle()
    return signedIn
  } finally {
    await app.close()
  }
}

/** Looks at the tables, or changes them, past every server; on SQLite while none runs. */
export async function atTables<T>(environment: Environment, act: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig(environment).database, entities, [])
  try {
    return await act(database)
  } finally {
    await database.close()
  }
}

/** The journal as it stands once the servers have ended, or, on MySQL, while they run. */
export async function journalOf(environment: Environment): Promise<Pick<FeedEntry, 'position' | 'noun' | 'nounId'>[]> {
  const app = await createApp(readConfig({ LECTERN_LOG_LEVEL: 'fatal', ...environment }), { log: createLog('fatal') })
  try {
    await app.settle()
    const rows = await app.services.database.rows(sql`select position, noun, noun_id from journal order by position`)
    return rows.map(([position, noun, nounId]) => ({ position: Number(position), noun: String(noun), nounId: String(nounId) }))
  } finally {
    await app.close()
  }
}

/** Asks over HTTP, as a client does; throws on anything but data. */
export async function ask(url: string, who: Person, query: string, variables: Record<string, unknown> = {}): Promise<Loose> {
  const headers = { 'content-type': 'application/json', ...(who.token && { authorization: `Bearer ${who.token}` }) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const text = await response.text()
  const { data, errors } = JSON.parse(text) as { data?: Loose; errors?: unknown }
  if (response.status !== 200 || errors !== undefined) throw new Error(`${response.status}: ${text}`)
  return data
}

const CREATE = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id version } errors { code field } } }'
const RENAME = 'mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { session { id version } errors { code field } } }'

export interface Renamed { readonly id: string; readonly version: number }

export async function createSession(url: string, who: Person, trainer: Person, traineeIds: readonly string[] = []): Promise<Renamed> {
  const startsAt = new Date(Date.now() + 48 * 3_600_000).toISOString()
  const input = { title: 'Fire safety', trainerId: trainer.id, startsAt, durationMinutes: 60, timeZone: 'Africa/Cairo', traineeIds }
  return settled((await ask(url, who, CREATE, { input })).createSession).session
}

export async function rename(url: string, who: Person, session: Renamed, title: string): Promise<Renamed> {
  return settled((await ask(url, who, RENAME, { input: { ...session, title } })).updateSession).session
}

/** A payload without refusals. */
export function settled<Payload extends { readonly errors: readonly unknown[] }>(payload: Payload): Payload {
  if (payload.errors.length > 0) throw new Error(`Refused: ${JSON.stringify(payload.errors)}`)
  return payload
}
