import type { JournalFilter } from '../generated/operations.ts'
import { instantFromWall } from '../kit/zonedTime.ts'
import { useAddressFilters } from './listPlace.ts'

/** What can happen to what, as the journal names it. */
export const verbsOf: Readonly<Record<string, readonly string[]>> = {
  User: ['createUser', 'updateUser', 'deactivateUser', 'reactivateUser', 'deleteUser', 'resetPassword', 'changePassword'],
  Assignment: ['assignTrainee', 'unassignTrainee'],
  Session: ['createSession', 'updateSession', 'cancelSession', 'restoreSession', 'completeSession', 'deleteSession'],
  Booking: ['createSession', 'addTrainees', 'removeTrainees', 'markAttendance'],
  PasswordChange: ['createUser', 'resetPassword', 'changePassword'],
  Organization: ['updateOrganization'],
  Report: ['generateReport'],
  SignIn: ['signIn', 'signOut'],
}

export const nouns = Object.keys(verbsOf)
export const allVerbs = [...new Set(Object.values(verbsOf).flat())]

export interface JournalFilters {
  noun: string | null
  verbs: readonly string[]
  actorId: string | null
  /** Days as the viewer's zone has them, both included. */
  fromDay: string | null
  toDay: string | null
}

const day = (text: string | null) => (text !== null && /^\d{4}-\d{2}-\d{2}$/u.test(text) ? text : null)

export function useJournalFilters() {
  const [params, change] = useAddressFilters()
  const noun = params.get('noun')
  const filters: JournalFilters = {
    noun: noun !== null && nouns.includes(noun) ? noun : null,
    verbs: (params.get('verb')?.split(',') ?? []).filter((verb) => allVerbs.includes(verb)),
    actorId: params.get('actor'),
    fromDay: day(params.get('from')),
    toDay: day(params.get('to')),
  }
  const clear = () => change({ noun: null, verb: null, actor: null, from: null, to: null })
  return { filters, change, clear }
}

export const isFiltered = ({ noun, verbs, actorId, fromDay, toDay }: JournalFilters) =>
  Boolean(noun || verbs.length > 0 || actorId || fromDay || toDay)

const nextDay = (of: string) => new Date(Date.parse(`${of}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** From the beginning of the first day to the end of the last, as the zone has them. */
export const dayRange = ({ fromDay, toDay }: Pick<JournalFilters, 'fromDay' | 'toDay'>, zone: string) => ({
  ...(fromDay && { from: instantFromWall(`${fromDay}T00:00`, zone) }),
  ...(toDay && { to: instantFromWall(`${nextDay(toDay)}T00:00`, zone) }),
})

export const filterInput = (filters: JournalFilters, zone: string): JournalFilter => ({
  ...(filters.noun && { noun: filters.noun }),
  ...(filters.verbs.length > 0 && { verbs: [...filters.verbs] }),
  ...(filters.actorId && { actorId: filters.actorId }),
  ...dayRange(filters, zone),
})
