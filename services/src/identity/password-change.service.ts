import type { Work } from '../platform/context.ts'
import { columnOf, nounOf } from '../platform/noun.ts'
import { list, name, sql, type Sql } from '../platform/sql.ts'
import { naming } from '../platform/way.ts'
import { PasswordAction, PasswordChange } from './password-change.entity.ts'
import { User } from './user.entity.ts'

/** Writes down who gave whom a password; never the password. */
export function logPasswordChange(work: Work, user: User, action: PasswordAction, details: string | null = null): void {
  const performedBy = work.viewer.kind === 'user' ? work.em.getReference(User, work.viewer.id) : null
  work.em.persist(PasswordChange.make(work.newId(), { user, action, performedBy, at: work.now, details }))
}

/** Which password changes are asked for. */
export interface PasswordChangeQuery {
  readonly userId?: string | null
  readonly actions?: readonly PasswordAction[] | null
  readonly from?: Date | null
  readonly to?: Date | null
}

const column = (property: string): Sql => name('t', columnOf(nounOf(PasswordChange), property).column)

export function passwordChangesWhere(query: PasswordChangeQuery | null | undefined): Sql[] {
  const { userId, actions, from, to } = query ?? {}
  const where: Sql[] = []
  if (userId) where.push(naming(column('user'), userId))
  if (actions) where.push(sql`${column('action')} in ${list(actions)}`)
  if (from) where.push(sql`${column('at')} >= ${from}`)
  if (to) where.push(sql`${column('at')} < ${to}`)
  return where
}
