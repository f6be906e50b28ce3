import { guardsOf, reach, visible } from '../platform/law.ts'
import { columnOf, nounOf } from '../platform/noun.ts'
import { Direction } from '../platform/page.ts'
import { matches } from '../platform/search.ts'
import { and, list, name, or, sql, TRUE, type Sql } from '../platform/sql.ts'
import type { Viewer } from '../platform/viewer.ts'
import { naming, orderBy, type Condition, type Order } from '../platform/way.ts'
import { Assignment } from './assignment.entity.ts'
import { type Role, User } from './user.entity.ts'

/** Which people are asked for. */
export interface UserQuery {
  readonly search?: string | null
  readonly roles?: readonly Role[] | null
  readonly isActive?: boolean | null
  readonly trainerId?: string | null
  readonly traineeId?: string | null
  readonly hasTrainer?: boolean | null
  readonly mustChangePassword?: boolean | null
}

const column = (property: string): Sql => name('t', columnOf(nounOf(User), property).column)
const id = name('t', 'id')

/** The conditions of a query, each over nothing but what the viewer may read. */
export function usersWhere(viewer: Viewer, query: UserQuery | null | undefined): Condition[] {
  const { search, roles, isActive, trainerId, traineeId, hasTrainer, mustChangePassword } = query ?? {}
  const where: Condition[] = matches(nounOf(User), viewer, search)
  if (roles) where.push(sql`${column('role')} in ${list(roles)}`)
  if (typeof isActive === 'boolean') where.push(flag('isActive', isActive, { mostly: true }))
  if (trainerId) where.push(sql`${id} in (${assigned(viewer, 'trainee', { trainer: trainerId })})`)
  if (traineeId) where.push(sql`${id} in (${assigned(viewer, 'trainer', { trainee: traineeId })})`)
  if (typeof hasTrainer === 'boolean') {
    const anybody = assigned(viewer, 'trainee', {})
    const met = sql`${id} ${hasTrainer ? sql`in` : sql`not in`} (${anybody} and ${name('a', 'trainee_id')} = ${id})`
    where.push(hasTrainer ? { met, found: [anybody] } : { met })
  }
  if (typeof mustChangePassword === 'boolean') {
    const known = readable(viewer, 'mustChangePassword')
    if (known !== TRUE) where.push(known)
    where.push(flag('mustChangePassword', mustChangePassword, { mostly: false }))
  }
  return where
}

/** Most people have one value of a flag; the few with the other are found by its index, which SQLite would pass over, knowing averages alone. */
function flag(property: string, value: boolean, { mostly }: { readonly mostly: boolean }): Condition {
  const met = sql`${column(property)} = ${value}`
  return value === mostly ? { met } : { met, found: [sql`select ${id} from ${name('user')} ${name('t')} where ${met}`] }
}

/** One side of the assignments that the viewer may see. */
function assigned(viewer: Viewer, side: 'trainee' | 'trainer', other: Partial<Record<'trainee' | 'trainer', string>>): Sql {
  const noun = nounOf(Assignment)
  const of = (property: string): Sql => name('a', columnOf(noun, property).column)
  const narrowed = Object.entries(other).map(([property, user]) => naming(of(property), user))
  return sql`select ${of(side)} from ${name(noun.table)} ${name('a')} where (${and([visible(noun, viewer, 'a'), ...narrowed])})`
}

/** The people of whom the viewer may read a guarded column. */
function readable(viewer: Viewer, property: string): Sql {
  const guard = guardsOf(User).find(({ properties }) => properties.includes(property))
  return or((guard?.sights ?? []).map(sight => reach(nounOf(User), sight, viewer, 't')))
}

export enum UserOrderField {
  NAME = 'NAME',
  USERNAME = 'USERNAME',
  ROLE = 'ROLE',
  CREATED_AT = 'CREATED_AT',
}

const ORDERED_BY: Readonly<Record<UserOrderField, string>> = {
  NAME: 'name_key', USERNAME: 'username', ROLE: 'role', CREATED_AT: 'created_at',
}

/** By name, when nothing else is asked. */
export function userOrder(order: { readonly by: UserOrderField; readonly direction: Direction } | null | undefined): Order {
  return orderBy(ORDERED_BY[order?.by ?? UserOrderField.NAME], order?.direction === Direction.DESC)
}
