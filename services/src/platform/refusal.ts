/**
 * The codes a person can mend, as `ErrorCode` in the schema. A slice adds its own by declaration merging and words them with `refuses`:
 *
 *     declare module '../platform/refusal.ts' { interface RefusalCodes { SESSION_FULL: true } }
 *     refuses({ SESSION_FULL: 'Every seat is taken.' })
 */
export interface RefusalCodes {
  INVALID: true
  NOT_FOUND: true
  FORBIDDEN: true
  CONFLICT: true
  TAKEN: true
  IN_USE: true
}
export type RefusalCode = keyof RefusalCodes

const wording = new Map<string, string>()

/** Words codes for a person; each code is worded once. */
export function refuses(codes: Partial<Record<RefusalCode, string>>): void {
  for (const [code, message] of Object.entries(codes)) wording.set(code, message)
}

/** Every worded code, for the `ErrorCode` enum. */
export function refusalCodes(): ReadonlyMap<string, string> {
  return wording
}

refuses({
  INVALID: 'This value cannot be used.',
  NOT_FOUND: 'This does not exist, or you may not see it.',
  FORBIDDEN: 'You may see this, but not do that.',
  CONFLICT: 'Somebody changed this while you did. Look at their change and choose.',
  TAKEN: 'Somebody else already uses this.',
  IN_USE: 'Other records stand on this, so it cannot be deleted.',
})

/**
 * An expected failure that a person can mend. Thrown inside a mutation it rolls everything back and arrives in `payload.errors`;
 * it is never a GraphQL error. `field` is the input's field with dots and indexes, null when it is about the whole.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly field: string | null

  constructor(code: RefusalCode, field: string | null = null, message: string = wording.get(code) ?? code) {
    // Told to a person, and looked for by its code: to note down where it was thrown costs more than the rest of refusing.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.field = field
  }
}

/** Several refusals at once: a form hears of all its fields in one answer. */
export class Refusals extends Error {
  override readonly name = 'Refusals'
  readonly all: readonly Refusal[]

  constructor(all: readonly Refusal[]) {
    super(all.map(refusal => refusal.message).join(' '))
    this.all = all
  }
}

/** Throws all of them at once; undefined is none. */
export function refuseAll(refusals: readonly (Refusal | undefined)[]): void {
  const all = refusals.filter(refusal => refusal !== undefined)
  if (all.length > 0) throw new Refusals(all)
}
