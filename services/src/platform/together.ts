import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextRound } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { EntityManager } from '@mikro-orm/core'
import { GraphQLError, type GraphQLOutputType } from 'graphql'
import { sleep } from './clock.ts'
import { createContext, noCookie, type Context, type Work } from './context.ts'
import { within } from './deadline.ts'
import { Apart, beginHolding, NotHeld } from './held.ts'
import { keepOutcomes, once, recallAll, type Outcome, type Use } from './idempotency.ts'
import { inTransaction } from './transactions.ts'
import { busy } from './turns.ts'
import { hasWritten, isRetryable, refusalsOf, transact, workOf, type Intent } from './write.ts'

/** A mutation that was asked for, by somebody who may ask it. */
export interface Asked {
  readonly context: Context
  readonly intent: Intent
  readonly input: object
  readonly use: Use | undefined
  readonly payload: GraphQLOutputType
  readonly act: (work: Work) => Promise<Outcome>
}

/** A mutation that is done and committed, and what its answer is read with: nothing that was read before. */
export interface Done {
  readonly outcome: Outcome
  readonly reader: Context
}

/** Does a mutation; resolves once it is committed, and rejects with its refusal. */
type Perform = (asked: Asked) => Promise<Done>
type OnCommit = (work: Work) => void

/** What a deed is done by: its input, and what its slow step made. */
interface Given<I, P> { readonly input: I; readonly prepared: P }

interface Joint<I, P> {
  /** How many of its kind a deed is worth. */
  readonly size: (input: I) => number
  /** Locks and reads what the deeds need. */
  readonly hold: (work: Work, deeds: readonly Given<I, P>[]) => Promise<void>
  /** Milliseconds that a group waits for more to come; left out: none. */
  readonly linger?: (context: Context) => number
}

type AnyJoint = Joint<object, unknown>
const joints = new Map<string, AnyJoint>()

/**
 * A verb that many ask for at once: those who come while it is being done do it together, in one transaction with one flush. Each is answered, refused,
 * journalled and remembered under its key as if alone. Its deeds check everything before they write, and write by `write`.
 */
export function Together<I extends object, P = unknown>(joint: Joint<I, P>): MethodDecorator {
  return (_prototype, verb) => void joints.set(String(verb), joint as unknown as AnyJoint)
}

/**
 * How a verb is done in this process. A group waits for no lock: who needs what somebody else has locked does it with those who need such, too,
 * and with them waits for it. What cannot be done with others is done alone.
 */
export function performerOf(verb: string, onCommit: OnCommit): Perform {
  const alone: Perform = asked => performAlone(asked, onCommit)
  const joint = joints.get(verb)
  if (!joint) return alone
  const patient = openLane(joint, group => performTogether(group, joint, true, onCommit), alone)
  return openLane(joint, group => performTogether(group, joint, false, onCommit), (asked, why) => (why instanceof NotHeld ? patient(asked) : alone(asked)))
}

async function performAlone({ context, intent, use, payload, act }: Asked, onCommit: OnCommit): Promise<Done> {
  const { work, outcome } = await transact(context, intent, async (work: Work) => ({ work, outcome: await once(work, use, payload, () => act(work)) }))
  conclude(work)
  onCommit(work)
  return { outcome, reader: createContext(context, context) }
}

function conclude({ afterwards }: Work): void {
  for (const follow of afterwards) follow()
}

/** More would keep the event loop, and the locks, for longer than they save. */
const MOST_IN_GROUP = 48
const MOST_WAITING = 1_000
/** Rounds of the event loop before a group: what has come meanwhile is read in the first, is known for whose it is in the second, and waits then. */
const ROUNDS = 3
/** Milliseconds that a transaction of several may take; after that each has its own, which its request's deadline ends. */
const LONGEST_GROUP = 5_000
/** Milliseconds after which the next group does not wait for it any more: a commit that gets no answer is never cut. */
const LONGEST_WAIT = 2 * LONGEST_GROUP

/** How a deed of several ended. */
type Ending = { readonly work: Work; readonly outcome: Outcome } | { readonly error: unknown }

interface Waiting {
  readonly asked: Asked
  readonly size: number
  readonly end: PromiseWithResolvers<Done>
}

/** One group at a time: whoever comes meanwhile is of the next, so that groups are as large as the server is busy. */
function openLane(joint: AnyJoint, perform: (group: readonly Asked[]) => Promise<readonly Ending[]>, apart: (asked: Asked, why: Apart) => Promise<Done>): Perform {
  const waiting = new Set<Waiting>()
  let isOpen = false

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    const endings = await perform(group.map(({ asked }) => asked))
    const readers = readersFor(group)
    for (const [i, { asked, end }] of group.entries()) {
      const ending = endings[i]!
      if ('outcome' in ending) end.resolve({ outcome: ending.outcome, reader: readers[i]! })
      else if (ending.error instanceof Apart) apart(asked, ending.error).then(end.resolve, end.reject)
      else end.reject(ending.error)
    }
  }

  const serve = async (): Promise<void> => {
    isOpen = true
    while (waiting.size > 0) {
      await lingerFor(waiting, joint)
      for (let i = 0; i < ROUNDS; i++) await nextRound()
      const group = takeGroup(waiting)
      if (group[0]) await within(group[0].asked.context.clock, LONGEST_WAIT, settle(group))
    }
    isOpen = false
  }

  return async asked => {
    const size = joint.size(asked.input)
    if (size === 0 || size > MOST_IN_GROUP) return apart(asked, new Apart())
    if (waiting.size >= MOST_WAITING) throw busy()
    const { signal } = asked.context
    signal?.throwIfAborted()
    const one: Waiting = { asked: inOwnScope(asked), size, end: Promise.withResolvers() }
    const leave = (): void => void (waiting.delete(one) && one.end.reject(signal!.reason))
    signal?.addEventListener('abort', leave)
    waiting.add(one)
    if (!isOpen) void serve()
    return one.end.promise.finally(() => signal?.removeEventListener('abort', leave))
  }
}

async function lingerFor([first]: Iterable<Waiting>, { linger }: AnyJoint): Promise<void> {
  const context = first!.asked.context
  const milliseconds = linger?.(context) ?? 0
  if (milliseconds > 0) await sleep(context.clock, milliseconds)
}

/** What is done for a request is noted as its own, whoever's turn it is done in. */
function inOwnScope(asked: Asked): Asked {
  const inScope = AsyncLocalStorage.snapshot()
  return { ...asked, act: work => inScope(asked.act, work) }
}

/** The first who wait; whoever comes twice under one key waits for what becomes of the first. */
function takeGroup(waiting: Set<Waiting>): Waiting[] {
  const group: Waiting[] = []
  const keys = new Set<string>()
  let size = 0
  for (const one of waiting) {
    if (size + one.size > MOST_IN_GROUP) break
    const key = one.asked.use?.id
    if (key !== undefined && keys.has(key)) continue
    if (key !== undefined) keys.add(key)
    size += one.size
    group.push(one)
    waiting.delete(one)
  }
  return group
}

/** Answers to one viewer's requests with one document are read together: by what is the group's, which reads on when one of them has left. */
function readersFor(group: readonly Waiting[]): readonly Context[] {
  const readers: Context[] = []
  return group.map(({ asked: { context } }) => {
    const { viewer, selection } = context
    const standing = readers.find(reader => reader.selection === selection && isDeepStrictEqual(reader.viewer, viewer))
    if (standing) return standing
    const reader = createContext(context, { ...context, cookie: noCookie, signal: undefined })
    readers.push(reader)
    return reader
  })
}

/** Does deeds in one transaction. What fails before its commit was not done, and each is done apart; what a commit answers is the answer of all. */
async function performTogether(group: readonly Asked[], joint: AnyJoint, waits: boolean, onCommit: OnCommit): Promise<readonly Ending[]> {
  const { database, log } = group[0]!.context
  const late = new AbortController()
  try {
    const endings = await inTransaction(database.orm, em => {
      const timer = setTimeout(() => late.abort(new Apart()), LONGEST_GROUP)
      return actAll(em, group, joint, waits).finally(() => clearTimeout(timer))
    }, late.signal)
    const done = endings.flatMap(ending => ('work' in ending ? ending.work : []))
    for (const work of done) conclude(work)
    if (done[0]) onCommit(done[0])
    return endings
  } catch (error) {
    // Of a deadlock it is known that nothing was done, even if a commit says so.
    const why = isRetryable(error) ? new Apart(error) : error
    if (why instanceof Apart) log.warn({ err: why.cause }, 'deeds could not be done together, and are done one by one')
    return group.map(() => ({ error: why }))
  }
}

async function actAll(em: EntityManager, group: readonly Asked[], { hold }: AnyJoint, waits: boolean): Promise<readonly Ending[]> {
  try {
    const works = group.map(({ context, intent }) => workOf(context, intent, em))
    const work = works[0]!
    const known = await recallAll(work, group.flatMap(({ use }) => use ?? []))
    const isNew = ({ use }: Asked): boolean => use === undefined || !known.has(use)
    const held = beginHolding(em, waits)
    await hold(work, group.filter(isNew).map(({ input, intent: { prepared } }) => ({ input, prepared })))
    held.isWhole = true
    // On SQLite nothing of all this waits: between its steps the event loop lets others in.
    await nextRound()
    const endings: Ending[] = []
    for (const [i, asked] of group.entries()) endings.push(await endingOf(works[i]!, isNew(asked) ? asked.act : async () => known.get(asked.use!)!()))
    await nextRound()
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
    const isAnswer = refusalsOf(error) !== undefined || error === work.signal?.reason
    const isOwn = isAnswer || error instanceof Apart || error instanceof GraphQLError
    // With half of it in the flush, or where it is the transaction that may have failed, nothing of this group can stay.
    if (!isOwn || hasWritten(work)) throw error
    return { error: isAnswer || error instanceof Apart ? error : new Apart(error) }
  }
}
