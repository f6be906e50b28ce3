/** Times and dates by Intl, in a zone that is always named. The parts in TimeText.tsx draw them. */
export type Instant = string | number | Date

export type TimeStyle = 'time' | 'day' | 'date' | 'longDate' | 'dayTime' | 'dateTime' | 'weekday' | 'month'

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  /** Tue 24 */
  day: { weekday: 'short', day: 'numeric' },
  /** 24 Nov 2026 */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Tuesday 24 November 2026 */
  longDate: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  dayTime: { weekday: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dateTime: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, zone: string, style: TimeStyle) {
  const key = `${locale} ${zone} ${style}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: zone })
  formats.set(key, made)
  return made
}

export const timeText = (at: Instant, style: TimeStyle, locale: string, zone: string) =>
  format(locale, zone, style).format(new Date(at))

export function timeRangeText(from: Instant, to: Instant, style: TimeStyle, locale: string, zone: string): string {
  const [start, end] = [new Date(from), new Date(to)]
  // Across midnight Intl would say both dates, where the day stands beside already.
  if (style === 'time' && timeText(start, 'date', locale, zone) !== timeText(end, 'date', locale, zone)) {
    return `${timeText(start, style, locale, zone)}–${timeText(end, style, locale, zone)}`
  }
  // Intl sets thin spaces around the dash in some locales; figures that line up stand better without.
  return format(locale, zone, style).formatRange(start, end).replace(/\u2009–\u2009/gu, '–')
}

const steps = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3600 },
  { unit: 'hour', seconds: 3600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 7 * 86_400 },
] as const

export interface Distance {
  direction: 'ago' | 'in'
  unit: (typeof steps)[number]['unit']
  n: number
}

/** `now` within five seconds, null beyond a week: then the date says more. */
export function distance(at: Instant, now: number): Distance | 'now' | null {
  const seconds = (new Date(at).getTime() - now) / 1000
  const size = Math.abs(seconds)
  if (size < 5) return 'now'
  const step = steps.find(({ below }) => size < below)
  if (!step) return null
  return { direction: seconds < 0 ? 'ago' : 'in', unit: step.unit, n: Math.max(1, Math.floor(size / step.seconds)) }
}

/** How long the words of `distance` stay true. */
export function staysTrue(at: Instant, now: number): number {
  const size = Math.abs(new Date(at).getTime() - now) / 1000
  if (size < 60) return 1000
  return size < 3600 ? 10_000 : 60_000
}

export const zoneCity = (zone: string) => (zone.split('/').pop() ?? zone).replaceAll('_', ' ')

/** UTC+2, as it is at this instant. */
export function zoneOffset(zone: string, locale: string, at: Instant = Date.now()): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date(at))
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC')
}

/** The zone in the reader's own language, where Intl knows no city name for it. */
export function zoneGenericName(zone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(new Date(0))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zoneCity(zone)
}
