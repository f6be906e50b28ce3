const reloadedAt = 'lectern-reloaded-at'
const once = 30_000

/** After an update the chunks of the page that is open are gone from the server: it is loaded anew, once. */
export function followNewBuilds(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(reloadedAt) ?? 0)
    if (Date.now() - last < once) return
    sessionStorage.setItem(reloadedAt, String(Date.now()))
    window.location.reload()
  })
}
