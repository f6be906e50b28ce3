import { useCallback, useEffect, useRef } from 'react'

/** Asks again after changes, at most once in `every` ms: the first change of a flood is seen soon, the last one surely. */
export function useAgain(ask: () => unknown, every: number): () => void {
  const latest = useRef(ask)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const askedAt = useRef(0)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(() => {
    if (timer.current) return
    const soon = Math.max(250, askedAt.current + every - Date.now())
    timer.current = setTimeout(() => {
      timer.current = undefined
      askedAt.current = Date.now()
      void latest.current()
    }, soon)
  }, [every])
}
