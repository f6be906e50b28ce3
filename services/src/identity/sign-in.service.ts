import { type EntityManager, LockMode } from '@mikro-orm/core'
import type { Redis } from 'ioredis'
import { removeRows, type Cleaner } from '../platform/cleaning.ts'
import type { Context, Work } from '../platform/context.ts'
import { unlessAborted } from '../platform/deadline.ts'
import { NotHeld } from '../platform/held.ts'
import { isStreamSafe } from '../platform/input.ts'
import { keyRing } from '../platform/keys.ts'
import { countedAddress, createLimits, type Limits } from '../platform/rate.ts'
import { Refusal } from '../platform/refusal.ts'
import { sql, type Sql } from '../platform/sql.ts'
import type { Viewer } from '../platform/viewer.ts'
import { lockById, lockColumns, write } from '../platform/write.ts'
import type { Credentials } from './credentials.service.ts'
import { verifyPassword } from './password.service.ts'
import { idleSince, outlivedSince, SignIn, SignInEnd } from './sign-in.entity.ts'
import { isRefreshToken, newRefreshToken, nextRefreshToken, refreshTokenHash } from './token.service.ts'
import { type Role, User } from './user.entity.ts'

type Guess = 'account' | 'accountFromHere' | 'address' | 'password'

declare module '../platform/context.ts' {
  interface Services {
    readonly guesses: Limits<Guess>
  }
}

/**
 * Wrong guesses alone count. From one address a name is soon closed; over all addresses only for minutes, so that nobody
 * keeps a stranger out for good.
 */
export function guessLimits(redis: Redis | null): Limits<Guess> {
  return createLimits({
    accountFromHere: { times: 10, seconds: 15 * 60 },
    account: { times: 100, seconds: 5 * 60 },
    address: { times: 100, seconds: 15 * 60 },
    password: { times: 10, seconds: 15 * 60 },
  }, redis)
}


/** The request goes on as somebody else: what it reads from here on, it reads as they do. */
function become(context: Context, viewer: Viewer): void {
  ;(context as { viewer: Viewer }).viewer = viewer
  context.loaders.clear()
  context.guardSets.clear()
}

/** Whose sign-in it is, as they stand in its transaction. */
type Owner = Readonly<Pick<User, 'id' | 'role' | 'isActive' | 'mustChangePassword' | 'passwordHash'>>

/** Locked, so that a deactivation or a reset that passes by now either refuses the sign-in or ends it. */
async function lockOwners(work: Work, userIds: readonly string[]): Promise<ReadonlyMap<string, Owner>> {
  const rows = await lockColumns(work, User, ['role', 'is_active', 'must_change_password', 'password_hash'], userIds)
  return new Map(rows.entries().map(([id, row]) => [id, {
    id, role: row['role'] as Role, isActive: Boolean(row['is_active']), mustChangePassword: Boolean(row['must_change_password']),
    passwordHash: String(row['password_hash']),
  }]))
}

const held = new WeakMap<EntityManager, ReadonlyMap<string, Owner>>()

/** Those who sign in in one transaction, locked by one statement. */
export async function holdOwners(work: Work, deeds: readonly { readonly prepared: VerifiedAdmission }[]): Promise<void> {
  held.set(work.em, await lockOwners(work, deeds.map(({ prepared }) => prepared.userId)))
}

async function ownerOf(work: Work, userId: string): Promise<Owner | undefined> {
  const owners = held.get(work.em)
  if (!owners) return (await lockOwners(work, [userId])).get(userId)
  const owner = owners.get(userId)
  if (!owner) throw new NotHeld()
  return owner
}

const LINGER = 50

/** Milliseconds. While others wait for a core, those who had theirs wait for each other: what their transactions cost less, the hashes have. */
export function lingerInRush({ hashes }: Context): number {
  return hashes.waiting > 0 ? LINGER : 0
}

function viewerOf({ id, role, mustChangePassword }: Owner, signInId: string): Viewer {
  return { kind: 'user', id, role, signInId, mustChangePassword }
}

/** What a sign-in answers with, and the request that becomes the one who signed in. */
export interface Admission {
  readonly request: Context
  readonly userId: string
  readonly signInId: string
  readonly access: { readonly token: string; readonly expiresAt: Date }
}

async function admission(request: Context, userId: string, signInId: string): Promise<Admission> {
  return { request, userId, signInId, access: await request.tokens.issue(userId, signInId) }
}

export interface SignInAnswer {
  readonly user: User
  readonly accessToken: string
  readonly expiresAt: Date
  readonly mustChangePassword: boolean
}

function admit(work: Work<Admission>, owner: Owner, signIn: SignIn, refreshToken: string): SignInAnswer {
  const { request, access } = work.prepared
  work.cookie.set(refreshToken, signIn.expiresAt())
  work.afterwards.push(() => become(request, viewerOf(owner, signIn.id)))
  return { user: signIn.user, accessToken: access.token, expiresAt: access.expiresAt, mustChangePassword: owner.mustChangePassword }
}

export interface VerifiedAdmission extends Admission { readonly passwordHash: string }

/** Before the transaction: the unknown, the wrong, the deactivated and the expired are refused alike, after one query and one hash. */
export async function verifySignIn({ username, password }: { username: string; password: string }, context: Context): Promise<VerifiedAdmission> {
  // What is no writing is nobody's name.
  const typed = isStreamSafe(username) ? username.normalize('NFKC').trim().toLowerCase() : ''
  const address = countedAddress(context.ip)
  const here = `${typed} ${address}`
  await context.guesses.consume('address', address)
  await context.guesses.consume('accountFromHere', here)
  await context.guesses.consume('account', typed)
  const { userId, passwordHash } = await verifiedCredentials(context, typed, password).catch(async (error: unknown) => {
    // Neither right nor wrong: the database was away, or too many came at once.
    if (!(error instanceof Refusal)) {
      await context.guesses.giveBack('address', address)
      await context.guesses.giveBack('accountFromHere', here)
      await context.guesses.giveBack('account', typed)
    }
    throw error
  })
  await context.guesses.giveBack('address', address)
  await context.guesses.giveBack('account', typed)
  await context.guesses.forget('accountFromHere', here)
  return { ...(await admission(context, userId, context.newId())), passwordHash }
}

async function verifiedCredentials(context: Context, typed: string, password: string): Promise<Credentials> {
  const reading = (): Promise<Credentials | undefined> => unlessAborted(() => context.readCredentials(typed), context.signal)
  const found = await verifyPassword(context.hashes, reading, password)
  const isExpired = (until: Date | null): boolean => until !== null && until <= context.clock.now()
  if (!found?.isActive || isExpired(found.temporaryUntil)) throw new Refusal('WRONG_CREDENTIALS')
  return found
}

export async function beginSignIn(work: Work<VerifiedAdmission>): Promise<SignInAnswer> {
  const { userId, signInId, passwordHash } = work.prepared
  const owner = await ownerOf(work, userId)
  if (!owner?.isActive || owner.passwordHash !== passwordHash) throw new Refusal('WRONG_CREDENTIALS')
  const refreshToken = newRefreshToken(work.random)
  const signIn = SignIn.begin(signInId, work.em.getReference(User, userId), refreshTokenHash(refreshToken), work.userAgent, work.now)
  // The journal names who signed in, though nobody was signed in when they asked.
  write(work, signIn, owner.id)
  return admit(work, owner, signIn, refreshToken)
}

/** Before the transaction: which sign-in the cookie belongs to, if any. */
export async function findByCookie(_input: object, context: Context): Promise<Admission> {
  const token = context.cookie.value
  const hash = token !== undefined && isRefreshToken(token) ? refreshTokenHash(token) : undefined
  const [found] = hash === undefined ? [] : await context.rows(byRefreshHash(hash))
  if (!found) throw ended(context)
  return admission(context, String(found[1]), String(found[0]))
}

function byRefreshHash(hash: string): Sql {
  return sql`select id, user_id from sign_in where refresh_hash = ${hash} union all select id, user_id from sign_in where previous_hash = ${hash}`
}

const USED_TWICE = 'This sign-in was used from two places, so it was ended. Sign in again.'

function ended({ cookie }: Pick<Context, 'cookie'>, message = 'Sign in again.'): Refusal {
  if (cookie.value !== undefined) cookie.clear()
  return new Refusal('WRONG_CREDENTIALS', null, message)
}

/**
 * Rotates the refresh token. The one before it is good for 30 seconds more; after that somebody else holds a copy, so
 * the sign-in ends: that refusal is returned, for a thrown one would take the end back.
 */
export async function refreshSignIn(work: Work<Admission>): Promise<SignInAnswer | { errors: readonly Refusal[] }> {
  const { userId, signInId } = work.prepared
  const owner = await ownerOf(work, userId)
  const signIn = await lockById(work, SignIn, signInId)
  // Whoever of the two comes later hears it too: it may be the owner.
  if (signIn?.endReason === SignInEnd.REFRESH_TOKEN_REUSED) throw ended(work, USED_TWICE)
  if (!owner?.isActive || !signIn?.isLive(work.now)) throw ended(work)
  write(work, signIn, owner.id)
  const token = work.cookie.value!
  const hash = refreshTokenHash(token)
  const next = nextRefreshToken(token, keyRing(work.config.secrets, 'refresh token'))
  if (hash === signIn.refreshHash) signIn.rotate(refreshTokenHash(next), work.now)
  else if (hash !== signIn.previousHash) throw ended(work)
  else if (!signIn.isInGrace(work.now)) {
    signIn.end(SignInEnd.REFRESH_TOKEN_REUSED, work.now)
    return { errors: [ended(work, USED_TWICE)] }
  }
  return admit(work, owner, signIn, next)
}

/** Ends the viewer's sign-in, or all of them. */
export async function signOut(work: Work, everywhere: boolean): Promise<void> {
  const where = everywhere ? { user: work.viewer.id } : { id: work.viewer.signInId }
  await endWhere(work, where, SignInEnd.SIGNED_OUT)
  work.cookie.clear()
}

/** Ends what a person is signed in on, at once: the next request with its token is refused. */
export async function endSignIns(work: Work, user: User, reason: SignInEnd, except = ''): Promise<void> {
  await endWhere(work, { user: user.id, id: { $ne: except } }, reason)
}

async function endWhere(work: Work, where: { user?: string; id?: string | { $ne: string } }, reason: SignInEnd): Promise<void> {
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const
  const standing = await work.em.find(SignIn, { ...where, endedAt: null, lastUsedAt: { $gt: idleSince(work.now) } }, locked)
  for (const signIn of standing) {
    // What is over by its age needs no end, and nobody waits to hear of it.
    if (signIn.isLive(work.now)) signIn.end(reason, work.now)
  }
}

const KEPT = 90 * 24 * 60 * 60_000

/** One that is over is kept a while, for whoever asks what happened; the journal goes on telling that there was one. */
export const removeOldSignIns: Cleaner = (database, now) => {
  const then = new Date(now.getTime() - KEPT)
  return removeRows(database, 'sign_in', sql`ended_at <= ${then} or last_used_at <= ${idleSince(then)} or created_at <= ${outlivedSince(then)}`)
}
