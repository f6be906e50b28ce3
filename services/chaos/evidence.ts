/** What a run leaves behind, and all that the checker knows of it. */

export type NounName = 'User' | 'Session' | 'Booking' | 'Assignment'
export const NOUNS: readonly NounName[] = ['User', 'Session', 'Booking', 'Assignment']
export type RoleName = 'ADMIN' | 'TRAINER' | 'TRAINEE'
export type Values = Readonly<Record<string, unknown>>

/** A row of the journal, as it stands in the table at the end. */
export interface JournalRow {
  readonly position: number
  readonly requestId: string
  readonly noun: string
  readonly id: string
  readonly kind: 'CREATED' | 'UPDATED' | 'REMOVED' | 'TOUCHED'
  readonly fields: readonly string[]
  readonly after: Values | null
}

/** Rows of the tables at the end, by id, with the columns that are compared; relations are ids. */
export type Tables = Readonly<Record<NounName, ReadonlyMap<string, Values>>>

/** One write as a writer meant it, however often it was sent. Times are milliseconds of one clock. */
export interface Deed {
  readonly name: string
  readonly verb: string
  /** Whether it changes something for certain; what may already be so leaves no trace. */
  readonly isSure: boolean
  readonly attempts: readonly { readonly requestId: string; readonly sentAt: number }[]
  /** `unclear`: nobody ever answered. */
  readonly outcome: 'acknowledged' | 'refused' | 'unclear'
  readonly answeredAt: number
  /** What the answer said of a session. */
  readonly answered?: { readonly id: string; readonly version: number }
}

export interface Heard {
  readonly kind: 'CREATED' | 'UPDATED' | 'REMOVED' | 'BOOKMARK' | 'RESET'
  readonly position: number
  readonly role: RoleName
  readonly id: string | null
  readonly fields: readonly string[]
  /** The thing with its relations as ids. */
  readonly thing: Values | null
}

/** One subscription of one screen, from its first connection to its last, and all that it heard in the order in which it came. */
export interface Stream {
  readonly viewerId: string
  readonly noun: NounName
  readonly connections: readonly { readonly after: number | null; readonly heard: readonly Heard[] }[]
}

export interface Evidence {
  /** In the order of their positions. */
  readonly journal: readonly JournalRow[]
  /** Rows that were committed and never got a position. */
  readonly withoutPosition: number
  readonly tables: Tables
  readonly deeds: readonly Deed[]
  readonly streams: readonly Stream[]
  /** Whether writers named their deeds to the server, so that a repeated one must not happen twice. */
  readonly isIdempotent: boolean
}

export type Breach = 'lost' | 'repeated' | 'out of order' | 'leaked'
export const BREACHES: readonly Breach[] = ['lost', 'repeated', 'out of order', 'leaked']

export interface Violation { readonly breach: Breach; readonly what: string }

/** Whether each value of the one is what the other holds; nothing and null are the same. */
export function isWithin(some: Values, whole: Values): boolean {
  return Object.entries(some).every(([field, value]) => (value ?? null) === (whole[field] ?? null))
}
