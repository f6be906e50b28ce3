import type { EntityManager } from '@mikro-orm/core'
import type DataLoader from 'dataloader'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database, RawRow } from './database.ts'
import type { NewId } from './ids.ts'
import type { Deed } from './journal-rows.ts'
import type { Log } from './log.ts'
import type { RandomBytes } from './random.ts'
import type { Selection } from './selection.ts'
import type { Sql } from './sql.ts'
import type { Viewer } from './viewer.ts'

/** What the whole process shares, built once in `app.ts`. A slice adds what it shares by declaration merging. */
export interface Services {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly newId: NewId
  readonly random: RandomBytes
  readonly log: Log
}

/** The cookie that travels with a request and its answer; over a WebSocket there is none to set. */
export interface Cookie {
  readonly value: string | undefined
  readonly set: (value: string, expires: Date) => void
  readonly clear: () => void
}

/** What comes of a transaction once it is committed, in this order; of one that is taken back, nothing. */
export type Afterwards = (() => void)[]

/** A transaction's: what it sets is sent afterwards. */
export function heldCookie(cookie: Cookie, afterwards: Afterwards): Cookie {
  return { ...cookie, set: (value, expires) => void afterwards.push(() => cookie.set(value, expires)) }
}

export const noCookie: Cookie = { value: undefined, set: () => {}, clear: () => {} }

/** What one request reads with. Loaders and guard sets live as long as it does, so nothing bleeds between viewers. */
export interface Context extends Services {
  readonly viewer: Viewer
  readonly requestId: string
  /** The address that limits count by. */
  readonly ip: string
  readonly userAgent: string | undefined
  readonly cookie: Cookie
  /** Comes when the request has taken too long, or nobody waits for its answer any more: what it does ends then. */
  readonly signal?: AbortSignal | undefined
  /** A mutation that comes again under the same key is not done again. */
  readonly idempotencyKey?: string | undefined
  readonly selection: Selection
  readonly rows: (statement: Sql) => Promise<readonly RawRow[]>
  readonly loaders: Map<string, DataLoader<never, never>>
  readonly guardSets: Map<string, Promise<ReadonlySet<string>>>
}

/** What a mutation writes with: the context, inside its transaction. */
export interface Work<Prepared = unknown> extends Context {
  readonly em: EntityManager
  readonly now: Date
  readonly afterwards: Afterwards
  /** What is written down of it. */
  readonly deed: Deed
  /** What the mutation's slow step made before the transaction began. */
  readonly prepared: Prepared
}

export type Request = Pick<Context, 'viewer' | 'requestId' | 'ip' | 'userAgent' | 'cookie' | 'signal' | 'idempotencyKey' | 'selection'>

export function createContext(services: Services, request: Request): Context {
  return { ...services, ...request, rows: statement => services.database.rows(statement, request.signal), loaders: new Map(), guardSets: new Map() }
}
