import { ForeignKeyConstraintViolationException, LockMode } from '@mikro-orm/core'
import type { Context, Work } from '../platform/context.ts'
import { allNouns } from '../platform/noun.ts'
import { allows, mayAsk } from '../platform/permission.ts'
import { loaderOf } from '../platform/read.ts'
import { Refusal, refuseAll } from '../platform/refusal.ts'
import { list, name, or, sql } from '../platform/sql.ts'
import { findForChange } from '../platform/write.ts'
import { Assignment } from './assignment.entity.ts'
import { PasswordAction, PasswordChange } from './password-change.entity.ts'
import { logPasswordChange } from './password-change.service.ts'
import { checkPassword, hashPassword, temporaryPassword, verifyPassword, type PasswordOwner } from './password.service.ts'
import { SignInEnd } from './sign-in.entity.ts'
import { endSignIns } from './sign-in.service.ts'
import { checkDetails, emailKeyOf, Role, User, type UserDetails } from './user.entity.ts'

const TEMPORARY = 7 * 24 * 60 * 60_000

export function temporaryUntil(now: Date): Date {
  return new Date(now.getTime() + TEMPORARY)
}

/** A temporary password, hashed before the transaction began. */
export interface Temporary { readonly password: string; readonly hash: string }

/** The given temporary password, when it is good enough for its owner, or a new one. */
async function makeTemporary(context: Context, given: string | null | undefined, owner: () => Promise<PasswordOwner | undefined>): Promise<Temporary> {
  const known = typeof given === 'string' ? await owner() : undefined
  if (typeof given === 'string' && known) await checkPassword(given, known, 'temporaryPassword')
  const password = given ?? temporaryPassword(context.random)
  return { password, hash: await hashPassword(context.hashes, password) }
}

export type NewUser = Required<Pick<UserDetails, 'username' | 'email' | 'firstName' | 'lastName' | 'role'>> & UserDetails

export async function prepareNewUser(input: NewUser & { temporaryPassword?: string | null }, context: Context): Promise<Temporary> {
  checkDetails(input)
  const { username, firstName, lastName, email } = input
  return makeTemporary(context, input.temporaryPassword, () => Promise.resolve({ username, names: [firstName, lastName], email }))
}

export async function createUser(work: Work<Temporary>, { phone = null, timeZone = null, locale = null, ...details }: NewUser): Promise<User> {
  await refuseTaken(work, '', details)
  const temporary = { hash: work.prepared.hash, expiresAt: temporaryUntil(work.now) }
  const user = User.make(work.newId(), { ...details, phone, timeZone, locale }, temporary)
  work.em.persist(user)
  logPasswordChange(work, user, PasswordAction.CREATED)
  return user
}

/** What a person may change of themselves; the rest belongs to whoever makes users. */
const ONES_OWN: readonly string[] = ['firstName', 'lastName', 'phone', 'timeZone', 'locale']

export async function updateUser(work: Work, id: string, version: number, details: UserDetails): Promise<User> {
  const isWhole = mayAsk(work.viewer, 'createUser')
  const admins = isWhole && details.role !== undefined && details.role !== Role.ADMIN ? await lockAdmins(work) : []
  const user = await findForChange(work, User, id, { version, verb: 'updateUser' })
  if (!isWhole) refuseOthersFields(user, details)
  await refuseTaken(work, user.id, details)
  if (details.role !== undefined && details.role !== user.role) {
    if (user.role === Role.ADMIN) keepAnAdmin(admins, user, 'role')
    await refuseHeldRole(work, user, details.role, 'role')
    await endSignIns(work, user, SignInEnd.ROLE_CHANGED)
  }
  user.revise(details)
  return user
}

function refuseOthersFields(user: User, details: UserDetails): void {
  const standing = user as unknown as Record<string, unknown>
  const others = Object.entries(details).filter(([field, value]) => value !== undefined && value !== standing[field] && !ONES_OWN.includes(field))
  refuseAll(others.map(([field]) => new Refusal('FORBIDDEN', field, 'An admin changes this.')))
}

async function refuseTaken(work: Work, ownId: string, { username, email }: UserDetails): Promise<void> {
  const asked = [
    ...(username === undefined ? [] : [{ username: username.toLowerCase() }]),
    ...(email === undefined ? [] : [{ emailKey: emailKeyOf(email) }]),
  ]
  if (asked.length === 0) return
  const others = (await work.em.find(User, { $or: asked })).filter(({ id }) => id !== ownId)
  refuseAll([
    others.some(other => other.username === username?.toLowerCase()) ? new Refusal('TAKEN', 'username') : undefined,
    email !== undefined && others.some(other => other.emailKey === emailKeyOf(email)) ? new Refusal('TAKEN', 'email') : undefined,
  ])
}

export async function deactivateUser(work: Work, id: string, version: number): Promise<User> {
  const admins = await lockAdmins(work)
  const user = await findForChange(work, User, id, { version, verb: 'deactivateUser' })
  keepAnAdmin(admins, user, 'id')
  refuseOneself(work, user)
  user.deactivate()
  await endSignIns(work, user, SignInEnd.DEACTIVATED)
  return user
}

export async function reactivateUser(work: Work, id: string, version: number): Promise<User> {
  const user = await findForChange(work, User, id, { version, verb: 'reactivateUser' })
  user.reactivate()
  return user
}

/** Deletes a person whom nothing stands on; what belongs to them alone, their sign-ins and password log, goes along. */
export async function deleteUser(work: Work, id: string, version: number): Promise<string> {
  const admins = await lockAdmins(work)
  const user = await findForChange(work, User, id, { version, verb: 'deleteUser' })
  keepAnAdmin(admins, user, 'id')
  refuseOneself(work, user)
  // Each by itself, though the database would cascade: who reads the password log hears of it from the journal.
  for (const change of await work.em.find(PasswordChange, { user: user.id })) work.em.remove(change)
  work.em.remove(user)
  try {
    await work.em.flush()
  } catch (error) {
    if (error instanceof ForeignKeyConstraintViolationException) throw new Refusal('IN_USE', 'id', IN_USE)
    throw error
  }
  return id
}

const IN_USE = 'Sessions, bookings, assignments or reports stand on this person. They can be deactivated.'

/** A given temporary password is compared with its owner's names, who may be nobody: the mutation says so. */
export function prepareReset(input: { userId: string; temporaryPassword?: string | null }, context: Context): Promise<Temporary> {
  return makeTemporary(context, input.temporaryPassword, async () => (await readOwner(context, input.userId))?.owner)
}

export async function resetPassword(work: Work<Temporary>, id: string): Promise<User> {
  const user = await findForChange(work, User, id, { field: 'userId', verb: 'resetPassword' })
  refuseOneself(work, user, 'userId')
  user.takeTemporaryPassword({ hash: work.prepared.hash, expiresAt: temporaryUntil(work.now) })
  logPasswordChange(work, user, PasswordAction.RESET)
  await endSignIns(work, user, SignInEnd.PASSWORD_RESET)
  return user
}

export interface ChosenPassword { readonly verifiedHash: string; readonly hash: string }

export async function prepareChange({ currentPassword, newPassword }: { currentPassword: string; newPassword: string }, context: Context): Promise<ChosenPassword> {
  const { id } = context.viewer
  await context.guesses.consume('password', id)
  const found = await verifyPassword(context.hashes, () => readOwner(context, id), currentPassword)
  if (!found) throw new Refusal('WRONG_CREDENTIALS', 'currentPassword', 'This is not your present password.')
  await context.guesses.forget('password', id)
  if (newPassword === currentPassword) throw new Refusal('WEAK_PASSWORD', 'newPassword', 'Use another one than the present password.')
  await checkPassword(newPassword, found.owner, 'newPassword')
  return { verifiedHash: found.passwordHash, hash: await hashPassword(context.hashes, newPassword) }
}

export async function changePassword(work: Work<ChosenPassword>): Promise<User> {
  const user = await findForChange(work, User, work.viewer.id)
  // Reset or changed while this one was being hashed.
  if (user.passwordHash !== work.prepared.verifiedHash) throw new Refusal('WRONG_CREDENTIALS', 'currentPassword', 'This is not your present password.')
  user.takePassword(work.prepared.hash)
  logPasswordChange(work, user, PasswordAction.CHANGED)
  await endSignIns(work, user, SignInEnd.PASSWORD_CHANGED, work.viewer.signInId)
  return user
}

async function readOwner(context: Context, id: string): Promise<{ passwordHash: string; owner: PasswordOwner } | undefined> {
  const [row] = await context.rows(sql`select password_hash, username, first_name, last_name, email from ${name('user')} where id = ${id}`)
  if (!row) return undefined
  const [passwordHash = '', username = '', firstName = '', lastName = '', email = ''] = row.map(String)
  return { passwordHash, owner: { username, names: [firstName, lastName], email } }
}

/** Every active admin, locked in the order of their ids, so that two who dismiss each other come one after the other. */
function lockAdmins(work: Work): Promise<User[]> {
  return work.em.find(User, { role: Role.ADMIN, isActive: true }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } })
}

function keepAnAdmin(admins: readonly User[], user: User, field: string): void {
  if (admins.length === 1 && admins[0] === user) throw new Refusal('LAST_ADMIN', field)
}

function refuseOneself(work: Work, user: User, field = 'id'): void {
  if (user.id === work.viewer.id) throw new Refusal('FORBIDDEN', field, 'Another admin does this to you.')
}

/** What stands on a person's role and would become impossible without it. */
type RoleHold = (work: Work, user: User, next: Role) => Promise<string | undefined>
const holds: RoleHold[] = []

/** Upper slices name what of theirs stands on a role: the answer says what, for the person who would change it. */
export function holdsRole(hold: RoleHold): void {
  holds.push(hold)
}

/** Who holds or attends something as what they are keeps their role until it is handed over. */
export async function refuseHeldRole(work: Work, user: User, next: Role, field: string): Promise<void> {
  for (const hold of holds) {
    const reason = await hold(work, user, next)
    if (reason !== undefined) throw new Refusal('IN_USE', field, reason)
  }
}

holdsRole(async (work, { id }) => {
  const assigned = await work.em.count(Assignment, { $or: [{ trainee: id }, { trainer: id }] })
  return assigned > 0 ? 'Trainees and trainers are assigned by this role. Unassign them first.' : undefined
})

/** The only active admin, when there is but one; read once per request. */
function lastAdminId(context: Context): Promise<string | null> {
  const loader = loaderOf<string, string | null>(context, 'last admin', async keys => {
    const rows = await context.rows(sql`select id from ${name('user')} where role = ${Role.ADMIN} and is_active = ${true} limit 2`)
    return keys.map(() => (rows.length === 1 ? String(rows[0]![0]) : null))
  })
  return loader.load('')
}

/** Whether something stands on this person, whatever slice it is of, so that they are not deleted; all of a list are one statement. */
export function isHeld(context: Context, userId: string): Promise<boolean> {
  const loader = loaderOf<string, boolean>(context, 'held people', async ids => {
    const holding = allNouns().flatMap(noun => [...noun.columns.values()].filter(({ target, holds }) => holds && target?.() === User).map(({ column }) =>
      sql`exists (select 1 from ${name(noun.table)} where ${name(noun.table, column)} = ${name('u', 'id')})`))
    const held = await context.rows(sql`select ${name('u', 'id')} from ${name('user')} ${name('u')} where ${name('u', 'id')} in ${list(ids)} and (${or(holding)})`)
    const found = new Set(held.map(([id]) => String(id)))
    return ids.map(id => found.has(id))
  })
  return loader.load(userId)
}

/** Whether the viewer may take this person out of the house: not oneself, nor the last who could let them in again. */
export async function mayDismiss(context: Context, verb: 'deactivateUser' | 'deleteUser', user: { readonly id: string }): Promise<boolean> {
  if (!allows(context.viewer, verb, user) || user.id === context.viewer.id) return false
  return (await lastAdminId(context)) !== user.id
}
