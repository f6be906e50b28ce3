import { useCallback, useSyncExternalStore } from 'react'

/** What somebody else did to a thing a moment ago. */
export interface Highlight {
  id: string
  kind: 'CREATED' | 'UPDATED' | 'REMOVED'
  /** Steady first, then on its way out. */
  phase: 'steady' | 'fading'
  /** null: the system. */
  actorName: string | null
  fields: readonly string[]
  /** This machine's clock, when the change arrived. */
  at: number
  /** The fields as they stood here before, where they were known. */
  before: Readonly<Record<string, unknown>>
}

const steady = 6_000
const fading = 1_200

let highlights: ReadonlyMap<string, Highlight> = new Map()
const listeners = new Set<() => void>()

function become(next: ReadonlyMap<string, Highlight>): void {
  highlights = next
  for (const listener of listeners) listener()
}

const watch = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A later change of the same thing begins its six seconds anew. */
export function highlight(change: Omit<Highlight, 'phase'>): void {
  const entry: Highlight = { ...change, phase: 'steady' }
  become(new Map(highlights).set(change.id, entry))
  const isCurrent = () => highlights.get(change.id)?.at === change.at
  setTimeout(() => {
    if (isCurrent()) become(new Map(highlights).set(change.id, { ...entry, phase: 'fading' }))
  }, steady)
  setTimeout(() => {
    if (!isCurrent()) return
    const rest = new Map(highlights)
    rest.delete(change.id)
    become(rest)
  }, steady + fading)
}

/** All that glow now, by id. */
export const useHighlights = () => useSyncExternalStore(watch, () => highlights)

export const useHighlight = (id: string): Highlight | undefined =>
  useSyncExternalStore(
    watch,
    useCallback(() => highlights.get(id), [id]),
  )
