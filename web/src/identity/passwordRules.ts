import type { IntlShape } from 'react-intl'
import { refusalWords } from '../app/failureWords.ts'
import type { MutationProblemFragment } from '../generated/operations.ts'

export interface PasswordProblems {
  current?: string | undefined
  next?: string | undefined
}

const least = 12

/** What can be said before asking; the server has the last word. */
export function passwordProblems(intl: IntlShape, current: string, next: string): PasswordProblems {
  const words = (id: string) => intl.formatMessage({ id })
  return {
    ...(!current && { current: words('account.password.missing') }),
    ...([...next].length < least
      ? { next: words('account.newPassword.short') }
      : next === current && { next: words('account.newPassword.same') }),
  }
}

export function refusedPassword(intl: IntlShape, errors: readonly MutationProblemFragment[]): PasswordProblems {
  const wrong = errors.find(({ code, field }) => code === 'WRONG_CREDENTIALS' || field?.endsWith('currentPassword'))
  const rest = errors.filter((error) => error !== wrong)
  return {
    ...(wrong && { current: intl.formatMessage({ id: 'account.wrongPassword' }) }),
    ...(rest.length > 0 && { next: rest.map((error) => refusalWords(intl, error)).join(' ') }),
  }
}
