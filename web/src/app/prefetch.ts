import { fetchLettersOfEurope } from '../kit/letters.ts'
import { pageAhead } from './ahead.ts'

/** What most people open next comes while they read the first page, so that it opens at once and also without a network. */
const next: readonly (() => Promise<unknown>)[] = [
  () => pageAhead('/sessions'),
  fetchLettersOfEurope,
  () => import('../kit/HintBox.tsx'),
  () => import('../kit/OverflowMenuPanel.tsx'),
  () => pageAhead('/sessions/one'),
  () => import('../kit/PageTabs.tsx'),
  () => import('../kit/FormDialogBox.tsx'),
  () => import('../kit/FieldPickerBox.tsx'),
]

/** The first page has asked its queries and drawn their answers by then: it need not share its line. */
const afterMs = 2_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What comes is run in one go, which must not fall between two frames of a scroll, or two letters. */
const stillMs = 400
const stirring = ['scroll', 'wheel', 'touchmove', 'pointerdown', 'keydown'] as const

const rest = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no idle callback.
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve())
    else setTimeout(resolve, 200)
  })

/** One after the other, each in a quiet moment; what does not come is asked again when it is needed. */
export function prefetchWhenQuiet(): () => void {
  let left = false
  let stirredAt = -Infinity
  const stir = () => {
    stirredAt = performance.now()
  }
  const quiet = async () => {
    for (;;) {
      await rest()
      const wait = stirredAt + stillMs - performance.now()
      if (wait <= 0) return
      await pause(wait)
    }
  }
  for (const event of stirring) document.addEventListener(event, stir, { passive: true, capture: true })
  const leave = () => {
    left = true
    for (const event of stirring) document.removeEventListener(event, stir, { capture: true })
  }
  const prefetch = async () => {
    await pause(afterMs)
    for (const load of next) {
      await quiet()
      if (left) return
      await load().catch(() => undefined)
    }
    leave()
  }
  void prefetch()
  return leave
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
