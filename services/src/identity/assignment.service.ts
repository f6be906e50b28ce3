import { readChildren } from '../platform/children.ts'
import type { Context, Work } from '../platform/context.ts'
import { columnOf, nounOf } from '../platform/noun.ts'
import type { Connection, ForwardArgs } from '../platform/page.ts'
import { Refusal, refuseAll, Refusals } from '../platform/refusal.ts'
import type { Row } from '../platform/rows.ts'
import { derivedSelection } from '../platform/selection.ts'
import { name, type Sql } from '../platform/sql.ts'
import { naming, orderBy } from '../platform/way.ts'
import { findAllForChange } from '../platform/write.ts'
import { Assignment } from './assignment.entity.ts'
import { Role, User } from './user.entity.ts'

export interface Pair { readonly traineeId: string; readonly trainerId: string }

/** Assigns a trainee to a trainer; who is assigned already stays so. */
export async function assignTrainee(work: Work, pair: Pair): Promise<Assignment> {
  const { trainee, trainer } = await lockPair(work, pair)
  refuseAll([whyNot(trainee, Role.TRAINEE, 'traineeId'), whyNot(trainer, Role.TRAINER, 'trainerId')])
  const standing = await work.em.findOne(Assignment, { trainee: trainee.id, trainer: trainer.id })
  if (standing) return standing
  const assignment = Assignment.make(work.newId(), trainee, trainer, work.now)
  work.em.persist(assignment)
  return assignment
}

/** Takes an assignment back; answers its id, null where there was none. */
export async function unassignTrainee(work: Work, pair: Pair): Promise<string | null> {
  const { trainee, trainer } = await lockPair(work, pair)
  const standing = await work.em.findOne(Assignment, { trainee: trainee.id, trainer: trainer.id })
  if (!standing) return null
  work.em.remove(standing)
  return standing.id
}

/** Both people, locked, so that neither changes role or leaves meanwhile. */
async function lockPair(work: Work, { traineeId, trainerId }: Pair): Promise<{ trainee: User; trainer: User }> {
  const users = await findAllForChange(work, User, [traineeId, trainerId])
  const [trainee, trainer] = [users.get(traineeId), users.get(trainerId)]
  if (trainee && trainer) return { trainee, trainer }
  const unknown = [...(trainee ? [] : ['traineeId']), ...(trainer ? [] : ['trainerId'])]
  throw new Refusals(unknown.map(field => new Refusal('NOT_FOUND', field)))
}

function whyNot(user: User, role: Role, field: string): Refusal | undefined {
  if (user.role !== role) return new Refusal(role === Role.TRAINEE ? 'NOT_A_TRAINEE' : 'NOT_A_TRAINER', field, `This person is no ${role.toLowerCase()}.`)
  return user.isActive ? undefined : new Refusal('INACTIVE', field)
}

/** Which assignments are asked for. */
export interface AssignmentQuery { readonly trainerId?: string | null; readonly traineeId?: string | null }

const column = (property: string): Sql => name('t', columnOf(nounOf(Assignment), property).column)

export function assignmentsWhere(query: AssignmentQuery | null | undefined): Sql[] {
  const { trainerId, traineeId } = query ?? {}
  return [
    ...(trainerId ? [naming(column('trainer'), trainerId)] : []),
    ...(traineeId ? [naming(column('trainee'), traineeId)] : []),
  ]
}

/** The people on the other side of a person's assignments, as far as the viewer sees those, in the order they were assigned. */
export async function readAssigned(context: Context, user: { readonly id: string }, side: 'trainers' | 'trainees', args: ForwardArgs): Promise<Connection<Row<User>>> {
  const [of, other] = side === 'trainers' ? (['trainee', 'trainer'] as const) : (['trainer', 'trainee'] as const)
  const selection = derivedSelection(context.selection, side, selected => ({
    [Assignment.name]: new Set([other]), [`${Assignment.name}Connection`]: selected.get(`${User.name}Connection`),
  }))
  const found = await readChildren({ ...context, selection }, Assignment, {
    of, parent: user.id, key: `${side} ${JSON.stringify(args)}`, bounded: side === 'trainers', order: orderBy('assigned_at'), args,
  })
  const edges = found.nodes.flatMap((assignment, i) => (assignment[other] ? [{ node: assignment[other], cursor: found.edges[i]?.cursor ?? '' }] : []))
  return { nodes: edges.map(({ node }) => node), edges, pageInfo: found.pageInfo, totalCount: found.totalCount }
}
