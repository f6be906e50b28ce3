import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/core'
import type { Cancel } from './clock.ts'
import { createContext, noCookie, type Context, type Services, type Work } from './context.ts'
import { executeWithin } from './database.ts'
import { longestStep } from './deadline.ts'
import { Job } from './job.ts'
import { list, sql } from './sql.ts'
import { inTransaction } from './transactions.ts'
import { system } from './viewer.ts'
import { transact } from './write.ts'

export type JobPayload = Readonly<Record<string, string>>

/** An attempt at a job. Everything it writes it writes through `step`. */
export interface Attempt {
  readonly jobId: string
  readonly payload: JobPayload
  /** The fencing token: raised each time somebody takes the job. */
  readonly number: number
  /** Reads everything and may ask nothing, as the server itself. */
  readonly context: Context
  /** Aborted when the lease is lost or the server stops: give up quietly, somebody else does it again. */
  readonly signal: AbortSignal
  /**
   * One transaction of the attempt. It throws `LeaseLost` and writes nothing when another has taken the job since:
   * the job's row is locked and its token compared in this same transaction.
   */
  readonly step: <T>(verb: string, act: (work: Work) => Promise<T>) => Promise<T>
}

export interface JobHandler {
  /** Does the job. What it throws is logged and tried again later, as often as the job allows. */
  readonly run: (attempt: Attempt) => Promise<void>
  /** Hears that nobody will try again. */
  readonly fail: (attempt: Attempt) => Promise<void>
  /** Comes back by itself, so long after it was done or given up; once over all processes. */
  readonly every?: number
}

export type JobHandlers = Readonly<Record<string, JobHandler>>

export interface Jobs {
  /** Takes due jobs until none is left and none is under way. */
  readonly run: () => Promise<void>
  /** There may be something to do: call it after a commit. */
  readonly wake: () => void
  /** From now on wakes by itself, each second. */
  readonly start: () => void
  /** Takes no more, gives back what is under way, and resolves when that is done. */
  readonly stop: () => Promise<void>
}

/** Another has taken the job: what this attempt still wants to write counts for nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('Another attempt has taken this job.')
  }
}

class Stopping extends Error {
  override readonly name = 'Stopping'
}

const LEASE = 60_000
const RENEWAL = 20_000
const POLL = 1_000
const LANES = 2
const ATTEMPTS = 3
const FIRST_BACKOFF = 5_000
const LONGEST_BACKOFF = 10 * 60_000

export interface JobOptions { readonly runAt?: Date; readonly maxAttempts?: number }

/** Writes down a job in the transaction of what makes it necessary: both happen, or neither. */
export function enqueue(work: Work, kind: string, payload: JobPayload, { runAt = work.now, maxAttempts = ATTEMPTS }: JobOptions = {}): void {
  work.em.persist(Object.assign(new Job(), { id: work.newId(), kind, payload, runAt, attempt: 0, maxAttempts, lastFailure: null }))
}

/** Writes down the jobs that come back by themselves, where they do not stand already; each first comes after its time. */
export async function planRecurring({ database, clock }: Services, handlers: JobHandlers): Promise<void> {
  const insert = database.dialect === 'mysql' ? sql`insert ignore` : sql`insert or ignore`
  for (const [kind, { every }] of Object.entries(handlers)) {
    if (every === undefined) continue
    // One kind, one row: whoever starts at the same time finds it there.
    const id = createHash('sha256').update(kind).digest('hex').slice(0, 26)
    const runAt = new Date(clock.now().getTime() + every)
    await inShort(database, em => executeWithin(em, sql`
      ${insert} into job (id, kind, payload, run_at, attempt, max_attempts) values (${id}, ${kind}, '{}', ${runAt}, 0, ${ATTEMPTS})`, database.dialect))
  }
}

interface TakenJob { readonly id: string; readonly kind: string; readonly payload: JobPayload; readonly attempt: number; readonly maxAttempts: number }

/**
 * Does the jobs that stand in the database, a few at a time. `onCommit` rings the relay after each step, so that screens
 * hear of it as of a mutation.
 */
export function createJobs(services: Services, handlers: JobHandlers, onCommit: () => void = () => {}): Jobs {
  const { clock, log } = services
  const kinds = Object.keys(handlers)
  const lanes = new Set<Promise<number>>()
  const underWay = new Set<AbortController>()
  let stopped = false
  let cancelPoll: Cancel = () => {}

  const openLane = (): void => {
    if (stopped || lanes.size >= LANES || kinds.length === 0) return
    const lane: Promise<number> = work().finally(() => lanes.delete(lane))
    lanes.add(lane)
  }

  const work = async (): Promise<number> => {
    let done = 0
    try {
      for (let job = await take(services, kinds); job; job = stopped ? undefined : await take(services, kinds)) {
        // Where one was due, there may be another: the next lane looks while this one works.
        openLane()
        await perform(job)
        done++
      }
    } catch (error) {
      log.error({ err: error }, 'jobs could not be taken; the poll will try again')
    }
    return done
  }

  const perform = async (job: TakenJob): Promise<void> => {
    const controller = new AbortController()
    underWay.add(controller)
    if (stopped) controller.abort(new Stopping())
    const stopRenewing = renewing(services, job, controller)
    const attempt = attemptOf(services, job, controller.signal, onCommit)
    try {
      await attemptOrFail(handlers[job.kind]!, attempt, job)
      const { every } = handlers[job.kind]!
      await settleJob(services, job, { done: true, ...(every !== undefined && { again: new Date(clock.now().getTime() + every) }) })
    } catch (error) {
      await afterFailure(job, error, controller.signal)
    } finally {
      stopRenewing()
      underWay.delete(controller)
    }
  }

  const afterFailure = async (job: TakenJob, error: unknown, signal: AbortSignal): Promise<void> => {
    const about = { err: error, job: job.id, kind: job.kind, attempt: job.attempt }
    if (error instanceof LeaseLost || signal.reason instanceof LeaseLost) return log.warn(about, 'another attempt has taken this job')
    try {
      // Whoever stops the server did nothing wrong with the job: it is due at once, and has one attempt more.
      if (signal.reason instanceof Stopping) return await settleJob(services, job, { done: false, runAt: clock.now(), spared: true })
      log.error(about, 'a job failed')
      await settleJob(services, job, { done: false, runAt: new Date(clock.now().getTime() + backoff(job)), failure: String(error).slice(0, 500) })
    } catch (unsettled) {
      log.error({ ...about, err: unsettled }, 'a failed job could not be put back; its lease will run out')
    }
  }

  const poll = (): void => {
    cancelPoll = clock.later(POLL, () => {
      openLane()
      poll()
    })
  }

  return {
    run: async () => {
      for (;;) {
        openLane()
        const done = await Promise.all(lanes)
        if (done.every(count => count === 0) && lanes.size === 0) return
      }
    },
    wake: openLane,
    start: poll,
    stop: async () => {
      stopped = true
      cancelPoll()
      for (const controller of underWay) controller.abort(new Stopping())
      await Promise.all(lanes)
    },
  }
}

/** The last attempt may have been killed without a word, so failure is also told by the one who finds it so. */
async function attemptOrFail(handler: JobHandler, attempt: Attempt, job: TakenJob): Promise<void> {
  if (job.attempt > job.maxAttempts) return handler.fail(attempt)
  try {
    await handler.run(attempt)
  } catch (error) {
    if (job.attempt < job.maxAttempts || attempt.signal.aborted || error instanceof LeaseLost) throw error
    attempt.context.log.error({ err: error, job: job.id, kind: job.kind, attempt: job.attempt }, 'a job failed for good')
    await handler.fail(attempt)
  }
}

/** From 5 seconds, four times as long after each failure, half of it by chance, so that those who failed together do not meet again. */
function backoff({ attempt }: TakenJob): number {
  const longest = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 4 ** (attempt - 1))
  return longest / 2 + (Math.random() * longest) / 2
}

function attemptOf(services: Services, job: TakenJob, signal: AbortSignal, onCommit: () => void): Attempt {
  const context = createContext(services, {
    viewer: system, requestId: `job ${job.id}`, ip: '', userAgent: undefined, cookie: noCookie, selection: new Map(),
  })
  const step: Attempt['step'] = async (verb, act) => {
    const result = await transact(context, { verb, reason: null, prepared: undefined }, async work => {
      await hold(work.em, services, job)
      return act(work)
    })
    onCommit()
    return result
  }
  return { jobId: job.id, payload: job.payload, number: job.attempt, context, signal, step }
}

/** Locks the job's row for this transaction, if it is still this attempt's. */
async function hold(em: EntityManager, { database: { dialect } }: Services, job: TakenJob): Promise<void> {
  const [row] = await executeWithin(em, sql`select attempt from job where id = ${job.id}${forUpdate(dialect)}`, dialect)
  if (Number(row?.['attempt']) !== job.attempt) throw new LeaseLost()
}

function forUpdate(dialect: string): ReturnType<typeof sql> {
  return dialect === 'mysql' ? sql` for update` : sql``
}

/** Takes the job that has been due longest. A lease is a job whose `runAt` lies ahead: when its holder dies, it is due again. */
async function take({ database, clock }: Services, kinds: readonly string[]): Promise<TakenJob | undefined> {
  const { dialect } = database
  const now = clock.now()
  // A look without locks first: most polls find nothing, and need not become the one writer of SQLite for it.
  const due = await database.rows(sql`select 1 from job where run_at <= ${now} and kind in ${list(kinds)} limit 1`)
  if (due.length === 0) return undefined
  return inShort(database, async em => {
    const skip = dialect === 'mysql' ? sql` for update skip locked` : sql``
    // Kinds that this process does not know stay for the one that does, as when a new version is being rolled out.
    const [row] = await executeWithin(em, sql`
      select id, kind, payload, attempt, max_attempts from job
      where run_at <= ${now} and kind in ${list(kinds)} order by run_at, id limit 1${skip}`, dialect)
    if (!row) return undefined
    const job = {
      id: String(row['id']), kind: String(row['kind']), payload: fromJson(row['payload']),
      attempt: Number(row['attempt']) + 1, maxAttempts: Number(row['max_attempts']),
    }
    await executeWithin(em, sql`update job set attempt = ${job.attempt}, run_at = ${leaseFrom(now)} where id = ${job.id}`, dialect)
    return job
  })
}

function fromJson(raw: unknown): JobPayload {
  return (typeof raw === 'string' ? JSON.parse(raw) : raw) as JobPayload
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE)
}

/** Renews the lease while the work goes on; the work is given up when somebody else has it. */
function renewing(services: Services, job: TakenJob, controller: AbortController): () => void {
  const { database, clock, log } = services
  let over = false
  const renew = async (): Promise<void> => {
    while (!over) {
      await sleepOrStop()
      if (over) return
      try {
        await inShort(database, async em => {
          await hold(em, services, job)
          await executeWithin(em, sql`update job set run_at = ${leaseFrom(clock.now())} where id = ${job.id}`, database.dialect)
        })
      } catch (error) {
        if (error instanceof LeaseLost) return controller.abort(error)
        log.warn({ err: error, job: job.id }, 'a lease could not be renewed')
      }
    }
  }
  let stop: Cancel = () => {}
  const sleepOrStop = (): Promise<void> => new Promise(resolve => {
    const cancel = clock.later(RENEWAL, resolve)
    stop = () => {
      cancel()
      resolve()
    }
  })
  void renew()
  return () => {
    over = true
    stop()
  }
}

type Settlement = { readonly done: true; readonly again?: Date } | { readonly done: false; readonly runAt: Date; readonly failure?: string; readonly spared?: boolean }

/** Ends an attempt: the job is done and goes, or it is due again later. Nothing happens when it is another's by now. */
async function settleJob(services: Services, job: TakenJob, settlement: Settlement): Promise<void> {
  const { database } = services
  const mine = sql`id = ${job.id} and attempt = ${job.attempt}`
  await inShort(database, async em => {
    // Its token goes on rising: what an attempt from before still writes counts for nothing.
    if (settlement.done && settlement.again) return executeWithin(em, sql`
      update job set run_at = ${settlement.again}, last_failure = null, max_attempts = attempt + ${ATTEMPTS} where ${mine}`, database.dialect)
    if (settlement.done) return executeWithin(em, sql`delete from job where ${mine}`, database.dialect)
    const { runAt, failure = null, spared = false } = settlement
    return executeWithin(em, sql`
      update job set run_at = ${runAt}, last_failure = ${failure}, max_attempts = max_attempts + ${spared ? 1 : 0} where ${mine}`, database.dialect)
  })
}

function inShort<T>(database: Services['database'], act: (em: EntityManager) => Promise<T>): Promise<T> {
  return inTransaction(database.orm, act, longestStep())
}
