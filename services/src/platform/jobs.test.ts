import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLectern, type Lectern } from '../../test/lectern.ts'
import { ReportChunk } from '../reporting/report-chunk.entity.ts'
import { virtualClock, type VirtualClock } from './clock.ts'
import { createJobs, enqueue, type Attempt, type JobHandler, type Jobs } from './jobs.ts'
import { LeaseLost } from './leases.ts'
import { Job } from './job.ts'

let lectern: Lectern
const opened: Jobs[] = []

beforeAll(async () => {
  lectern = await startLectern()
})
afterEach(async () => {
  for (const jobs of opened.splice(0)) await jobs.stop()
  await lectern.write(async work => work.em.remove(await work.em.find(Job, {})))
})
afterAll(() => lectern.stop())

/** A runner on a clock that the test moves. */
function runner(clock: VirtualClock, handler: Partial<JobHandler>, onCommit?: () => void): Jobs {
  const ignored = (): Promise<void> => Promise.resolve()
  const jobs = createJobs({ ...lectern.app.services, clock }, { 'test.job': { run: ignored, fail: ignored, ...handler } }, onCommit)
  opened.push(jobs)
  return jobs
}

function add(clock: VirtualClock, name: string, options: { runAt?: Date; maxAttempts?: number } = {}): Promise<void> {
  return lectern.write(async work => enqueue(work, 'test.job', { name }, { runAt: clock.now(), ...options }))
}

function standing(): Promise<Job[]> {
  return lectern.write(async work => work.em.find(Job, { kind: 'test.job' }))
}

/** Something that a job writes, and a test counts. */
function mark(attempt: Attempt, part: number): Promise<void> {
  return attempt.step('test.mark', async work => {
    work.em.persist(Object.assign(new ReportChunk(), { reportId: attempt.jobId, attempt: attempt.number, part, bytes: Buffer.from('x') }))
  })
}

function marks(reportId: string): Promise<number[]> {
  return lectern.write(async work => (await work.em.find(ReportChunk, { reportId }, { orderBy: { attempt: 'asc' } })).map(chunk => chunk.attempt))
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

describe('jobs', () => {
  it('are done once, when they are due, and leave nothing behind', async () => {
    const clock = virtualClock()
    const done: string[] = []
    const jobs = runner(clock, { run: async ({ payload }) => void done.push(payload['name']!) })
    await add(clock, 'now')
    await add(clock, 'later', { runAt: new Date(clock.now().getTime() + 60_000) })
    await jobs.run()
    expect(done).toEqual(['now'])
    await clock.advance(60_000)
    await jobs.run()
    await jobs.run()
    expect(done).toEqual(['now', 'later'])
    expect(await standing()).toEqual([])
  })

  it('are not there when what made them necessary was taken back', async () => {
    const clock = virtualClock()
    const refused = lectern.write(async work => {
      enqueue(work, 'test.job', { name: 'never' })
      await work.em.flush()
      throw new Error('taken back')
    })
    await expect(refused).rejects.toThrow('taken back')
    await runner(clock, { run: () => Promise.reject(new Error('must not run')) }).run()
    expect(await standing()).toEqual([])
  })

  it('of a kind that nobody here knows stay for the one who does', async () => {
    const clock = virtualClock()
    await lectern.write(async work => enqueue(work, 'test.unknown', {}, { runAt: clock.now() }))
    await runner(clock, {}).run()
    await lectern.write(async work => expect(await work.em.count(Job, { kind: 'test.unknown', attempt: 0 })).toBe(1))
  })

  it('are tried again later, each time later, and fail after their last attempt', async () => {
    const clock = virtualClock()
    const attempts: number[] = []
    const failed: number[] = []
    const jobs = runner(clock, {
      run: async ({ number }) => {
        attempts.push(number)
        throw new Error('the disk is full')
      },
      fail: async ({ number }) => void failed.push(number),
    })
    await add(clock, 'x', { maxAttempts: 3 })
    await jobs.run()
    await jobs.run()
    expect(attempts).toEqual([1])
    const [job] = await standing()
    expect(job!.lastFailure).toBe('Error: the disk is full')
    const wait = job!.runAt.getTime() - clock.now().getTime()
    expect(wait).toBeGreaterThanOrEqual(2_500)
    expect(wait).toBeLessThanOrEqual(5_000)
    await clock.advance(5_000)
    await jobs.run()
    expect(attempts).toEqual([1, 2])
    await clock.advance(5_000)
    await jobs.run()
    expect(attempts).toEqual([1, 2])
    await clock.advance(15_000)
    await jobs.run()
    expect(attempts).toEqual([1, 2, 3])
    expect(failed).toEqual([3])
    expect(await standing()).toEqual([])
  })

  it('fail clearly when their last holder was killed without a word', async () => {
    const clock = virtualClock()
    await lectern.write(async work => {
      const job = { id: work.newId(), kind: 'test.job', payload: {}, runAt: clock.now(), attempt: 2, maxAttempts: 2, lastFailure: null }
      work.em.persist(Object.assign(new Job(), job))
    })
    const calls: string[] = []
    await runner(clock, { run: async () => void calls.push('run'), fail: async () => void calls.push('fail') }).run()
    expect(calls).toEqual(['fail'])
    expect(await standing()).toEqual([])
  })

  it('are told to the relay after each of their steps', async () => {
    const clock = virtualClock()
    let rings = 0
    const jobs = runner(clock, { run: attempt => mark(attempt, 0).then(() => mark(attempt, 1)) }, () => rings++)
    await add(clock, 'x')
    await jobs.run()
    expect(rings).toBe(2)
  })
})

describe('a lease', () => {
  it('is taken over when it runs out; what its first holder still writes counts for nothing', async () => {
    const clock = virtualClock()
    const [begun, woken] = [gate(), gate()]
    let jobId = ''
    let late: unknown
    const first = runner(clock, {
      run: async attempt => {
        jobId = attempt.jobId
        await mark(attempt, 0)
        begun.open()
        await woken.opened
        late = await mark(attempt, 1).catch((error: unknown) => error)
        throw late
      },
    })
    await add(clock, 'x')
    const slow = first.run()
    await begun.opened
    // The first holder's process hangs: nothing renews its lease, though time goes on for everybody else.
    const elsewhere = virtualClock(new Date(clock.now().getTime() + 61_000))
    await runner(elsewhere, { run: attempt => mark(attempt, 0) }).run()
    expect(await standing()).toEqual([])
    woken.open()
    await slow
    expect(late).toBeInstanceOf(LeaseLost)
    expect(await marks(jobId)).toEqual([1, 2])
  })

  it('is renewed while the work goes on, and the work is given up when it is lost', async () => {
    const clock = virtualClock()
    const [begun, ended] = [gate(), gate()]
    let reason: unknown
    const jobs = runner(clock, {
      run: async ({ signal }) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason
          ended.open()
        })
        begun.open()
        await ended.opened
        signal.throwIfAborted()
      },
    })
    await add(clock, 'x')
    const working = jobs.run()
    await begun.opened
    for (let i = 0; i < 5; i++) {
      await clock.advance(20_000)
      await expect.poll(async () => (await standing())[0]!.runAt.getTime() - clock.now().getTime()).toBe(60_000)
    }
    expect((await standing())[0]!.attempt).toBe(1)
    await lectern.write(async work => void ((await work.em.findOneOrFail(Job, { kind: 'test.job' })).attempt = 2))
    await clock.advance(20_000)
    await working
    expect(reason).toBeInstanceOf(LeaseLost)
    expect(await standing()).toMatchObject([{ attempt: 2, lastFailure: null }])
  })

  it('is given back by a server that stops, and the attempt does not count', async () => {
    const clock = virtualClock()
    const begun = gate()
    const jobs = runner(clock, {
      run: ({ signal }) => {
        begun.open()
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      },
    })
    await add(clock, 'x', { maxAttempts: 1 })
    const working = jobs.run()
    await begun.opened
    await jobs.stop()
    await working
    const [job] = await standing()
    expect(job).toMatchObject({ lastFailure: null, runAt: clock.now() })
    // The other lane may have been looking for work just then: that it was taken and given back once more does not count either.
    expect(job!.maxAttempts - job!.attempt).toBe(1)
    let again = 0
    await runner(clock, { run: async () => void again++ }).run()
    expect(again).toBe(1)
  })

  it('is given back unbegun by a server that stopped while it was taken', async () => {
    const clock = virtualClock()
    const calls: string[] = []
    const jobs = runner(clock, { run: async () => void calls.push('run'), fail: async () => void calls.push('fail') })
    await add(clock, 'x', { maxAttempts: 1 })
    const working = jobs.run()
    await jobs.stop()
    await working
    expect(calls).toEqual([])
    expect(await standing()).toMatchObject([{ attempt: 1, maxAttempts: 2, lastFailure: null, runAt: clock.now() }])
  })
})

describe('runners', () => {
  it('share the work: each job is done by one of them, once', async () => {
    const clock = virtualClock()
    const done: string[] = []
    const handler = { run: async ({ payload }: Attempt) => void done.push(payload['name']!) }
    const names = Array.from({ length: 30 }, (_, i) => `job ${i}`)
    for (const name of names) await add(clock, name)
    await Promise.all([runner(clock, handler), runner(clock, handler), runner(clock, handler)].map(jobs => jobs.run()))
    expect(done.toSorted()).toEqual(names.toSorted())
    expect(await standing()).toEqual([])
  })

  it('wake by a bell, and by themselves each second', async () => {
    const clock = virtualClock()
    const done: string[] = []
    const jobs = runner(clock, { run: async ({ payload }) => void done.push(payload['name']!) })
    await add(clock, 'rung')
    jobs.wake()
    await expect.poll(() => done).toEqual(['rung'])
    await add(clock, 'polled')
    jobs.start()
    await clock.advance(999)
    expect(done).toEqual(['rung'])
    await clock.advance(1)
    await expect.poll(() => done).toEqual(['rung', 'polled'])
  })
})
