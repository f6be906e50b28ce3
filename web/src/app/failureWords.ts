import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import type { MutationProblemFragment } from '../generated/operations.ts'
import { failureOf } from './failure.ts'
import { languageOf } from './locale.ts'

/** Why the server refused what a person can mend. */
export function refusalWords(intl: IntlShape, { code, message }: MutationProblemFragment): string {
  // What exactly is invalid, and what stands in the way, only the server knows; it speaks English.
  if ((code === 'INVALID' || code === 'IN_USE') && message && languageOf(intl.locale) === 'en') return message
  return intl.formatMessage({ id: `app.refused.${code}` })
}

export function failureWords(intl: IntlShape, error: unknown): string {
  const { code, retryAfter } = failureOf(error)
  if (code === 'RATE_LIMITED' && retryAfter !== undefined) {
    return intl.formatMessage({ id: 'app.failure.RATE_LIMITED.seconds' }, { seconds: Math.ceil(retryAfter) })
  }
  return intl.formatMessage({ id: `app.failure.${code}` })
}

/** For error panels: what happened, and the reference by which an admin finds it in the log. */
export function useFailureWords(): (error: unknown) => { words: string; requestId: string | undefined } {
  const intl = useIntl()
  return useCallback((error) => ({ words: failureWords(intl, error), requestId: failureOf(error).requestId }), [intl])
}
