import { Role } from '../identity/user.entity.ts'
import { Attendance } from '../scheduling/booking.entity.ts'
import { SessionStatus } from '../scheduling/session.entity.ts'
import { ReportKind } from './report.entity.ts'

/** The words of the files, in every language that the product speaks. */
const en = {
  kinds: {
    [ReportKind.USERS]: 'People', [ReportKind.SESSIONS]: 'Sessions',
    [ReportKind.ATTENDANCE]: 'Attendance', [ReportKind.ASSIGNMENTS]: 'Assignments',
  },
  roles: { [Role.ADMIN]: 'Admin', [Role.TRAINER]: 'Trainer', [Role.TRAINEE]: 'Trainee' },
  statuses: {
    [SessionStatus.SCHEDULED]: 'Scheduled', [SessionStatus.COMPLETED]: 'Completed', [SessionStatus.CANCELLED]: 'Cancelled',
  },
  attendances: {
    [Attendance.PRESENT]: 'Present', [Attendance.LATE]: 'Late', [Attendance.EXCUSED]: 'Excused', [Attendance.ABSENT]: 'Absent',
  },
  parts: {
    people: 'People', roles: 'Roles', sessions: 'Sessions', trainers: 'Trainers', trainees: 'Trainees', marks: 'Marks',
    assignments: 'Assignments', unassigned: 'Without a trainer',
  },
  name: 'Name', username: 'Username', email: 'E-mail', phone: 'Phone', role: 'Role', active: 'Active', timeZone: 'Time zone',
  language: 'Language', createdAt: 'Added', people: 'People', yes: 'Yes', no: 'No',
  session: 'Session', trainer: 'Trainer', trainee: 'Trainee', starts: 'Starts', ends: 'Ends', minutes: 'Minutes', heldIn: 'Held in zone',
  status: 'Status', place: 'Location', classLink: 'Class link', capacity: 'Capacity', booked: 'Booked', taken: 'Seats taken',
  cancelReason: 'Reason for cancelling', sessions: 'Sessions', completed: 'Completed', cancelled: 'Cancelled',
  attendance: 'Attendance', markedBy: 'Marked by', markedAt: 'Marked', notMarked: 'Not marked', rate: 'Attended',
  assignedAt: 'Assigned', trainees: 'Trainees', trainerEmail: "Trainer's e-mail", traineeEmail: "Trainee's e-mail",
  from: 'from', until: 'until',
}
export type ReportWords = typeof en

const ar: ReportWords = {
  kinds: {
    [ReportKind.USERS]: 'الأشخاص', [ReportKind.SESSIONS]: 'الجلسات', [ReportKind.ATTENDANCE]: 'الحضور', [ReportKind.ASSIGNMENTS]: 'التعيينات',
  },
  roles: { [Role.ADMIN]: 'مسؤول', [Role.TRAINER]: 'مدرب', [Role.TRAINEE]: 'متدرب' },
  statuses: { [SessionStatus.SCHEDULED]: 'مجدولة', [SessionStatus.COMPLETED]: 'مكتملة', [SessionStatus.CANCELLED]: 'ملغاة' },
  attendances: {
    [Attendance.PRESENT]: 'حاضر', [Attendance.LATE]: 'متأخر', [Attendance.EXCUSED]: 'معذور', [Attendance.ABSENT]: 'غائب',
  },
  parts: {
    people: 'الأشخاص', roles: 'الأدوار', sessions: 'الجلسات', trainers: 'المدربون', trainees: 'المتدربون', marks: 'العلامات',
    assignments: 'التعيينات', unassigned: 'بلا مدرب',
  },
  name: 'الاسم', username: 'اسم المستخدم', email: 'البريد الإلكتروني', phone: 'الهاتف', role: 'الدور', active: 'نشط', timeZone: 'المنطقة الزمنية',
  language: 'اللغة', createdAt: 'تاريخ الإضافة', people: 'الأشخاص', yes: 'نعم', no: 'لا',
  session: 'الجلسة', trainer: 'المدرب', trainee: 'المتدرب', starts: 'تبدأ', ends: 'تنتهي', minutes: 'الدقائق', heldIn: 'منطقة الانعقاد',
  status: 'الحالة', place: 'المكان', classLink: 'رابط الجلسة', capacity: 'السعة', booked: 'المحجوز', taken: 'المقاعد المشغولة',
  cancelReason: 'سبب الإلغاء', sessions: 'الجلسات', completed: 'المكتملة', cancelled: 'الملغاة',
  attendance: 'الحضور', markedBy: 'سجّله', markedAt: 'وقت التسجيل', notMarked: 'غير مسجل', rate: 'نسبة الحضور',
  assignedAt: 'تاريخ التعيين', trainees: 'المتدربون', trainerEmail: 'بريد المدرب', traineeEmail: 'بريد المتدرب',
  from: 'من', until: 'حتى',
}

export interface Language {
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly words: ReportWords
}

/** The language of a report; English words, and English numbers with them, where the locale's are not known. */
export function languageOf(locale: string): Language {
  const language = /^[a-z]{2,3}/i.exec(locale)?.[0].toLowerCase()
  const known = isLocale(locale)
  if (known && language === 'ar') return { locale, direction: 'rtl', words: ar }
  return { locale: known && language === 'en' ? locale : 'en-GB', direction: 'ltr', words: en }
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0
  } catch {
    return false
  }
}
