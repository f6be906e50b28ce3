const quarter = 15 * 60_000
const cacheLimit = 20_000

/**
 * Local time of instants in one zone. Offsets change on quarters of an hour only, so one look at
 * the calendar serves all instants of a quarter: a report has many rows and few such quarters.
 */
export class ZoneClock {
  private readonly format: Intl.DateTimeFormat
  private readonly offsets = new Map<number, number>()

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  /** The wall clock's reading as if it were UTC, or null for what is no instant. */
  local(instant: string | number): Date | null {
    const time = typeof instant === 'number' ? instant : Date.parse(instant)
    if (!Number.isFinite(time)) return null
    return new Date(time + this.offsetAt(Math.floor(time / quarter)))
  }

  private offsetAt(index: number): number {
    const known = this.offsets.get(index)
    if (known !== undefined) return known
    const offset = this.read(index * quarter) - index * quarter
    if (this.offsets.size >= cacheLimit) this.offsets.clear()
    this.offsets.set(index, offset)
    return offset
  }

  private read(time: number): number {
    const part: Record<string, string> = {}
    for (const { type, value } of this.format.formatToParts(time)) part[type] = value
    const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
    const date = new Date(0)
    date.setUTCFullYear(year, Number(part.month) - 1, Number(part.day))
    return date.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second))
  }
}

/** A day's midnight as if in UTC, or null for what is no day. */
export function dayAsUtc(day: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? null : date
}
