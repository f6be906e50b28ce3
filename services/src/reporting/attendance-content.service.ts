import type { Context } from '../platform/context.ts'
import { nounOf } from '../platform/noun.ts'
import { countRows, readAll, selecting } from '../platform/read.ts'
import type { Row as NounRow } from '../platform/rows.ts'
import { list, name, sql } from '../platform/sql.ts'
import { orderBy } from '../platform/way.ts'
import { Attendance, Booking, BookingStatus } from '../scheduling/booking.entity.ts'
import { Session, SessionStatus } from '../scheduling/session.entity.ts'
import type { ColumnKind, Row } from './files/document.ts'
import { eachPage, fullName, inPages, part, tallyOf, within, type Content, type Range } from './report-content.service.ts'
import type { ReportWords } from './report-words.ts'

/** With their bookings some hundreds of rows: other requests wait for no more than that. */
const SESSIONS_AT_ONCE = 50

/** Each booking of the sessions that were not cancelled, with its mark; then summed up by trainee and by session. */
export async function attendanceContent(context: Context, range: Range, words: ReportWords): Promise<Content> {
  const where = [...within('starts_at', range), sql`${name('t', 'status')} <> ${SessionStatus.CANCELLED}`]
  const reading = selecting(context, { Session: ['title', 'trainer', 'startsAt'], User: ['firstName', 'lastName'] })
  const trainees = new Map<string, { name: string; nameKey: string; username: string; marks: Marks }>()
  // Kept, not read twice, so that the sums agree with the marks above them whatever is marked meanwhile.
  const sessions: Row[] = []
  return {
    parts: parts(words),
    total: await countRows(context, nounOf(Session), where),
    pages: async function* (onRead) {
      for await (const page of eachPage(reading, Session, where, orderBy('starts_at'), SESSIONS_AT_ONCE)) {
        const bookings = await bookingsOf(context, page.map(session => session.id))
        for (const session of page) {
          const held = bookings.get(session.id) ?? []
          const marks = new Marks()
          for (const { trainee, attendance } of held) {
            marks.add(attendance)
            const { nameKey, username } = trainee
            tallyOf(trainees, trainee.id, () => ({ name: fullName(trainee), nameKey, username, marks: new Marks() })).marks.add(attendance)
          }
          sessions.push([session.title, session.startsAt, fullName(session.trainer), ...marks.cells()])
        }
        yield* inPages(0, page.flatMap(session => (bookings.get(session.id) ?? []).map(booking => markRow(session, booking, words))))
        onRead(page.length)
      }
      const byName = [...trainees.values()].toSorted((one, other) => (one.nameKey < other.nameKey ? -1 : 1))
      yield* inPages(1, byName.map(it => [it.name, it.username, ...it.marks.cells()]))
      yield* inPages(2, sessions)
    },
  }
}

function parts(words: ReportWords): Content['parts'] {
  const counted = (title: string): readonly [string, ColumnKind] => [title, 'integer']
  const { PRESENT, LATE, EXCUSED, ABSENT } = words.attendances
  const sums = [counted(words.booked), ...[PRESENT, LATE, EXCUSED, ABSENT, words.notMarked].map(counted), [words.rate, 'percent'] as const]
  return [
    part(words.parts.marks, [words.session, 'text', 32], [words.starts, 'instant'], [words.trainer], [words.trainee], [words.username],
      [words.attendance, 'text', 12], [words.markedBy], [words.markedAt, 'instant']),
    part(words.parts.trainees, [words.trainee], [words.username], ...sums),
    part(words.parts.sessions, [words.session, 'text', 32], [words.starts, 'instant'], [words.trainer], ...sums),
  ]
}

/** The bookings that hold, of one page of sessions, by the names of their trainees. */
async function bookingsOf(context: Context, sessionIds: readonly string[]): Promise<Map<string, NounRow<Booking>[]>> {
  const reading = selecting(context, {
    Booking: ['session', 'trainee', 'attendance', 'markedBy', 'markedAt'], User: ['firstName', 'lastName', 'username', 'nameKey'],
  })
  const bookings = await readAll(reading, Booking, [sql`${name('t', 'session_id')} in ${list(sessionIds)}`, sql`${name('t', 'status')} = ${BookingStatus.BOOKED}`])
  const sorted = bookings.toSorted((one, other) => (one.trainee.nameKey < other.trainee.nameKey ? -1 : 1))
  return Map.groupBy(sorted, booking => booking.session.id)
}

function markRow(session: NounRow<Session>, booking: NounRow<Booking>, words: ReportWords): Row {
  const attendance = booking.attendance === null ? words.notMarked : words.attendances[booking.attendance]
  return [
    session.title, session.startsAt, fullName(session.trainer), fullName(booking.trainee), booking.trainee.username,
    attendance, fullName(booking.markedBy), booking.markedAt,
  ]
}

class Marks {
  readonly #counts = new Map<Attendance | null, number>()

  add(attendance: Attendance | null): void {
    this.#counts.set(attendance, this.of(attendance) + 1)
  }

  of(attendance: Attendance | null): number {
    return this.#counts.get(attendance) ?? 0
  }

  /** Booked, each mark, not marked, and who came out of those who should have: the excused are left out. */
  cells(): Row {
    const [present, late, excused, absent, open] = [Attendance.PRESENT, Attendance.LATE, Attendance.EXCUSED, Attendance.ABSENT, null].map(it => this.of(it)) as
      [number, number, number, number, number]
    const expected = present + late + absent
    return [present + late + excused + absent + open, present, late, excused, absent, open, expected === 0 ? null : (present + late) / expected]
  }
}
