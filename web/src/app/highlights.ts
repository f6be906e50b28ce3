import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import type { RowHighlight } from '../kit/tableModel.ts'

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

/** Who was last at a thing, for as long as this page lives. */
const lastChanges = new Map<string, { actorName: string | null; at: number }>()

export const lastChangeOf = (id: string) => lastChanges.get(id)

/** A later change of the same thing begins its six seconds anew. */
export function highlight(change: Omit<Highlight, 'phase'>): void {
  const entry: Highlight = { ...change, phase: 'steady' }
  lastChanges.set(change.id, { actorName: change.actorName, at: change.at })
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

/** For the kit's tables and lists: `note` words what happened ("Omar moved it from 12:30"). */
export function useRowHighlights(note: (highlight: Highlight) => ReactNode): ReadonlyMap<string, RowHighlight> {
  const all = useHighlights()
  return useMemo(
    () => new Map([...all.values()].map((one) => [one.id, { kind: rowKind(one), note: note(one) }])),
    [all, note],
  )
}

const rowKind = ({ kind, phase }: Highlight): RowHighlight['kind'] =>
  kind === 'REMOVED' ? 'removed' : phase === 'fading' ? 'fading' : 'changed'
