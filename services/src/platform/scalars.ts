import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { fault } from './fault.ts'

function invalid(what: string): GraphQLError {
  return fault('BAD_USER_INPUT', what)
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseInstant(value: unknown): Date {
  const instant = typeof value === 'string' && ISO.test(value) ? new Date(value) : undefined
  if (!instant || Number.isNaN(instant.getTime())) throw invalid('DateTime must be ISO 8601 with an offset or Z.')
  // Date.parse rolls 30 February over to March; what does not come back as it went in is no date.
  if (typeof value === 'string' && !rollsTrue(value)) throw invalid('DateTime names a day that does not exist.')
  // What MySQL keeps, and what ISO 8601 writes without a sign.
  const year = instant.getUTCFullYear()
  if (year < 1000 || year > 9999) throw invalid('DateTime must lie in the years 1000 to 9999.')
  return instant
}

function rollsTrue(iso: string): boolean {
  const day = iso.slice(0, 10)
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** ISO 8601 (RFC 3339 profile). Rows carry text already, which passes through; entities carry dates. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 in UTC, milliseconds.',
  serialize: value => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: parseInstant,
  parseLiteral: node => parseInstant(node.kind === Kind.STRING ? node.value : undefined),
})

const zones = new Map<string, true>()

/** Whether the runtime's IANA database knows the zone. */
export function isTimeZone(zone: string): boolean {
  let known = zones.has(zone)
  if (!known) {
    known = /^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(zone)
    try {
      if (known) new Intl.DateTimeFormat('en', { timeZone: zone })
    } catch {
      known = false
    }
    // Only what is one: a client could fill the memory with long names of none.
    if (known) zones.set(zone, true)
  }
  return known
}

function parseTimeZone(value: unknown): string {
  if (typeof value !== 'string' || !isTimeZone(value)) throw invalid('TimeZone must be an IANA name such as Africa/Cairo.')
  return value
}

export const TimeZoneScalar = new GraphQLScalarType<string, string>({
  name: 'TimeZone',
  description: 'An IANA time zone, such as Africa/Cairo.',
  serialize: value => String(value),
  parseValue: parseTimeZone,
  parseLiteral: node => parseTimeZone(node.kind === Kind.STRING ? node.value : undefined),
})

function parseUrl(value: unknown): string {
  if (typeof value === 'string' && value.length <= 2000 && URL.canParse(value)) {
    const url = new URL(value)
    if ((url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password) return url.href
  }
  throw invalid('Url must begin with http:// or https:// and be at most 2,000 characters.')
}

export const UrlScalar = new GraphQLScalarType<string, string>({
  name: 'Url',
  description: 'http, https.',
  serialize: value => String(value),
  parseValue: parseUrl,
  parseLiteral: node => parseUrl(node.kind === Kind.STRING ? node.value : undefined),
})

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'A JSON value; only ever sent, never taken.',
  serialize: value => value,
  parseValue: () => {
    throw invalid('JSON is never an input.')
  },
})
