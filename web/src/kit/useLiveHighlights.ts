import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { dueIn, settle, withGlow } from './liveHighlight.ts'
import type { Glows } from './liveHighlight.ts'

export interface LiveHighlights {
  /** For `DataTable highlights` or `ListRow highlight`. */
  highlights: Glows
  /** Somebody else changed it; `note` is the second line: who did what. */
  changed: (id: string, note?: ReactNode) => void
  /** It left the list; stays struck for 6 s, then `onGone` is called. */
  removed: (id: string, note?: ReactNode) => void
}

export function useLiveHighlights(onGone?: (ids: string[]) => void): LiveHighlights {
  const [glows, setGlows] = useState<Glows>(() => new Map())
  const gone = useRef(onGone)
  useEffect(() => {
    gone.current = onGone
  })
  useEffect(() => {
    const wait = dueIn(glows, Date.now())
    if (wait === null) return undefined
    const timer = setTimeout(() => {
      const settled = settle(glows, Date.now())
      setGlows(settled.glows)
      if (settled.gone.length > 0) gone.current?.(settled.gone)
    }, wait + 5)
    return () => clearTimeout(timer)
  }, [glows])
  const changed = useCallback((id: string, note?: ReactNode) => setGlows((all) => withGlow(all, id, { note }, Date.now())), [])
  const removed = useCallback(
    (id: string, note?: ReactNode) => setGlows((all) => withGlow(all, id, { kind: 'removed', note }, Date.now())),
    [],
  )
  return { highlights: glows, changed, removed }
}
