import { useEffect, useSyncExternalStore } from 'react'
import { HomeSessionFragmentDoc } from '../../generated/app/homes/home.ts'
import type { HomeEntryFragment } from '../../generated/operations.ts'
import { useApolloClient } from '../apollo.ts'
import { useHighlights } from '../highlights.ts'
import type { Highlight } from '../highlights.ts'

// A trainee reads of the journal what was done to themselves. That a session of theirs moved they hear, and it is kept
// here for as long as this page lives.

const worthTelling = new Set(['title', 'startsAt', 'durationMinutes', 'trainer', 'location', 'classLink', 'status'])
const most = 20

let heard: readonly HomeEntryFragment[] = []
const listeners = new Set<() => void>()

const watch = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const keyOf = ({ id, at }: Highlight) => `${id} ${at}`

const verbs: Record<string, string> = { CANCELLED: 'cancelSession', COMPLETED: 'completeSession', SCHEDULED: 'restoreSession' }

interface Now {
  title: string
  startsAt: string
  status: string
  cancelReason?: string | null | undefined
}

function entryOf(highlight: Highlight, session: Now): HomeEntryFragment {
  const { id, at, actorName, fields, before } = highlight
  const verb = fields.includes('status') ? (verbs[session.status] ?? 'updateSession') : 'updateSession'
  return {
    id: keyOf(highlight),
    at: new Date(at).toISOString(),
    actor: actorName ? { id: '', name: actorName } : null,
    verb,
    noun: 'Session',
    nounId: id,
    kind: 'UPDATED',
    fields: [...fields],
    reason: verb === 'cancelSession' ? (session.cancelReason ?? null) : null,
    before: { startsAt: before['startsAt'] },
    after: { startsAt: session.startsAt },
    about: null,
    session: { id, title: session.title },
  }
}

/** What others have done to the sessions in sight since this page was opened. */
export function useHeardChanges(): readonly HomeEntryFragment[] {
  const { cache } = useApolloClient()
  const highlights = useHighlights()
  useEffect(() => {
    const known = new Set(heard.map(({ id }) => id))
    const fresh = [...highlights.values()].flatMap((highlight) => {
      const told = highlight.kind === 'UPDATED' && highlight.before['__typename'] === 'Session' && highlight.fields.some((field) => worthTelling.has(field))
      if (!told || known.has(keyOf(highlight))) return []
      const session = cache.readFragment({
        id: cache.identify({ __typename: 'Session', id: highlight.id })!,
        fragment: HomeSessionFragmentDoc,
        fragmentName: 'HomeSession',
      })
      return session ? [entryOf(highlight, session)] : []
    })
    if (fresh.length === 0) return
    heard = [...fresh, ...heard].slice(0, most)
    for (const listener of listeners) listener()
  }, [cache, highlights])
  return useSyncExternalStore(watch, () => heard)
}
