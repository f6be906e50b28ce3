import { lazy, Suspense, useEffect } from 'react'
import { isTyping } from '../kit/isTyping.ts'

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })))

interface PaletteKeysProps {
  open: boolean
  onOpen: (open: boolean) => void
}

/** `/` and Ctrl+K open search-or-jump from everywhere. */
export function PaletteKeys({ open, onOpen }: PaletteKeysProps) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event
      const isSlash = key === '/' && !ctrlKey && !metaKey && !altKey && !isTyping(event.target)
      const isControlK = key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey
      if (!isSlash && !isControlK) return
      event.preventDefault()
      onOpen(true)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [onOpen])
  return open ? (
    <Suspense>
      <Palette onClose={() => onOpen(false)} />
    </Suspense>
  ) : null
}
