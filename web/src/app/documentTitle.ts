import { useEffect } from 'react'
import type { RefObject } from 'react'

const name = 'Lectern'

/** The title of the document is the page's own: its h1. Pages need do nothing for it. */
export function useDocumentTitle(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!main.current) return
    const page = main.current
    const tell = () => {
      const heading = page.querySelector('h1')?.textContent?.trim()
      const title = heading ? `${heading} · ${name}` : name
      if (document.title !== title) document.title = title
    }
    tell()
    const observer = new MutationObserver(tell)
    observer.observe(page, { childList: true, subtree: true, characterData: true })
    return () => observer.disconnect()
  }, [main])
}
