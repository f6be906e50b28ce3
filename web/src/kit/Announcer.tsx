/**
 * Says live changes to screen readers: politely, bundled, at most every 5 s. `message(count)` words a bundle.
 *
 * | part | props |
 * |---|---|
 * | LiveAnnouncer | `said`: `{ key, text }` of the newest change (or null), `bundle(count)` → words for several |
 */
import Box from '@mui/material/Box'
import { useEffect, useRef, useState } from 'react'
import { visuallyHidden } from './ActionButton.tsx'

export interface LiveAnnouncerProps {
  said: { key: string; text: string } | null
  bundle: (count: number) => string
}

export function LiveAnnouncer({ said, bundle }: LiveAnnouncerProps) {
  const [spoken, setSpoken] = useState('')
  const waiting = useRef<string[]>([])
  const lastAt = useRef(0)
  const words = useRef(bundle)
  useEffect(() => {
    words.current = bundle
  })
  const key = said?.key
  const text = said?.text
  useEffect(() => {
    if (key === undefined || text === undefined) return undefined
    waiting.current.push(text)
    const timer = setTimeout(() => {
      const texts = waiting.current.splice(0)
      lastAt.current = Date.now()
      setSpoken(texts.length === 1 ? (texts[0] ?? '') : words.current(texts.length))
    }, Math.max(0, lastAt.current + 5000 - Date.now()))
    return () => clearTimeout(timer)
  }, [key, text])
  return <Box component="span" role="status" aria-live="polite" sx={visuallyHidden}>{spoken}</Box>
}
