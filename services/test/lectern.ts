import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'graphql-ws'
import { createConnection } from 'mysql2/promise'
import { WebSocket } from 'ws'
import { createApp, type App } from '../src/app.ts'
import { SignIn } from '../src/identity/sign-in.entity.ts'
import { Role, User } from '../src/identity/user.entity.ts'
import { hashPassword, hashQueue } from '../src/identity/password.service.ts'
import { newRefreshToken, refreshTokenHash } from '../src/identity/token.service.ts'
import type { Clock } from '../src/platform/clock.ts'
import { readConfig, type Environment } from '../src/platform/config.ts'
import { createContext, noCookie, type Work } from '../src/platform/context.ts'
import { createLog } from '../src/platform/log.ts'
import { systemRandom } from '../src/platform/random.ts'
import { sortKey } from '../src/platform/search.ts'
import { system } from '../src/platform/viewer.ts'
import { transact } from '../src/platform/write.ts'

/** The password of everybody whom a test makes. */
export const PASSWORD = 'correct horse battery staple'
const passwordHash = hashPassword(hashQueue(), PASSWORD)

/** Real time that a test can move on: days pass at once, timers still run. */
export interface TestClock extends Clock {
  readonly advance: (milliseconds: number) => void
}

function testClock(): TestClock {
  const begun = Date.now()
  let offset = Date.parse('2026-03-02T09:00:00Z') - begun
  return {
    now: () => new Date(Date.now() + offset),
    later: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds)
      return () => clearTimeout(timer)
    },
    advance: milliseconds => {
      offset += milliseconds
    },
  }
}

export interface Person {
  readonly id: string
  readonly username: string
  readonly token: string | undefined
  readonly signInId: string
  readonly refreshToken: string
}

export const anonymous: Person = { id: '', username: '', token: undefined, signInId: '', refreshToken: '' }

export interface Answer<Data> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly data: Data
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions: { readonly code: string } & Record<string, unknown> }[] | undefined
}

/** What a test selects it also names; results are read without ceremony. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape is the test's own document
type Loose = any

export interface Asker {
  readonly ask: <Data = Loose>(document: string, variables?: Record<string, unknown>, headers?: Record<string, string>) => Promise<Answer<Data>>
}

export interface Followed {
  /** Every message so far, BOOKMARKs included. */
  readonly messages: Loose[]
  /** The first message that meets the condition, waiting for it when it has not come yet. */
  readonly until: (meets: (message: Loose) => boolean) => Promise<Loose>
  readonly stop: () => void
}

export interface PersonOptions { role: Role; username?: string; firstName?: string; lastName?: string; email?: string; phone?: string; isActive?: boolean; timeZone?: string }

export interface Lectern {
  readonly app: App
  readonly clock: TestClock
  readonly admin: Person
  readonly trainer: Person
  readonly trainee: Person
  readonly as: (who: Person) => Asker
  readonly person: (options: PersonOptions) => Promise<Person>
  /** Runs a deed of the server's own in a transaction, for what a test needs to stand. */
  readonly write: <T>(act: (work: Work) => Promise<T>) => Promise<T>
  /** Follows a subscription over a real WebSocket. */
  readonly follow: (who: Person, document: string, variables?: Record<string, unknown>) => Promise<Followed>
  readonly url: () => Promise<string>
  readonly settle: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** A Lectern of its own: a fresh database (SQLite; MySQL or MariaDB where LECTERN_TEST_MYSQL_URL names a server), three people, a movable clock. */
export async function startLectern(environment: Environment = {}): Promise<Lectern> {
  const place = await freshDatabase()
  const clock = testClock()
  const config = readConfig({ LECTERN_LOG_LEVEL: 'fatal', PORT: '4000', ...place.environment, ...environment })
  const log = createLog(process.env['LECTERN_TEST_LOG'] === '1' ? 'debug' : 'fatal')
  const app = await createApp(config, { clock, log })
  let server: Server | undefined
  const stops: (() => void)[] = []

  const write: Lectern['write'] = act => {
    const context = createContext(app.services, { viewer: system, requestId: 'test', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
    return transact(context, { verb: 'test', reason: null, prepared: undefined }, act)
  }

  const person = async (options: PersonOptions): Promise<Person> => {
    const { id, username, refreshToken, signInId } = await write(work => makePerson(work, options))
    const { token } = await app.services.tokens.issue(id, signInId)
    return { id, username, token, signInId, refreshToken }
  }

  const url = async (): Promise<string> => {
    server ??= await listen(app)
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const follow: Lectern['follow'] = async (who, document, variables) => {
    const followed = followOver(`${(await url()).replace('http', 'ws')}/graphql`, who, document, variables)
    stops.push(followed.stop)
    return followed
  }

  const as = (who: Person): Asker => ({
    ask: async (query, variables, headers = {}) => {
      const authorization = who.token ? { authorization: `Bearer ${who.token}` } : {}
      const response = await app.handle({ headers: { ...authorization, ...headers }, body: { query, variables: variables ?? {} }, ip: '127.0.0.1', requestId: randomUUID() })
      return { status: response.status, headers: response.headers, ...(JSON.parse(response.body) as { data: Loose; errors: undefined }) }
    },
  })

  return {
    app, clock, as, person, write, follow, url,
    admin: await person({ role: Role.ADMIN, firstName: 'Ada', lastName: 'Admin' }),
    trainer: await person({ role: Role.TRAINER, firstName: 'Tom', lastName: 'Trainer' }),
    trainee: await person({ role: Role.TRAINEE, firstName: 'Tina', lastName: 'Trainee' }),
    settle: () => app.settle(),
    stop: async () => {
      for (const stop of stops) stop()
      await app.close()
      server?.closeAllConnections()
      server?.close()
      await place.drop()
    },
  }
}

let counter = 0

export async function makePerson(work: Work, options: PersonOptions): Promise<Omit<Person, 'token'>> {
  const username = options.username ?? `${options.role.toLowerCase()}-${++counter}`
  const { firstName = 'Pat', lastName = `Person ${counter}`, email = `${username}@example.org` } = options
  const user = Object.assign(new User(), {
    id: work.newId(), username, email, emailKey: email.toLowerCase(), phone: options.phone ?? null, firstName, lastName,
    nameKey: sortKey(`${firstName} ${lastName}`), role: options.role, isActive: options.isActive ?? true, mustChangePassword: false,
    timeZone: options.timeZone ?? null, locale: null, passwordHash: await passwordHash, temporaryPasswordExpiresAt: null,
  })
  const refreshToken = newRefreshToken(systemRandom)
  const signIn = Object.assign(new SignIn(), {
    id: work.newId(), user, refreshHash: refreshTokenHash(refreshToken), previousHash: null, rotatedAt: null, lastUsedAt: work.now,
    createdAt: work.now, endedAt: null, endReason: null, userAgent: null,
  })
  work.em.persist([user, signIn])
  return { id: user.id, username, signInId: signIn.id, refreshToken }
}

export interface Place { readonly environment: Environment; readonly drop: () => Promise<void> }

export async function freshDatabase(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'lectern-test-'))
  const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true })
  const server = process.env['LECTERN_TEST_MYSQL_URL']
  if (!server) return { environment: { LECTERN_DATA_DIR: directory }, drop: () => Promise.resolve(removeDirectory()) }
  const database = `lectern_test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = `/${database}`
  return {
    environment: { LECTERN_DATA_DIR: directory, DATABASE_URL: url.href, LECTERN_SECRET: 'a secret for tests that is long enough' },
    drop: async () => {
      const connection = await createConnection(server)
      await connection.query(`drop database if exists \`${database}\``)
      await connection.end()
      removeDirectory()
    },
  }
}

async function listen(app: App): Promise<Server> {
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.on('upgrade', (request, socket, head) => app.sockets.upgrade(request, socket, head))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

function followOver(url: string, who: Person, document: string, variables?: Record<string, unknown>): Followed {
  const client = createClient({
    url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true,
    connectionParams: who.token ? { authorization: `Bearer ${who.token}` } : {},
  })
  const messages: Loose[] = []
  const waiting = new Set<() => void>()
  let failure: unknown
  const tellWaiting = (): void => {
    for (const look of waiting) look()
  }
  const unsubscribe = client.subscribe({ query: document, variables }, {
    next: result => {
      const [message] = Object.values(result.data ?? {})
      messages.push(result.errors ? { errors: result.errors } : message)
      tellWaiting()
    },
    error: error => {
      // A close event drags its socket along, which no report of a failing test can show.
      const { code, reason } = error as { code?: number; reason?: string }
      failure = code === undefined ? error : { code, reason }
      tellWaiting()
    },
    complete: () => {
      failure ??= new Error('The subscription ended.')
      tellWaiting()
    },
  })
  const until = (meets: (message: Loose) => boolean): Promise<Loose> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = messages.find(meets)
        if (found === undefined && failure === undefined) return
        waiting.delete(look)
        if (found === undefined) reject(Object.assign(new Error('The subscription ended before that message.'), { cause: failure }))
        else resolve(found)
      }
      waiting.add(look)
      look()
    })
  const stop = (): void => {
    unsubscribe()
    void client.dispose()
  }
  return { messages, until, stop }
}
