/** What went wrong outside of a payload: the server's `extensions.code`, or NETWORK when there was no answer at all. */
export type FailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'PASSWORD_CHANGE_REQUIRED'
  | 'RATE_LIMITED'
  | 'TOO_COMPLEX'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'BAD_USER_INPUT'
  | 'IDEMPOTENCY_MISMATCH'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'NETWORK'

const known: ReadonlySet<string> = new Set<FailureCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PASSWORD_CHANGE_REQUIRED',
  'RATE_LIMITED',
  'TOO_COMPLEX',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'IDEMPOTENCY_MISMATCH',
  'UNAVAILABLE',
  'INTERNAL',
])

export class Failure extends Error {
  override name = 'Failure'
  readonly code: FailureCode
  readonly retryAfter: number | undefined
  readonly requestId: string | undefined

  constructor(code: FailureCode, message: string, details: { retryAfter?: number; requestId?: string } = {}) {
    super(message)
    this.code = code
    this.retryAfter = details.retryAfter
    this.requestId = details.requestId
  }
}

interface ServedError {
  message?: string
  extensions?: Record<string, unknown>
}

const byStatus: Record<number, FailureCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  409: 'IDEMPOTENCY_MISMATCH',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
}

function fromServed({ message = '', extensions = {} }: ServedError): Failure {
  const { code, retryAfter, requestId } = extensions
  return new Failure(typeof code === 'string' && known.has(code) ? (code as FailureCode) : 'INTERNAL', message, {
    ...(typeof retryAfter === 'number' && { retryAfter }),
    ...(typeof requestId === 'string' && { requestId }),
  })
}

/** The errors of an answer, if the text is one. */
export function servedErrors(text: string): ServedError[] | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    const errors = (answer as { errors?: unknown } | null)?.errors
    return Array.isArray(errors) && errors.length > 0 ? (errors as ServedError[]) : undefined
  } catch {
    return undefined
  }
}

export function failureOfAnswer(status: number, errors: readonly ServedError[] | undefined): Failure {
  const first = errors?.[0]
  return first?.extensions?.['code'] ? fromServed(first) : new Failure(byStatus[status] ?? 'INTERNAL', first?.message ?? `HTTP ${status}`)
}

/**
 * Reads any error: ours, Apollo's (errors of the answer, or an answer that is no success) and fetch's. Apollo's are told
 * by their form, so that the sign-in page, which does without Apollo, can ask too.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  const { errors, bodyText, statusCode, message } = (error ?? {}) as {
    errors?: readonly ServedError[]
    bodyText?: string
    statusCode?: number
    message?: string
  }
  if (Array.isArray(errors) && errors.length > 0) return failureOfAnswer(200, errors)
  if (typeof statusCode === 'number') return failureOfAnswer(statusCode, bodyText === undefined ? undefined : servedErrors(bodyText))
  return new Failure('NETWORK', message ?? String(error))
}
