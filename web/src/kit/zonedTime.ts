/**
 * Instants and the wall clock of a zone, by Intl alone. A wall time is `YYYY-MM-DDTHH:mm`, as date and time fields give it.
 * Where a clock jumps ahead, a time that does not exist moves on by the gap; where it falls back, the earlier one counts.
 */
const formats = new Map<string, Intl.DateTimeFormat>()

function wallFormat(zone: string) {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA-u-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}

/** The wall clock of `zone` at this instant, read as if it were UTC. */
function wallMillis(instant: number, zone: string): number {
  const part = Object.fromEntries(wallFormat(zone).formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const offsetAt = (instant: number, zone: string) => wallMillis(instant, zone) - Math.floor(instant / 1000) * 1000

export function wallFromInstant(instant: string | number | Date, zone: string): string {
  return new Date(wallMillis(new Date(instant).getTime(), zone)).toISOString().slice(0, 16)
}

export function instantFromWall(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}:00Z`)
  // `Date.parse` is lenient: it makes a day of the 31st of February, and of nothing at all.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== wall) return null
  const day = 86_400_000
  const before = offsetAt(asUtc - day, zone)
  const after = offsetAt(asUtc + day, zone)
  const candidates = [asUtc - before, asUtc - after].filter((instant) => wallMillis(instant, zone) === asUtc)
  // None: the time fell into a gap, and the clock before it carries it over.
  return new Date(candidates.length > 0 ? Math.min(...candidates) : asUtc - before).toISOString()
}

export const dayOf = (instant: string | number | Date, zone: string) => wallFromInstant(instant, zone).slice(0, 10)
