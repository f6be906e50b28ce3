import { instantFromWall } from '../kit/zonedTime.ts'

export type CalendarView = 'day' | 'week' | 'month'

const dayMillis = 86_400_000
const at = (day: string) => new Date(`${day}T00:00:00Z`)
const text = (date: Date) => date.toISOString().slice(0, 10)

export const plusDays = (day: string, days: number) => text(new Date(at(day).getTime() + days * dayMillis))

/** The same day of another month, or its last one. */
function plusMonths(day: string, months: number): string {
  const date = at(day)
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last))
  return text(date)
}

export const step = (view: CalendarView, day: string, by: number) =>
  view === 'month' ? plusMonths(day, by) : plusDays(day, view === 'week' ? 7 * by : by)

interface WeekInfo {
  firstDay: number
  weekend: readonly number[]
}

/** Where a week begins and which days are its weekend, as the reader's region has it (1 is Monday, 7 Sunday). */
export function weekOf(locale: string): WeekInfo {
  const facts = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }
  return facts.getWeekInfo?.() ?? facts.weekInfo ?? { firstDay: 1, weekend: [6, 7] }
}

export const weekdayOf = (day: string) => at(day).getUTCDay() || 7

const weekStart = (day: string, firstDay: number) => plusDays(day, -((weekdayOf(day) - firstDay + 7) % 7))

/** The days that a view shows; a month shows whole weeks. */
export function daysOf(view: CalendarView, day: string, firstDay: number): string[] {
  if (view === 'day') return [day]
  const first = weekStart(view === 'week' ? day : `${day.slice(0, 8)}01`, firstDay)
  const lastOfMonth = plusDays(`${plusMonths(`${day.slice(0, 8)}01`, 1)}`, -1)
  const weeks = view === 'week' ? 1 : Math.ceil(((at(lastOfMonth).getTime() - at(first).getTime()) / dayMillis + 1) / 7)
  return Array.from({ length: weeks * 7 }, (_, index) => plusDays(first, index))
}

/** How to ask for what is held on the days: what began before the first midnight and goes on after it is among it. */
export function heldOn(days: readonly string[], zone: string): { endsAfter: string; to: string } {
  const { from, to } = instantsOf(days, zone)
  return { endsAfter: from, to }
}

/** Whether a change of these fields may move a session from one day to another. */
export const movesInTime = (fields: readonly string[]) => fields.includes('startsAt') || fields.includes('durationMinutes')

/** From the first midnight to the one after the last day, in the zone. */
export function instantsOf(days: readonly string[], zone: string): { from: string; to: string } {
  const [first = '', last = first] = [days[0], days.at(-1)]
  return { from: instantFromWall(`${first}T00:00`, zone) ?? '', to: instantFromWall(`${plusDays(last, 1)}T00:00`, zone) ?? '' }
}
