import { hash } from 'node:crypto'
import type { Cancel } from './clock.ts'
import { createContext, noCookie, type Context, type Services, type Work } from './context.ts'
import { executeWithin } from './database.ts'
import { Job, type JobPayload } from './job.ts'
import { ATTEMPTS, hold, inShort, LeaseLost, renewing, settleJob, take, type TakenJob } from './leases.ts'
import { insertOrIgnore, sql } from './sql.ts'
import { system } from './viewer.ts'
import { transact } from './write.ts'

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

class Stopping extends Error {
  override readonly name = 'Stopping'
}

const POLL = 1_000
const LANES = 2
const FIRST_BACKOFF = 5_000
const LONGEST_BACKOFF = 10 * 60_000

export interface JobOptions { readonly runAt?: Date; readonly maxAttempts?: number }

const withJobs = new WeakSet<object>()

/** Whether a transaction has written down a job: only then is it worth looking for one after its commit. */
export function wroteJob({ em }: Pick<Work, 'em'>): boolean {
  return withJobs.has(em)
}

/** Writes down a job in the transaction of what makes it necessary: both happen, or neither. */
export function enqueue(work: Work, kind: string, payload: JobPayload, { runAt = work.now, maxAttempts = ATTEMPTS }: JobOptions = {}): void {
  withJobs.add(work.em)
  work.em.persist(Object.assign(new Job(), { id: work.newId(), kind, payload, runAt, attempt: 0, maxAttempts, lastFailure: null }))
}

/** Writes down the jobs that come back by themselves, where they do not stand already; each first comes after its time. */
export async function planRecurring({ database, clock }: Services, handlers: JobHandlers): Promise<void> {
  for (const [kind, { every }] of Object.entries(handlers)) {
    if (every === undefined) continue
    // One kind, one row: whoever starts at the same time finds it there.
    const id = hash('sha256', kind, 'hex').slice(0, 26)
    const runAt = new Date(clock.now().getTime() + every)
    await inShort(database, em => executeWithin(em, sql`
      ${insertOrIgnore(database.dialect)} into job (id, kind, payload, run_at, attempt, max_attempts) values (${id}, ${kind}, '{}', ${runAt}, 0, ${ATTEMPTS})`, database.dialect))
  }
}

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
      controller.signal.throwIfAborted()
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
