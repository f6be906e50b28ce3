import {
  DeadlockException, type EntityManager, LockMode, LockWaitTimeoutException, OptimisticLockError, UniqueConstraintViolationException, type FilterQuery,
} from '@mikro-orm/core'
import { type Afterwards, heldCookie, type Context, type Work } from './context.ts'
import { executeWithin } from './database.ts'
import { fault } from './fault.ts'
import { Apart, heldBy, type Held } from './held.ts'
import { couldBeId } from './ids.ts'
import { visible } from './law.ts'
import { allNouns, nounOf, type Class, type Noun } from './noun.ts'
import { authorize } from './permission.ts'
import type { Deed } from './journal-rows.ts'
import { signThing, signTransaction } from './recorder.ts'
import { Refusal, Refusals } from './refusal.ts'
import { join, list, name, sql, TRUE, type Sql } from './sql.ts'
import { inTransaction } from './transactions.ts'
import { sleep } from './clock.ts'

const ATTEMPTS = 5

/** A mutation about to be done: which, why, and what its slow step made. */
export interface Intent<P = unknown> { readonly verb: string; readonly reason: string | null; readonly prepared: P }

/**
 * Runs one deed in one transaction under READ COMMITTED, its journal with it. Deadlocks and lock timeouts run it again,
 * a bounded number of times, each with a fresh unit of work. It is rolled back when the request's signal comes before its commit.
 */
export async function transact<T, P>(
  context: Context, intent: Intent<P>, act: (work: Work<P>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(context, intent, act)
    } catch (error) {
      if (!isRetryable(error)) throw refusalOf(error)
      if (attempt === ATTEMPTS) throw fault('UNAVAILABLE', 'Too many people write to this just now. Try again.')
      // Full jitter, or those who met once meet again: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
      await sleep(context.clock, Math.random() * 10 * 2 ** attempt)
    }
  }
}

async function attemptOnce<T, P>(context: Context, intent: Intent<P>, act: (work: Work<P>) => Promise<T>): Promise<T> {
  return inTransaction(context.database.orm, em => {
    const work = workOf(context, intent, em)
    signTransaction(em, work.deed)
    return act(work)
  }, context.signal)
}

export function workOf<P>(context: Context, { verb, reason, prepared }: Intent<P>, em: EntityManager): Work<P> {
  const now = context.clock.now()
  const actorId = context.viewer.kind === 'user' ? context.viewer.id : null
  const afterwards: Afterwards = []
  return { ...context, em, now, prepared, afterwards, cookie: heldCookie(context.cookie, afterwards), deed: { verb, actorId, at: now, reason, requestId: context.requestId } }
}

const written = new WeakSet<Deed>()

/** What a deed makes or moves is written with the transaction, as that deed's; by its actor, unless another is named. */
export function write({ em, deed }: Work<unknown>, thing: object, actorId = deed.actorId): void {
  signThing(thing, { ...deed, actorId })
  written.add(deed)
  em.persist(thing)
}

export function hasWritten({ deed }: Work): boolean {
  return written.has(deed)
}

const RETRYABLE = new Set([1213, 1205, 1020])

/** Whether the database took a transaction back for the sake of another: nothing of it was done. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof DeadlockException || error instanceof LockWaitTimeoutException) return true
  // Raw statements throw the driver's own errors, which MikroORM does not convert.
  const { errno, code } = error as { errno?: number; code?: string }
  return RETRYABLE.has(errno ?? 0) || (typeof code === 'string' && code.startsWith('SQLITE_BUSY'))
}

function refusalOf(error: unknown): unknown {
  if (error instanceof OptimisticLockError) return new Refusal('CONFLICT', 'version')
  if (error instanceof UniqueConstraintViolationException) return new Refusal('TAKEN', duplicateField(error.message))
  return error
}

/**
 * The property whose unique index refused: `… failed: user.username` on SQLite, `… for key 'user_username_unique'` on
 * MySQL, which names its table too. Read from the end, for before it stands what a person typed; a pair names no field.
 */
function duplicateField(message: string): string | null {
  const refused = /(?: failed: |for key '(?:[^'.]*\.)?)([^']+)'?$/.exec(message)?.[1]
  for (const noun of allNouns()) {
    for (const { column, property } of noun.columns.values()) {
      if (refused === `${noun.table}.${column}` || refused === `${noun.table}_${column}_unique`) return property.replace(/Key$/, '')
    }
  }
  return null
}

export function refusalsOf(error: unknown): readonly Refusal[] | undefined {
  if (error instanceof Refusals) return error.all
  return error instanceof Refusal ? [error] : undefined
}

interface Kept { readonly id: string; readonly version?: number }

/** Where a find begins: what to call the input's field in a refusal, and the version that the form was made against. */
export interface FindOptions { readonly field?: string; readonly version?: number; readonly verb?: string }

/**
 * Loads one thing to change it: locked first, then seen, then allowed, then compared with the version the viewer's form
 * was made against. Absent and invisible are refused alike.
 */
export async function findForChange<T extends object>(work: Work, type: Class<T>, id: string, options: FindOptions = {}): Promise<T> {
  const { field = 'id', version, verb } = options
  if (!couldBeId(id)) throw new Refusal('NOT_FOUND', field)
  const thing = await lockById(work, type, id)
  if (!thing || !(await visibleIds(work, type, [id])).has(id)) throw new Refusal('NOT_FOUND', field)
  if (verb) authorize(work.viewer, verb, thing)
  if (version !== undefined && (thing as Kept).version !== version) throw new Refusal('CONFLICT', 'version')
  return thing
}

/** Several things of one noun, locked in the order of their ids, so that two who cross do not block each other. */
export async function findAllForChange<T extends object>(work: Work, type: Class<T>, ids: readonly string[]): Promise<Map<string, T>> {
  const found = (await lock(work, type, namedBy(ids))) as (T & Kept)[]
  const seen = await visibleIds(work, type, found.map(({ id }) => id))
  return new Map(found.filter(({ id }) => seen.has(id)).map(thing => [thing.id, thing]))
}

/** One row, locked; as `lockWhere`. */
export async function lockById<T extends object>(work: Work, type: Class<T>, id: string): Promise<T | undefined> {
  const [thing] = await lock(work, type, [id])
  return thing
}

async function lock<T extends object>(work: Work, type: Class<T>, ids: readonly string[]): Promise<T[]> {
  const held = heldBy(work.em)
  if (held?.isWhole) return ids.map(id => held.get(type, id))
  return ids.length === 0 ? [] : lockWhere(work, type, sql`id in ${list(ids)}`)
}

const selects = new WeakMap<Noun, Sql>()
const [FOR_UPDATE, SKIP_LOCKED, NOTHING] = [sql` for update`, sql` for update skip locked`, sql``]

function selectWhole(noun: Noun): Sql {
  const known = selects.get(noun) ?? sql`select ${join([...noun.columns.values()].map(({ column }) => name(column)), ', ')} from ${name(noun.table)}`
  selects.set(noun, known)
  return known
}

/**
 * The rows of a noun that meet a condition, locked in the order of their ids; whoever asks has made sure that they may be seen.
 * By a statement that is prepared once. What the transaction holds already MikroORM brings up to date, and its changes stay.
 */
export async function lockWhere<T extends object>(work: Work, type: Class<T>, where: Sql): Promise<T[]> {
  if (heldBy(work.em)?.isWhole) throw new Apart()
  return lockRows(work, type, where, FOR_UPDATE)
}

/** Several things of one noun, locked for several deeds that are done together; what somebody else has locked is left out, unless the group waits. */
export async function holdAll<T extends object>(work: Work, type: Class<T>, ids: readonly string[]): Promise<T[]> {
  const held = holding(work)
  const wanted = namedBy(ids)
  const things = wanted.length === 0 ? [] : await lockRows(work, type, sql`id in ${list(wanted)}`, lockingBy(held))
  held.add(type, things)
  return things
}

/**
 * Things that a deed stands on and does not change, locked in the order of their ids: these columns of them, whoever may see them (`visibleIds`).
 * No entities are made of them, which would cost ten times as much. For several deeds that are done together, as `holdAll`.
 */
export async function lockColumns(work: Work, type: Class, columns: readonly string[], ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const wanted = namedBy(ids)
  if (wanted.length === 0) return new Map()
  const held = heldBy(work.em)
  if (held?.isWhole) throw new Apart()
  const select = sql`select ${join(['id', ...columns].map(column => name(column)), ', ')} from ${name(nounOf(type).table)}`
  const rows = await selectLocked(work, select, sql`id in ${list(wanted)}`, lockingBy(held))
  return new Map(rows.map(row => [String(row['id']), row]))
}

function lockingBy(held: Held | undefined): Sql {
  return held?.waits === false ? SKIP_LOCKED : FOR_UPDATE
}

function holding({ em }: Work): Held {
  const held = heldBy(em)
  if (!held) throw new Error('Only deeds that are done together hold things.')
  return held
}

/** What names things, each once and in the order in which everybody locks. */
function namedBy(ids: readonly string[]): string[] {
  return [...new Set(ids)].filter(couldBeId).toSorted()
}

/** In the order of the ids, in which everybody locks; SQLite has one writer, who locks everything. */
function selectLocked({ em, database: { dialect } }: Work, select: Sql, where: Sql, how: Sql): Promise<Record<string, unknown>[]> {
  return executeWithin(em, sql`${select} where ${where} order by id${dialect === 'mysql' ? how : NOTHING}`, dialect)
}

async function lockRows<T extends object>(work: Work, type: Class<T>, where: Sql, how: Sql): Promise<T[]> {
  const rows = await selectLocked(work, selectWhole(nounOf(type)), where, how)
  const held = work.em.getUnitOfWork()
  if (rows.every(({ id }) => held.getById(type as never, id as never) === undefined)) return rows.map(row => loaded(work, type, row))
  const again = { id: { $in: rows.map(({ id }) => id) } } as FilterQuery<never>
  return work.em.find(type as never, again, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } as never })
}

/** As MikroORM's `find` makes it; its `map` would look through all that it leads to once more. */
function loaded<T extends object>({ em, database: { orm } }: Work, type: Class<T>, row: object): T {
  const meta = orm.getMetadata().get(type as never)
  return em.getEntityFactory().create<object>(type as never, em.getDriver().mapResult(row, meta)!, { merge: true, refresh: true, convertCustomTypes: true }) as T
}

/** Which of these the viewer may see. */
export async function visibleIds(work: Work, type: Class, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const noun = nounOf(type)
  const id = name('t', 'id')
  const law = visible(noun, work.viewer, 't')
  if (law === TRUE) return new Set(ids)
  const rows = await executeWithin(work.em, sql`select ${id} as id from ${name(noun.table)} ${name('t')} where ${id} in ${list(ids)} and (${law})`, work.database.dialect)
  return new Set(rows.map(row => String(row['id'])))
}
