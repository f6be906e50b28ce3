import type { Context } from '../platform/context.ts'
import { nounOf } from '../platform/noun.ts'
import { countRows, selecting } from '../platform/read.ts'
import type { Row as NounRow } from '../platform/rows.ts'
import { orderBy } from '../platform/way.ts'
import { Session, SessionStatus } from '../scheduling/session.entity.ts'
import type { Row } from './files/document.ts'
import { eachPage, fullName, inPages, part, tallyOf, within, type Content, type Range } from './report-content.service.ts'
import type { ReportWords } from './report-words.ts'

/** The sessions that start in the range, cancelled ones too; then by trainer. */
export async function sessionsContent(context: Context, range: Range, words: ReportWords): Promise<Content> {
  const where = within('starts_at', range)
  const reading = selecting(context, {
    Session: [
      'title', 'trainer', 'startsAt', 'durationMinutes', 'timeZone', 'status', 'cancelReason', 'location', 'classLink', 'capacity', 'seatsTaken',
    ],
    User: ['firstName', 'lastName', 'username'],
  })
  const trainers = new Map<string, TrainerTally>()
  return {
    parts: [
      part(words.parts.sessions, [words.session, 'text', 32], [words.trainer], [words.starts, 'instant'], [words.ends, 'instant'], [words.minutes, 'integer'],
        [words.heldIn, 'text', 18], [words.status, 'text', 12], [words.taken, 'integer'], [words.capacity, 'integer'], [words.place],
        [words.classLink, 'text', 30], [words.cancelReason, 'text', 30]),
      part(words.parts.trainers, [words.trainer], [words.username], [words.sessions, 'integer'], [words.completed, 'integer'],
        [words.cancelled, 'integer'], [words.minutes, 'integer'], [words.taken, 'integer']),
    ],
    total: await countRows(context, nounOf(Session), where),
    pages: async function* (onRead) {
      for await (const sessions of eachPage(reading, Session, where, orderBy('starts_at'))) {
        for (const session of sessions) countForTrainer(trainers, session)
        onRead(sessions.length)
        yield { part: 0, rows: sessions.map(session => sessionRow(session, words)) }
      }
      const rows = [...trainers.values()].toSorted((one, other) => other.minutes - one.minutes)
      yield* inPages(1, rows.map(it => [it.name, it.username, it.sessions, it.completed, it.cancelled, it.minutes, it.taken]))
    },
  }
}

interface TrainerTally { name: string; username: string; sessions: number; completed: number; cancelled: number; minutes: number; taken: number }

/** Minutes and seats are of what was or will be held; a cancelled session counts as such alone. */
function countForTrainer(trainers: Map<string, TrainerTally>, { trainer, status, durationMinutes, seatsTaken }: NounRow<Session>): void {
  const tally = tallyOf(trainers, trainer.id, () => (
    { name: fullName(trainer), username: trainer.username, sessions: 0, completed: 0, cancelled: 0, minutes: 0, taken: 0 }))
  tally.sessions++
  if (status === SessionStatus.CANCELLED) {
    tally.cancelled++
    return
  }
  if (status === SessionStatus.COMPLETED) tally.completed++
  tally.minutes += durationMinutes
  tally.taken += seatsTaken
}

function sessionRow(session: NounRow<Session>, words: ReportWords): Row {
  const ends = new Date(Date.parse(session.startsAt) + session.durationMinutes * 60_000).toISOString()
  return [
    session.title, fullName(session.trainer), session.startsAt, ends, session.durationMinutes, session.timeZone, words.statuses[session.status],
    session.seatsTaken, session.capacity, session.location, session.classLink, session.cancelReason,
  ]
}
