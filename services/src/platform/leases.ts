import type { EntityManager } from '@mikro-orm/core'
import type { Cancel } from './clock.ts'
import type { Services } from './context.ts'
import { executeWithin } from './database.ts'
import { longestStep } from './deadline.ts'
import type { JobPayload } from './job.ts'
import { jsonFromDriver, list, sql } from './sql.ts'
import { inTransaction } from './transactions.ts'

/** Another has taken the job: what this attempt still wants to write counts for nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('Another attempt has taken this job.')
  }
}

/** An attempt at a job, as the table knows it. */
export interface TakenJob { readonly id: string; readonly kind: string; readonly payload: JobPayload; readonly attempt: number; readonly maxAttempts: number }

const LEASE = 60_000
const RENEWAL = 20_000
/** How often a job is tried when nobody says otherwise. */
export const ATTEMPTS = 3

/** Locks the job's row for this transaction, if it is still this attempt's. */
export async function hold(em: EntityManager, { database: { dialect } }: Services, job: TakenJob): Promise<void> {
  const [row] = await executeWithin(em, sql`select attempt from job where id = ${job.id}${forUpdate(dialect)}`, dialect)
  if (Number(row?.['attempt']) !== job.attempt) throw new LeaseLost()
}

function forUpdate(dialect: string): ReturnType<typeof sql> {
  return dialect === 'mysql' ? sql` for update` : sql``
}

/** Takes the job that has been due longest. A lease is a job whose `runAt` lies ahead: when its holder dies, it is due again. */
export async function take({ database, clock }: Services, kinds: readonly string[]): Promise<TakenJob | undefined> {
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
      id: String(row['id']), kind: String(row['kind']), payload: jsonFromDriver(row['payload']) as JobPayload,
      attempt: Number(row['attempt']) + 1, maxAttempts: Number(row['max_attempts']),
    }
    await executeWithin(em, sql`update job set attempt = ${job.attempt}, run_at = ${leaseFrom(now)} where id = ${job.id}`, dialect)
    return job
  })
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE)
}

/** Renews the lease while the work goes on; the work is given up when somebody else has it. */
export function renewing(services: Services, job: TakenJob, controller: AbortController): () => void {
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

export type Settlement = { readonly done: true; readonly again?: Date } | { readonly done: false; readonly runAt: Date; readonly failure?: string; readonly spared?: boolean }

/** Ends an attempt: the job is done and goes, or it is due again later. Nothing happens when it is another's by now. */
export async function settleJob(services: Services, job: TakenJob, settlement: Settlement): Promise<void> {
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

/** A transaction of the machinery's own: it waits for nobody longer than a step may take. */
export function inShort<T>(database: Services['database'], act: (em: EntityManager) => Promise<T>): Promise<T> {
  return inTransaction(database.orm, act, longestStep())
}
