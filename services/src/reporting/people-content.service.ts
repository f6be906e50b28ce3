import { Assignment } from '../identity/assignment.entity.ts'
import { Role, User } from '../identity/user.entity.ts'
import type { Context } from '../platform/context.ts'
import { nounOf } from '../platform/noun.ts'
import { countRows, selecting } from '../platform/read.ts'
import type { Row as NounRow } from '../platform/rows.ts'
import { name, sql } from '../platform/sql.ts'
import { orderBy } from '../platform/way.ts'
import type { Row } from './files/document.ts'
import { eachPage, fullName, inPages, part, tallyOf, within, type Content, type Range } from './report-content.service.ts'
import type { ReportWords } from './report-words.ts'

/** The people who were added in the range; then how many there are of each role. */
export async function usersContent(context: Context, range: Range, words: ReportWords): Promise<Content> {
  const where = within('created_at', range)
  const reading = selecting(context, {
    User: ['firstName', 'lastName', 'username', 'email', 'phone', 'role', 'isActive', 'timeZone', 'locale', 'createdAt'],
  })
  const tallies = new Map(Object.values(Role).map(role => [role, { people: 0, active: 0 }]))
  return {
    parts: [
      part(words.parts.people, [words.name], [words.username], [words.email, 'text', 30], [words.phone, 'text', 18], [words.role, 'text', 12],
        [words.active, 'text', 8], [words.timeZone, 'text', 18], [words.language, 'text', 10], [words.createdAt, 'instant']),
      part(words.parts.roles, [words.role], [words.people, 'integer'], [words.active, 'integer']),
    ],
    total: await countRows(context, nounOf(User), where),
    pages: async function* (onRead) {
      for await (const users of eachPage(reading, User, where, orderBy('name_key'))) {
        for (const { role, isActive } of users) {
          const tally = tallies.get(role)!
          tally.people++
          if (isActive) tally.active++
        }
        onRead(users.length)
        yield { part: 0, rows: users.map(user => userRow(user, words)) }
      }
      yield* inPages(1, [...tallies].map(([role, { people, active }]) => [words.roles[role], people, active]))
    },
  }
}

function userRow(user: NounRow<User>, words: ReportWords): Row {
  return [
    fullName(user), user.username, user.email, user.phone, words.roles[user.role], user.isActive ? words.yes : words.no,
    user.timeZone, user.locale, user.createdAt,
  ]
}

/** The assignments made in the range; then by trainer, and the active trainees who have no trainer now. */
export async function assignmentsContent(context: Context, range: Range, words: ReportWords): Promise<Content> {
  const where = within('assigned_at', range)
  const users = ['firstName', 'lastName', 'username', 'email']
  const reading = selecting(context, { Assignment: ['trainee', 'trainer', 'assignedAt'], User: users })
  const free = [sql`${name('t', 'role')} = ${Role.TRAINEE}`, sql`${name('t', 'is_active')} = ${true}`, sql`${name('t', 'id')} not in (select trainee_id from assignment)`]
  const trainers = new Map<string, { name: string; email: string; trainees: number }>()
  return {
    parts: [
      part(words.parts.assignments, [words.trainee], [words.traineeEmail, 'text', 30], [words.trainer], [words.trainerEmail, 'text', 30], [words.assignedAt, 'instant']),
      part(words.parts.trainers, [words.trainer], [words.email, 'text', 30], [words.trainees, 'integer']),
      part(words.parts.unassigned, [words.trainee], [words.username], [words.email, 'text', 30]),
    ],
    total: await countRows(context, nounOf(Assignment), where),
    pages: async function* (onRead) {
      for await (const assignments of eachPage(reading, Assignment, where, orderBy('assigned_at'))) {
        for (const { trainer } of assignments) {
          tallyOf(trainers, trainer.id, () => ({ name: fullName(trainer), email: trainer.email, trainees: 0 })).trainees++
        }
        onRead(assignments.length)
        yield { part: 0, rows: assignments.map(it => [fullName(it.trainee), it.trainee.email, fullName(it.trainer), it.trainer.email, it.assignedAt]) }
      }
      const loads = [...trainers.values()].toSorted((one, other) => other.trainees - one.trainees)
      yield* inPages(1, loads.map(it => [it.name, it.email, it.trainees]))
      for await (const trainees of eachPage(selecting(context, { User: users }), User, free, orderBy('name_key'))) {
        yield { part: 2, rows: trainees.map(it => [fullName(it), it.username, it.email]) }
      }
    },
  }
}
