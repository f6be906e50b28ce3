import { LockMode } from '@mikro-orm/core'
import type { Context, Work } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { sql } from '../platform/sql.ts'
import { transact } from '../platform/write.ts'
import { Organization, ORGANIZATION_ID } from './organization.entity.ts'
import { logPasswordChange } from './password-change.service.ts'
import { PasswordAction } from './password-change.entity.ts'
import { hashPassword, temporaryPassword } from './password.service.ts'
import { endSignIns } from './sign-in.service.ts'
import { SignInEnd } from './sign-in.entity.ts'
import { Role, type TemporaryPassword, User } from './user.entity.ts'
import { refuseHeldRole, temporaryUntil } from './user.service.ts'

const USERNAME = 'admin'
const ONE_USER = sql`select id from user limit 1`
const ONE_ORGANIZATION = sql`select id from organization limit 1`

/** Makes what an empty Lectern needs: its organisation and its first admin. Answers the admin's generated temporary password, to be shown once. */
export async function ensureFirstAdmin(context: Context): Promise<string | undefined> {
  const standing = await Promise.all([context.rows(ONE_USER), context.rows(ONE_ORGANIZATION)])
  if (standing.every(rows => rows.length > 0)) return undefined
  const { adminPassword } = context.config
  const password = adminPassword ?? temporaryPassword(context.random)
  const hash = await hashPassword(context.hashes, password)
  const made = await unlessAnotherDid(() =>
    transact(context, { verb: 'createUser', reason: null, prepared: undefined }, async work => {
      if (!(await work.em.findOne(Organization, { id: ORGANIZATION_ID }))) work.em.persist(newOrganization(work))
      if ((await work.em.count(User, {})) > 0) return false
      makeAdmin(work, USERNAME, { hash, expiresAt: temporaryUntil(work.now) })
      return true
    }))
  return made && adminPassword === null ? password : undefined
}

export interface AdminReset { readonly username: string; readonly temporaryPassword: string; readonly made: boolean }

/**
 * The way back when no admin can sign in, from the shell: makes the named person an active admin with a temporary
 * password, or makes that admin when there is none.
 */
export async function resetAdmin(context: Context, username = USERNAME): Promise<AdminReset> {
  const password = temporaryPassword(context.random)
  const hash = await hashPassword(context.hashes, password)
  const made = await transact(context, { verb: 'resetPassword', reason: null, prepared: undefined }, async work => {
    const temporary = { hash, expiresAt: temporaryUntil(work.now) }
    const user = await work.em.findOne(User, { username: username.toLowerCase() }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!user) {
      makeAdmin(work, username, temporary)
      return true
    }
    await promote(work, user, temporary)
    return false
  })
  return { username: username.toLowerCase(), temporaryPassword: password, made }
}

const BY_THE_SERVER = 'By the server itself.'

async function promote(work: Work, user: User, temporary: TemporaryPassword): Promise<void> {
  if (user.role !== Role.ADMIN) await refuseHeldRole(work, user, Role.ADMIN, 'username')
  user.revise({ role: Role.ADMIN })
  if (!user.isActive) user.reactivate()
  user.takeTemporaryPassword(temporary)
  logPasswordChange(work, user, PasswordAction.RESET, BY_THE_SERVER)
  await endSignIns(work, user, SignInEnd.PASSWORD_RESET)
}

function makeAdmin(work: Work, username: string, temporary: TemporaryPassword): void {
  const email = `${username}@${new URL(work.config.publicUrl).hostname.replace(/^\[.*\]$/, 'localhost')}`
  const details = { username, email, firstName: 'First', lastName: 'Admin', role: Role.ADMIN, phone: null, timeZone: null, locale: null }
  const user = User.make(work.newId(), details, temporary)
  work.em.persist(user)
  logPasswordChange(work, user, PasswordAction.CREATED, BY_THE_SERVER)
}

function newOrganization({ now }: Work): Organization {
  return Object.assign(new Organization(), { id: ORGANIZATION_ID, name: 'Lectern', timeZone: 'UTC', locale: 'en', updatedAt: now })
}

/** Two processes that start at once on an empty database: one makes the rows, the other finds them made. */
async function unlessAnotherDid(make: () => Promise<boolean>): Promise<boolean> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'TAKEN') return false
    throw error
  }
}
