import { pageAhead } from './ahead.ts'

/** What most people open next comes while they read the first page, so that it opens at once and also without a network. */
const next: readonly (() => Promise<unknown>)[] = [
  () => pageAhead('/sessions'),
  () => import('../kit/HintBox.tsx'),
  () => import('../kit/OverflowMenuPanel.tsx'),
  () => pageAhead('/sessions/one'),
  () => import('../kit/PageTabs.tsx'),
  () => import('../kit/FormDialogBox.tsx'),
  () => import('../kit/FieldPickerBox.tsx'),
]

/** The first page has asked its queries and drawn their answers by then. */
const afterMs = 2_000

const rest = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no idle callback.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 5_000 })
    else setTimeout(resolve, 200)
  })

/** One after the other, each in a quiet moment; what does not come is asked again when it is needed. */
export function prefetchWhenQuiet(): () => void {
  let left = false
  const timer = setTimeout(async () => {
    for (const load of next) {
      await rest()
      if (left) return
      await load().catch(() => undefined)
    }
  }, afterMs)
  return () => {
    left = true
    clearTimeout(timer)
  }
}

/** Whoever points at a link will follow it: what it leads to comes in the meantime. */
export function prefetchPointedAt(): () => void {
  const ask = ({ target }: Event) => {
    const link = target instanceof Element && target.closest<HTMLAnchorElement>('a[href^="/"]')
    if (link) void pageAhead(link.pathname)
  }
  const events = ['pointerover', 'focusin'] as const
  for (const event of events) document.addEventListener(event, ask, { passive: true })
  return () => events.forEach((event) => document.removeEventListener(event, ask))
}
