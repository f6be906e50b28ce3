import type { CountedAttendance } from '../../scheduling/attendanceMarks.ts'
import { markedIn, tallyOf } from '../../scheduling/attendanceMarks.ts'

/** The share of marked trainees who came, on time or late; null where nobody is marked. */
export function attendedShare(counts: readonly CountedAttendance[]): number | null {
  const tally = tallyOf(counts)
  const marked = markedIn(tally)
  return marked > 0 ? (tally.PRESENT + tally.LATE) / marked : null
}

export const seatShare = ({ taken, capacity }: { taken: number; capacity: number }) => (capacity > 0 ? taken / capacity : null)

/** By weeks of seven days, from the first day on. */
export const byWeek = (days: readonly { count: number }[]): number[] =>
  Array.from({ length: Math.ceil(days.length / 7) }, (_, week) =>
    days.slice(week * 7, week * 7 + 7).reduce((sum, { count }) => sum + count, 0),
  )

export interface Difference {
  trend: 'up' | 'down' | 'flat'
  /** Without its sign. */
  size: number
}

/** What is not visible in the words is no difference. */
export function differenceOf(now: number, before: number, step = 1): Difference {
  const size = Math.round(Math.abs(now - before) / step) * step
  return { trend: size === 0 ? 'flat' : now > before ? 'up' : 'down', size }
}

/** How many there were after each week, when the newest are known. */
export function growth(total: number, joinedAt: readonly number[], weekEnds: readonly number[]): number[] {
  return weekEnds.map((end) => total - joinedAt.filter((at) => at >= end).length)
}
