import type { EntityManager } from '@mikro-orm/core'
import { createHmac, hash } from 'node:crypto'
import { getNamedType, GraphQLID, GraphQLObjectType, type GraphQLOutputType } from 'graphql'
import { removeRows, type Cleaner } from './cleaning.ts'
import type { Context, Work } from './context.ts'
import { changeWithin, executeWithin } from './database.ts'
import { fault } from './fault.ts'
import { Apart } from './held.ts'
import { keyRing, type Key } from './keys.ts'
import { isNounType, nounByName, nounOf, type Class } from './noun.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { insertOrIgnore, instantFromDriver, join, jsonFromDriver, list, sql } from './sql.ts'

/**
 * A mutation that comes twice under one `Idempotency-Key` is done once. Its key is the first thing that its transaction
 * writes: whoever brings the same key meanwhile waits for that row, and then finds the outcome or, where the first was
 * taken back, does the mutation itself. Of mutations that are done together the keys are looked for first, and taken with the outcomes at the end:
 * where another was faster, all of them are taken back, and each is done by itself.
 *
 * Kept is what the outcome names, not the bytes of its answer: things by their ids, ids, and refusals that were part of it.
 * A repeated answer tells the same of them, each thing as it stands now and as far as the viewer may see it now; nothing
 * personal outlives its deletion here, and a secret that was told once is null.
 */

const KEPT = 24 * 60 * 60_000
const KEY = /^[\x21-\x7e]{1,255}$/

/** The key of a request, when it brings one; a list of several holds a space, and is none. */
export function readIdempotencyKey(header: string | undefined, mutations: number): string | undefined {
  if (header === undefined || mutations === 0) return undefined
  if (!KEY.test(header)) throw fault('BAD_USER_INPUT', 'An Idempotency-Key has 1 to 255 printable ASCII characters, none of them a space.')
  if (mutations > 1) throw fault('BAD_USER_INPUT', 'An Idempotency-Key is for a request with one mutation.')
  return header
}

/** One use of a key: whose, and for what. */
export interface Use {
  readonly id: string
  readonly isFor: (fingerprint: string) => boolean
  readonly fingerprint: string
}

/** Bound to the viewer: another's equal key is another key. */
export function useOf({ config, viewer, idempotencyKey }: Context, verb: string, args: object): Use | undefined {
  if (idempotencyKey === undefined || viewer.kind !== 'user') return undefined
  const ring = keyRing(config.secrets, 'idempotency')
  const text = canonical([verb, args])
  return {
    id: hash('sha256', `${viewer.id} ${idempotencyKey}`, 'base64url'),
    fingerprint: fingerprint(ring.current, text),
    isFor: kept => {
      const key = ring.find(kept.split('.', 1)[0]!)
      return key !== undefined && fingerprint(key, text) === kept
    },
  }
}

function fingerprint({ id, secret }: Key, text: string): string {
  return `${id}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** Equal inputs are equal texts, whatever the order of their fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part)
}

/** What a mutation answers, its things as they are written. */
export type Outcome = Readonly<Record<string, unknown>>

/** Does the mutation, unless it was done under this key already: then its outcome is told again. */
export async function once(work: Work, use: Use | undefined, payload: GraphQLOutputType, act: () => Promise<Outcome>): Promise<Outcome> {
  if (use === undefined) return act()
  const known = await claim(work, use)
  if (known !== undefined) return revived(work.em, known)
  const outcome = await act()
  const kept = JSON.stringify(keptOf(payload, outcome))
  await changeWithin(work.em, sql`update idempotency_key set outcome = ${kept} where id = ${use.id}`, work.database.dialect)
  return outcome
}

/** What was done under these keys already, for deeds that are done together: what answers it again, or refuses an input that is another. */
export async function recallAll(work: Work, uses: readonly Use[]): Promise<ReadonlyMap<Use, () => Outcome>> {
  if (uses.length === 0) return new Map()
  const rows = await executeWithin(work.em, sql`select id, fingerprint, outcome, at from idempotency_key where id in ${list(uses.map(({ id }) => id))}`, work.database.dialect)
  const byId = new Map(rows.map(row => [String(row['id']), row]))
  return new Map(uses.flatMap(use => {
    const row = byId.get(use.id)
    return row ? [[use, () => revived(work.em, outcomeIn(row, use, work.now) ?? forgotten())]] : []
  }))
}

/** Its row stands in the way, and only a deed of its own clears it away. */
function forgotten(): never {
  throw new Apart()
}

/** Takes keys that are free and notes their outcomes. Fails where another has taken one meanwhile. */
export async function keepOutcomes({ em, now, database: { dialect } }: Work, used: readonly { readonly use: Use; readonly payload: GraphQLOutputType; readonly outcome: Outcome }[]): Promise<void> {
  if (used.length === 0) return
  const inOrder = used.toSorted((a, b) => (a.use.id < b.use.id ? -1 : 1))
  const rows = inOrder.map(({ use, payload, outcome }) => sql`(${use.id}, ${use.fingerprint}, ${now}, ${JSON.stringify(keptOf(payload, outcome))})`)
  await changeWithin(em, sql`insert into idempotency_key (id, fingerprint, at, outcome) values ${join(rows, ', ')}`, dialect)
}

/** Takes the key for this transaction, or answers what it was used for. */
async function claim({ em, now, database: { dialect } }: Work, use: Use): Promise<KeptOutcome | undefined> {
  const { id, fingerprint } = use
  for (;;) {
    const taken = await changeWithin(em, sql`${insertOrIgnore(dialect)} into idempotency_key (id, fingerprint, at) values (${id}, ${fingerprint}, ${now})`, dialect)
    if (taken > 0) return undefined
    const [row] = await executeWithin(em, sql`select fingerprint, outcome, at from idempotency_key where id = ${id}`, dialect)
    const known = row && outcomeIn(row, use, now)
    if (known) return known
    // Not cleared away yet; by its age, for another may be faster.
    await changeWithin(em, sql`delete from idempotency_key where id = ${id} and at <= ${oldest(now)}`, dialect)
  }
}

/** Keys of this instant and before count no more. */
function oldest(now: Date): Date {
  return new Date(now.getTime() - KEPT)
}

/** The outcome that a key's row keeps; `undefined`: it is too old to count. */
function outcomeIn(row: Readonly<Record<string, unknown>>, { isFor }: Use, now: Date): KeptOutcome | undefined {
  if (new Date(instantFromDriver(row['at'])) <= oldest(now)) return undefined
  if (!isFor(String(row['fingerprint']))) throw fault('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key came with another input before: what is new takes a new key.')
  return jsonFromDriver(row['outcome']) as KeptOutcome
}

interface KeptOutcome {
  /** The noun's name and the thing's id, by the payload's field. */
  readonly things: Readonly<Record<string, readonly [noun: string, id: string]>>
  readonly ids: Readonly<Record<string, string>>
  readonly errors: readonly { readonly code: RefusalCode; readonly field: string | null; readonly message: string }[]
}

/** Closed by default: what is neither a thing nor an id is told once. */
function keptOf(payload: GraphQLOutputType, outcome: Outcome): KeptOutcome {
  const things: Record<string, [string, string]> = {}
  const ids: Record<string, string> = {}
  const errors = ((outcome['errors'] ?? []) as readonly Refusal[]).map(({ code, field, message }) => ({ code, field, message }))
  for (const [field, value] of Object.entries(outcome)) {
    const type = (value as object | null | undefined)?.constructor as Class | undefined
    if (type && isNounType(type)) things[field] = [nounOf(type).name, String((value as { id: unknown }).id)]
    else if (typeof value === 'string' && isIdField(payload, field)) ids[field] = value
  }
  return { things, ids, errors }
}

function isIdField(payload: GraphQLOutputType, field: string): boolean {
  const type = getNamedType(payload)
  return type instanceof GraphQLObjectType && getNamedType(type.getFields()[field]?.type) === GraphQLID
}

/** As the mutation answered it: references to its things, which the write path reads again like any other. */
function revived(em: EntityManager, { things, ids, errors }: KeptOutcome): Outcome {
  const references = Object.entries(things).map(([field, [noun, id]]) => [field, em.getReference(nounByName(noun)!.type as never, id as never)])
  return { ...ids, ...Object.fromEntries(references), errors: errors.map(({ code, field, message }) => new Refusal(code, field, message)) }
}

/** Removes the keys that count no more. */
export const forgetKeys: Cleaner = (database, now) => removeRows(database, 'idempotency_key', sql`at <= ${oldest(now)}`)
