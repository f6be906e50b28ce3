import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { systemClock, type Clock } from '../src/platform/clock.ts'
import { createContext, noCookie, type Context, type Services, type Work } from '../src/platform/context.ts'
import { openDatabase, type Database, type RawRow } from '../src/platform/database.ts'
import { idSource } from '../src/platform/ids.ts'
import { createLog } from '../src/platform/log.ts'
import { systemRandom } from '../src/platform/random.ts'
import { Recorder } from '../src/platform/recorder.ts'
import { prepareFeed } from '../src/platform/relay.ts'
import { WordKeeper } from '../src/platform/search.ts'
import { join, name, sql, type Sql } from '../src/platform/sql.ts'
import { system, type Viewer } from '../src/platform/viewer.ts'
import { transact } from '../src/platform/write.ts'
import { Club, clubEntities, Membership, Person } from './clubs.ts'

const mysqlUrl = process.env['LECTERN_TEST_MYSQL_URL']
export const isMySql = mysqlUrl !== undefined && mysqlUrl !== ''

/** The platform without the product: a fresh database of clubs, its writing and its reading. */
export interface ClubHouse {
  readonly database: Database
  readonly services: Services
  /** The same database opened once more, as another process would; on SQLite it is the same one. */
  readonly openAgain: () => Promise<Database>
  readonly context: (viewer?: Viewer, selection?: Readonly<Record<string, readonly string[]>>) => Context
  readonly write: <T>(act: (work: Work) => Promise<T>, options?: { readonly viewer?: Viewer; readonly verb?: string; readonly reason?: string }) => Promise<T>
  /** The statements that were read since the last call. */
  readonly statements: () => string[]
  readonly close: () => Promise<void>
}

export const viewerOf = (id: string, role = 'MEMBER'): Viewer => ({ kind: 'user', id, role, signInId: '', mustChangePassword: false })
export const staff = viewerOf('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'STAFF')

export async function openClubHouse(clock: Clock = systemClock): Promise<ClubHouse> {
  const place = await freshPlace()
  const opened: Database[] = []
  const open = async (): Promise<Database> => {
    const database = await openDatabase(place.config, clubEntities, [new Recorder(place.config.kind), new WordKeeper(place.config.kind)])
    opened.push(database)
    return database
  }
  const database = await open()
  await database.orm.schema.create()
  await prepareFeed(database)
  const heard: string[] = []
  const rows = (statement: Sql): Promise<readonly RawRow[]> => {
    heard.push(statement.text)
    return database.rows(statement)
  }
  const log = createLog('silent')
  const services = { config: {}, database: { ...database, rows }, clock, random: systemRandom, log, newId: idSource(clock, systemRandom) } as unknown as Services
  const context: ClubHouse['context'] = (viewer = system, selection = {}) => createContext(services, {
    viewer, requestId: 'request', ip: '', userAgent: undefined, cookie: noCookie,
    selection: new Map(Object.entries(selection).map(([noun, fields]) => [noun, new Set(fields)])),
  })
  return {
    database, services, context,
    openAgain: () => (isMySql ? open() : Promise.resolve(database)),
    write: (act, { viewer = system, verb = 'test', reason } = {}) => transact(context(viewer), { verb, reason: reason ?? null, prepared: undefined }, act),
    statements: () => heard.splice(0),
    close: async () => {
      for (const each of opened) await each.close()
      await place.drop()
    },
  }
}

interface Place { readonly config: Parameters<typeof openDatabase>[0]; readonly drop: () => Promise<void> }

async function freshPlace(): Promise<Place> {
  const directory = mkdtempSync(joinPath(tmpdir(), 'club-house-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  if (!isMySql) return { config: { kind: 'sqlite', file: joinPath(directory, 'clubs.sqlite') }, drop: () => Promise.resolve(remove()) }
  const url = new URL(mysqlUrl!)
  const database = `clubs_${randomUUID().replaceAll('-', '')}`
  url.pathname = `/${database}`
  return {
    config: { kind: 'mysql', url: url.href },
    drop: async () => {
      const connection = await createConnection(mysqlUrl!)
      await connection.query(`drop database if exists \`${database}\``)
      await connection.end()
      remove()
    },
  }
}

let count = 0

export function newPerson({ newId }: Pick<Work, 'newId'>, details: Partial<Person> = {}): Person {
  const handle = `person-${++count}`
  return Object.assign(new Person(), { id: newId(), handle, firstName: 'Pat', email: `${handle}@example.org`, pin: '1234', seenAt: null, ...details })
}

export function newClub({ newId }: Pick<Work, 'newId'>, host: Person, details: Partial<Club> = {}): Club {
  return Object.assign(new Club(), { id: newId(), title: `Club ${++count}`, rules: null, host, places: null, isOpen: true, extras: null, meetsAt: null, badge: null, ...details })
}

export function newMembership({ newId }: Pick<Work, 'newId'>, club: Club, member: Person, state = 'IN'): Membership {
  return Object.assign(new Membership(), { id: newId(), club, member, state, note: null })
}

/** A journal row as it stands in the table. */
export interface Written {
  readonly id: number
  readonly position: number | null
  readonly verb: string
  readonly actorId: string | null
  readonly noun: string
  readonly nounId: string
  readonly kind: string
  readonly fields: readonly string[]
  readonly reason: string | null
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
  readonly audience: { readonly gain: readonly string[]; readonly keep: readonly string[]; readonly lose: readonly string[] }
  readonly rootId: string
  readonly aboutId: string | null
  readonly requestId: string | null
}

/** The journal behind a row, in the order of writing. */
export async function journalAfter({ database }: Pick<ClubHouse, 'database'>, id = 0): Promise<Written[]> {
  const columns = ['id', 'position', 'verb', 'actor_id', 'noun', 'noun_id', 'kind', 'fields', 'reason', 'before', 'after', 'audience', 'root_id', 'about_id', 'request_id']
  const raws = await database.rows(sql`select ${join(columns.map(column => name(column)), ', ')} from journal where id > ${id} order by id`)
  return raws.map(raw => {
    const [rowId, position, verb, actorId, noun, nounId, kind, fields, reason, before, after, audience, rootId, aboutId, requestId] = raw.map(fromJson) as never[]
    return { id: rowId!, position: position!, verb: verb!, actorId: actorId!, noun: noun!, nounId: nounId!, kind: kind!, fields: fields!, reason: reason!, before: before!, after: after!, audience: audience!, rootId: rootId!, aboutId: aboutId!, requestId: requestId! }
  })
}

const JSON_COLUMNS = [7, 9, 10, 11]

function fromJson(value: unknown, i: number): unknown {
  return typeof value === 'string' && JSON_COLUMNS.includes(i) ? JSON.parse(value) : value
}
