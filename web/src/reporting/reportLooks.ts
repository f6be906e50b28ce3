import { CalendarDays, ClipboardCheck, FileSpreadsheet, FileText, Network, Sheet, Users } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReportFormat, ReportKind } from '../generated/operations.ts'

export const reportKinds: readonly { kind: ReportKind; icon: LucideIcon }[] = [
  { kind: 'SESSIONS', icon: CalendarDays },
  { kind: 'ATTENDANCE', icon: ClipboardCheck },
  { kind: 'USERS', icon: Users },
  { kind: 'ASSIGNMENTS', icon: Network },
]

export const formatIcons: Record<ReportFormat, LucideIcon> = { PDF: FileText, XLSX: FileSpreadsheet, CSV: Sheet }

export const reportFormats: readonly { format: ReportFormat; icon: LucideIcon }[] = [
  { format: 'PDF', icon: formatIcons.PDF },
  { format: 'XLSX', icon: formatIcons.XLSX },
  { format: 'CSV', icon: formatIcons.CSV },
]

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 1234567 is 1.2 megabytes: the unit for Intl, and how many of them. */
export function sizeOf(bytes: number): { value: number; unit: (typeof units)[number] } {
  let step = 0
  let value = bytes
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000
    step += 1
  }
  return { value: value < 10 && step > 0 ? Math.round(value * 10) / 10 : Math.round(value), unit: units[step] ?? 'byte' }
}
