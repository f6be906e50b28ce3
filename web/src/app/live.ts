import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { feedOf } from './feed.ts'
import type { ChangeOf, LiveChange, LiveDocument } from './feed.ts'

export interface LiveHandlers<Change> {
  /** Came into sight: made, or shown to the viewer from now on. `own`: by the viewer. */
  onCreated?: (change: Change, own: boolean) => void
  /** Its fields are in the cache already. */
  onUpdated?: (change: Change, own: boolean) => void
  /** Deleted, or out of the viewer's sight. */
  onRemoved?: (change: Change, own: boolean) => void
  /** Something was missed for good. The active queries are asked anew by themselves. */
  onReset?: () => void
  /** The viewer may not have this feed: `ready` at once. */
  skip?: boolean
}

/**
 * Keeps a noun live while the page is on the screen: `useLive(SessionChangedDocument, { onCreated, onRemoved })`.
 * Ask the page's query once `ready` (`useSessionListQuery(ready ? { variables } : skipToken)`): then nothing falls
 * between the query and the feed. Updates need nothing more: they flow through the cache by id.
 */
export function useLive<Data>(document: LiveDocument<Data>, handlers: LiveHandlers<ChangeOf<Data>> = {}): { ready: boolean } {
  const client = useApolloClient()
  const feed = useMemo(() => feedOf(client, document), [client, document])
  const ready = useSyncExternalStore(feed.watch, feed.isReady)
  const { skip = false } = handlers

  const tell = useEffectEvent((change: ChangeOf<Data> & LiveChange, own: boolean) => {
    if (change.kind === 'CREATED') handlers.onCreated?.(change, own)
    if (change.kind === 'UPDATED') handlers.onUpdated?.(change, own)
    if (change.kind === 'REMOVED') handlers.onRemoved?.(change, own)
  })
  const reset = useEffectEvent(() => handlers.onReset?.())

  useEffect(() => {
    if (skip) return
    return feed.listen({
      change: (change, own) => tell(change, own),
      reset: () => reset(),
    })
  }, [feed, skip])

  return { ready: skip || ready }
}

/** A removed row stays struck as long; that it is struck says `useRowHighlights`. */
const struckFor = 6_000

export interface LiveList {
  ready: boolean
  /** How many have appeared since the page was asked: the strip "3 new sessions". */
  fresh: number
  /** Asks the page again, with what is new. */
  show: () => void
}

export interface LiveListOptions<Change> {
  /** Asks the page's query again. */
  refetch: () => unknown
  /** Whether what appeared belongs to what is shown; by default everything does. */
  belongs?: (change: Change) => boolean
  skip?: boolean
}

const nobody: ReadonlySet<string> = new Set()

const without = (all: ReadonlySet<string>, id: string): ReadonlySet<string> => (all.has(id) ? new Set([...all].filter((one) => one !== id)) : all)

/** For lists: what one is reading never jumps. New rows wait to be shown, removed ones are struck and then go. */
export function useLiveList<Data>(document: LiveDocument<Data>, options: LiveListOptions<ChangeOf<Data>>): LiveList {
  const { refetch, belongs = () => true, skip = false } = options
  const [fresh, setFresh] = useState(nobody)
  const latest = useRef(refetch)
  useEffect(() => {
    latest.current = refetch
  })
  const show = useCallback(() => {
    setFresh(nobody)
    void latest.current()
  }, [])

  const { ready } = useLive(document, {
    skip,
    onCreated: (change, own) => {
      const { id } = change as LiveChange
      if (!id || !belongs(change)) return
      if (own) show()
      else setFresh((all) => new Set(all).add(id))
    },
    onRemoved: (change, own) => {
      const { id } = change as LiveChange
      if (!id) return
      setFresh((all) => without(all, id))
      if (own) show()
      else setTimeout(() => void latest.current(), struckFor)
    },
    onReset: () => setFresh(nobody),
  })
  return { ready, fresh: fresh.size, show }
}
