import { Check, Clock, FileCheck2, X } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { Attendance } from '../generated/operations.ts'
import type { Segment } from '../kit/Meter.tsx'
import type { Tone } from '../kit/Status.tsx'

export interface AttendanceMark {
  attendance: Attendance
  icon: LucideIcon
  /** Marks the focused row; the same letter in every language, as the keyboard has it. */
  key: string
  tone: Extract<Tone, 'present' | 'late' | 'excused' | 'absent'>
}

/** In the order of the four columns, which never moves. */
export const attendanceMarks: readonly AttendanceMark[] = [
  { attendance: 'PRESENT', icon: Check, key: 'p', tone: 'present' },
  { attendance: 'LATE', icon: Clock, key: 'l', tone: 'late' },
  { attendance: 'EXCUSED', icon: FileCheck2, key: 'e', tone: 'excused' },
  { attendance: 'ABSENT', icon: X, key: 'a', tone: 'absent' },
]

export type AttendanceTally = Record<Attendance, number> & { unmarked: number }

export interface CountedAttendance {
  attendance?: Attendance | null | undefined
  count: number
}

export function tallyOf(counts: readonly CountedAttendance[]): AttendanceTally {
  const tally: AttendanceTally = { PRESENT: 0, LATE: 0, EXCUSED: 0, ABSENT: 0, unmarked: 0 }
  for (const { attendance, count } of counts) tally[attendance ?? 'unmarked'] += count
  return tally
}

export const markedIn = (tally: AttendanceTally) => attendanceMarks.reduce((sum, { attendance }) => sum + tally[attendance], 0)

export const segmentsOf = (tally: AttendanceTally): Segment[] =>
  attendanceMarks.map(({ attendance, tone }) => ({ id: attendance, value: tally[attendance], color: `${tone}Chart` }))
