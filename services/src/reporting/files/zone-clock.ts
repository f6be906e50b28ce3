const quarter = 15 * 60_000
const quartersOfDay = 96
const cacheLimit = 20_000

/**
 * Local time of instants in one zone. Asking the calendar costs more than writing a whole row, and offsets change
 * seldom, on quarters of an hour: a day that ends with the offset it began with is asked for twice, whatever its rows.
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
    const index = Math.floor(time / quarter)
    const midnight = index - (((index % quartersOfDay) + quartersOfDay) % quartersOfDay)
    const offset = this.offsetAt(midnight)
    const steady = offset === this.offsetAt(midnight + quartersOfDay)
    return new Date(time + (steady ? offset : this.offsetAt(index)))
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
