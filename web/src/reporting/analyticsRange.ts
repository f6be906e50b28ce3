import { instantFromWall } from '../kit/zonedTime.ts'

// Days are `YYYY-MM-DD` as the reader's zone has them, both ends included.

export interface DayRange {
  from: string
  to: string
}

export const presets = [7, 30, 90, 365] as const
export const usualDays = 30
/** What the server counts at once. */
export const mostDays = 366
export const mostPeriods = 6

const dayMillis = 86_400_000

export const plusDays = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMillis).toISOString().slice(0, 10)

export const daysIn = ({ from, to }: DayRange) => Math.round((Date.parse(to) - Date.parse(from)) / dayMillis) + 1

export const lastDays = (count: number, today: string): DayRange => ({ from: plusDays(today, 1 - count), to: today })

const isDay = (text: string | null): text is string => {
  const millis = text !== null && /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(millis) && new Date(millis).toISOString().slice(0, 10) === text
}

export interface ChosenRange extends DayRange {
  /** One of the usual numbers of days up to today; null for any other range. */
  days: number | null
}

/** What the address says, as far as it makes sense: `?days=90`, or `?from=2026-10-01&to=2026-10-31`. */
export function rangeIn(params: URLSearchParams, today: string): ChosenRange {
  const [from, to] = [params.get('from'), params.get('to')]
  if (isDay(from) && isDay(to) && from <= to) {
    const earliest = plusDays(to, 1 - mostDays)
    return { from: from < earliest ? earliest : from, to, days: null }
  }
  const days = presets.find((preset) => String(preset) === params.get('days')) ?? usualDays
  return { ...lastDays(days, today), days }
}

const midnight = (day: string, zone: string) => instantFromWall(`${day}T00:00`, zone) ?? `${day}T00:00:00Z`

/** From the first midnight to the one after the last day, and as many days before. */
export function instantsOf(range: DayRange, zone: string): { before: string; from: string; to: string } {
  return {
    before: midnight(plusDays(range.from, -daysIn(range)), zone),
    from: midnight(range.from, zone),
    to: midnight(plusDays(range.to, 1), zone),
  }
}

export interface Periods {
  /** Of each but the last, which ends with the range. */
  weeks: number
  starts: string[]
  /** Where each begins, and where the last ends. */
  instants: string[]
}

/** The range in at most six parts of whole weeks. */
export function periodsOf(range: DayRange, zone: string): Periods {
  const days = daysIn(range)
  const weeks = Math.max(1, Math.ceil(days / 7 / mostPeriods))
  const count = Math.ceil(days / (weeks * 7))
  const starts = Array.from({ length: count }, (_, index) => plusDays(range.from, index * weeks * 7))
  return { weeks, starts, instants: [...starts.map((day) => midnight(day, zone)), instantsOf(range, zone).to] }
}

export interface DayBar {
  day: string
  count: number
}

/** A bar for each day, or for each week where days would be too thin to tell apart. */
export function barsOf(days: readonly DayBar[], most = 92): { bars: DayBar[]; weekly: boolean } {
  if (days.length <= most) return { bars: [...days], weekly: false }
  const bars: DayBar[] = []
  for (const [index, { day, count }] of days.entries()) {
    const last = bars.at(-1)
    if (index % 7 === 0 || !last) bars.push({ day, count })
    else last.count += count
  }
  return { bars, weekly: true }
}
