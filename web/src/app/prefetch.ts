/** What most people open next comes while they read the first page, so that it opens at once and also without a network. */
const next = [
  () => import('../kit/HintBox.tsx'),
  () => import('../kit/OverflowMenuPanel.tsx'),
  () => import('../kit/PageTabs.tsx'),
  () => import('../scheduling/SessionsPage.tsx'),
  () => import('../kit/DataTableGrid.tsx'),
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
