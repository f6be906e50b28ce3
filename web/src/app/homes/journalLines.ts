import type { HomeEntryFragment } from '../../generated/operations.ts'

/** What happened at once to one thing, told in one line. */
export interface JournalLine {
  id: string
  /** The one that names what was done. */
  head: HomeEntryFragment
  /** The bookings in it, when there are any. */
  bookings: readonly HomeEntryFragment[]
  entries: readonly HomeEntryFragment[]
}

const keyOf = ({ actor, verb, at, session, nounId }: HomeEntryFragment) => `${actor?.id ?? ''} ${verb} ${at} ${session?.id ?? nounId}`

/** One deed writes an entry for each thing that it changed; whoever reads wants the deed. */
export function journalLines(entries: readonly HomeEntryFragment[], most: number): JournalLine[] {
  const groups = Map.groupBy(entries, keyOf)
  return [...groups.values()].slice(0, most).flatMap((group) => {
    const bookings = group.filter(({ noun }) => noun === 'Booking')
    const head = group.find(({ noun }) => noun !== 'Booking') ?? group[0]
    return head ? [{ id: head.id, head, bookings, entries: group }] : []
  })
}

/** Deeds worth a line on a home; signing in and reports are nobody else's news. */
export const toldVerbs: readonly string[] = [
  'createSession', 'updateSession', 'cancelSession', 'restoreSession', 'completeSession', 'deleteSession', 'addTrainees', 'removeTrainees',
  'markAttendance', 'createUser', 'updateUser', 'deactivateUser', 'reactivateUser', 'deleteUser', 'assignTrainee', 'unassignTrainee',
  'updateOrganization',
]

export const valueIn = (values: unknown, field: string): unknown =>
  typeof values === 'object' && values !== null ? (values as Record<string, unknown>)[field] : undefined
