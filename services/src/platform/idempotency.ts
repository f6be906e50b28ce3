import type { EntityManager } from '@mikro-orm/core'
import { createHmac, hash } from 'node:crypto'
import { getNamedType, GraphQLID, GraphQLObjectType, type GraphQLOutputType } from 'graphql'
import { removeRows, type Cleaner } from './cleaning.ts'
import type { Context, Work } from './context.ts'
import { changeWithin, executeWithin } from './database.ts'
import { fault } from './fault.ts'
import { keyRing, type Key } from './keys.ts'
import { isNounType, nounByName, nounOf, type Class } from './noun.ts'
import { Refusal, type RefusalCode } from './refusal.ts'
import { insertOrIgnore, instantFromDriver, jsonFromDriver, sql } from './sql.ts'

/**
 * A mutation that comes twice under one `Idempotency-Key` is done once. Its key is the first thing that its transaction
 * writes: whoever brings the same key meanwhile waits for that row, and then finds the outcome or, where the first was
 * taken back, does the mutation itself.
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

type Outcome = Readonly<Record<string, unknown>>

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

/** Takes the key for this transaction, or answers what it was used for. */
async function claim({ em, now, database: { dialect } }: Work, { id, fingerprint, isFor }: Use): Promise<KeptOutcome | undefined> {
  const forgotten = new Date(now.getTime() - KEPT)
  for (;;) {
    const taken = await changeWithin(em, sql`${insertOrIgnore(dialect)} into idempotency_key (id, fingerprint, at) values (${id}, ${fingerprint}, ${now})`, dialect)
    if (taken > 0) return undefined
    const [row] = await executeWithin(em, sql`select fingerprint, outcome, at from idempotency_key where id = ${id}`, dialect)
    if (row && new Date(instantFromDriver(row['at'])) > forgotten) {
      if (!isFor(String(row['fingerprint']))) throw fault('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key came with another input before: what is new takes a new key.')
      return jsonFromDriver(row['outcome']) as KeptOutcome
    }
    // Too old to count, and not cleared away yet; by its age, for another may be faster.
    await changeWithin(em, sql`delete from idempotency_key where id = ${id} and at <= ${forgotten}`, dialect)
  }
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
export const forgetKeys: Cleaner = (database, now) => removeRows(database, 'idempotency_key', sql`at <= ${new Date(now.getTime() - KEPT)}`)
