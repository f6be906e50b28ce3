import { GraphQLError } from 'graphql'

/** What only a program or an operator can mend; each code has its HTTP status (see the table of errors in the README). */
const statuses = {
  UNAUTHENTICATED: 200,
  FORBIDDEN: 200,
  PASSWORD_CHANGE_REQUIRED: 200,
  RATE_LIMITED: 429,
  TOO_COMPLEX: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  IDEMPOTENCY_MISMATCH: 409,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const

export type FaultCode = keyof typeof statuses

/** A failure of the request as a whole: a GraphQL error with `extensions.code`, never a row of `payload.errors`. */
export function fault(code: FaultCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  const retryAfter = extensions['retryAfter'] ?? (code === 'UNAVAILABLE' ? 1 : undefined)
  // As Apollo Server takes them: others that may be installed beside it say otherwise.
  const http: object = { status: statuses[code], ...(retryAfter === undefined ? {} : { headers: new Map([['retry-after', String(retryAfter)]]) }) }
  return new GraphQLError(message, { extensions: { code, http, ...extensions } })
}
