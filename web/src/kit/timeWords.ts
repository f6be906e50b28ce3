/** Times and dates by Intl, in a zone that is always named. The parts in TimeText.tsx draw them. */
export type Instant = string | number | Date

export type TimeStyle = 'time' | 'day' | 'date' | 'longDate' | 'dayTime' | 'dateTime' | 'weekday' | 'month'

const styles: Record<TimeStyle | 'offset', Intl.DateTimeFormatOptions> = {
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
  offset: { timeZoneName: 'shortOffset' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, zone: string, style: keyof typeof styles) {
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

const zoneCity = (zone: string) => (zone.split('/').pop() ?? zone).replaceAll('_', ' ')

const zonePart = (format: Intl.DateTimeFormat, at: Instant) => format.formatToParts(new Date(at)).find(({ type }) => type === 'timeZoneName')?.value

/** UTC+2, as it is at this instant. */
export const zoneOffset = (zone: string, locale: string, at: Instant = Date.now()): string =>
  (zonePart(format(locale, zone, 'offset'), at) ?? '').replace('GMT', 'UTC')

const zoneNames = new Map<string, string>()

/** As one looks for a zone: by the city of its identifier, which is English; elsewhere as Intl calls it, by country or city. */
export function zoneLabel(zone: string, locale: string): string {
  if (locale.startsWith('en')) return zoneCity(zone)
  const key = `${locale} ${zone}`
  const name = zoneNames.get(key) ?? zonePart(new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortGeneric' }), 0) ?? zoneCity(zone)
  zoneNames.set(key, name)
  return name
}
