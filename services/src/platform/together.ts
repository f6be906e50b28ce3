import type { EntityManager } from '@mikro-orm/core'
import type { GraphQLOutputType } from 'graphql'
import type { Context, Work } from './context.ts'
import { Apart, beginHolding } from './held.ts'
import { keepOutcomes, once, recallAll, type Outcome, type Use } from './idempotency.ts'
import { inTransaction } from './transactions.ts'
import { busy } from './turns.ts'
import { hasWritten, refusalsOf, transact, workOf, type Intent } from './write.ts'

/** A mutation that was asked for, by somebody who may ask it. */
export interface Asked {
  readonly context: Context
  readonly intent: Intent
  readonly input: object
  readonly use: Use | undefined
  readonly payload: GraphQLOutputType
  readonly act: (work: Work) => Promise<Outcome>
}

/** Does a mutation; resolves with its outcome once that is committed, and rejects with its refusal. */
type Perform = (asked: Asked) => Promise<Outcome>
type OnCommit = (work: Work) => void

interface Joint<I> {
  /** How many of its kind a deed is worth. */
  readonly size: (input: I) => number
  /** Locks and reads what the deeds need, by `holdAll` and `holdWhere`. */
  readonly hold: (work: Work, inputs: readonly I[]) => Promise<void>
}

const joints = new Map<string, Joint<object>>()

/**
 * A verb that many ask for at once: those who come while it is being done do it together, in one transaction with one flush. Each is answered, refused,
 * journalled and remembered under its key as if alone. Its deeds check everything before they write, and write by `write`.
 */
export function Together<I extends object>(joint: Joint<I>): MethodDecorator {
  return (_prototype, verb) => void joints.set(String(verb), joint as unknown as Joint<object>)
}

/** How a verb is done, here and in this process. */
export function performerOf(verb: string, onCommit: OnCommit): Perform {
  const alone: Perform = asked => performAlone(asked, onCommit)
  const joint = joints.get(verb)
  return joint ? gather(joint, alone, onCommit) : alone
}

async function performAlone({ context, intent, use, payload, act }: Asked, onCommit: OnCommit): Promise<Outcome> {
  const { work, outcome } = await transact(context, intent, async (work: Work) => ({ work, outcome: await once(work, use, payload, () => act(work)) }))
  work.cookie.release()
  onCommit(work)
  return outcome
}

/** More would keep the event loop, and the locks, for longer than they save. */
const MOST_TOGETHER = 32
const MOST_WAITING = 1_000
/** Milliseconds that a transaction of several may take; after that each has its own, which its request's deadline ends. */
const LONGEST_TOGETHER = 5_000

interface Waiting { readonly asked: Asked; readonly size: number; readonly end: PromiseWithResolvers<Outcome> }

/** One group at a time: whoever comes meanwhile is of the next, so that groups are as large as the server is busy. */
function gather(joint: Joint<object>, alone: Perform, onCommit: OnCommit): Perform {
  const waiting = new Set<Waiting>()
  let isDoing = false

  const doAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const group = takeGroup(waiting)
      const endings = await performTogether(group.map(({ asked }) => asked), joint, onCommit)
      for (const [i, { asked, end }] of group.entries()) {
        const ending = endings[i]!
        if ('outcome' in ending) end.resolve(ending.outcome)
        else if (ending.error instanceof Apart) alone(asked).then(end.resolve, end.reject)
        else end.reject(ending.error)
      }
    }
    isDoing = false
  }

  return async asked => {
    const size = joint.size(asked.input)
    if (size === 0 || size > MOST_TOGETHER) return alone(asked)
    if (waiting.size >= MOST_WAITING) throw busy()
    const { signal } = asked.context
    signal?.throwIfAborted()
    const one: Waiting = { asked, size, end: Promise.withResolvers() }
    const leave = (): void => void (waiting.delete(one) && one.end.reject(signal!.reason))
    signal?.addEventListener('abort', leave)
    waiting.add(one)
    if (!isDoing) {
      isDoing = true
      // Behind what this round of the event loop brings in: it comes together.
      setImmediate(() => void doAll())
    }
    return one.end.promise.finally(() => signal?.removeEventListener('abort', leave))
  }
}

/** The first who wait; whoever comes twice under one key waits for what becomes of the first. */
function takeGroup(waiting: Set<Waiting>): Waiting[] {
  const group: Waiting[] = []
  const keys = new Set<string>()
  let size = 0
  for (const one of waiting) {
    if (size + one.size > MOST_TOGETHER) break
    const key = one.asked.use?.id
    if (key !== undefined && keys.has(key)) continue
    if (key !== undefined) keys.add(key)
    size += one.size
    group.push(one)
    waiting.delete(one)
  }
  return group
}

/** How a deed of several ended: `Apart` is for one that is to be done alone. */
type Ending = { readonly work: Work; readonly outcome: Outcome } | { readonly error: unknown }

/** Does deeds in one transaction. What fails before its commit was not done, and each is done alone; what a commit answers is the answer of all. */
async function performTogether(group: readonly Asked[], joint: Joint<object>, onCommit: OnCommit): Promise<readonly Ending[]> {
  const signal = AbortSignal.timeout(LONGEST_TOGETHER)
  try {
    const endings = await inTransaction(group[0]!.context.database.orm, em => actAll(em, group, joint), signal)
    const done = endings.flatMap(ending => ('work' in ending ? ending.work : []))
    for (const { cookie } of done) cookie.release()
    if (done[0]) onCommit(done[0])
    return endings
  } catch (error) {
    const ending = { error: error === signal.reason ? new Apart(error) : error }
    return group.map(() => ending)
  }
}

async function actAll(em: EntityManager, group: readonly Asked[], { hold }: Joint<object>): Promise<readonly Ending[]> {
  try {
    const works = group.map(({ context, intent }) => workOf(context, intent, em))
    const work = works[0]!
    const known = await recallAll(work, group.flatMap(({ use }) => use ?? []))
    const isNew = ({ use }: Asked): boolean => use === undefined || !known.has(use)
    beginHolding(em)
    await hold(work, group.filter(isNew).map(({ input }) => input))
    const endings: Ending[] = []
    for (const [i, asked] of group.entries()) endings.push(await endingOf(works[i]!, isNew(asked) ? asked.act : async () => known.get(asked.use!)!()))
    await keepOutcomes(work, group.flatMap(({ use, payload }, i) => {
      const ending = endings[i]!
      return use && !known.has(use) && 'outcome' in ending ? { use, payload, outcome: ending.outcome } : []
    }))
    await em.flush()
    // Or the transaction's own flush would look through all of it once more.
    em.clear()
    return endings
  } catch (error) {
    throw new Apart(error)
  }
}

async function endingOf(work: Work, act: Asked['act']): Promise<Ending> {
  try {
    work.signal?.throwIfAborted()
    return { work, outcome: await act(work) }
  } catch (error) {
    // Half of a deed is in the flush: nothing of this group can stay.
    if (hasWritten(work)) throw error
    return { error: refusalsOf(error) || error === work.signal?.reason ? error : new Apart(error) }
  }
}
