import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { openDevice } from '../e2e/browser.ts'
import type { Device } from '../e2e/browser.ts'

/** What an old phone on a mobile network has: a quarter of this processor, 1.6 Mbit/s, 150 ms there and back. */
const slowness = 4
const network = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }

/** What the browser itself has noticed on a page, in milliseconds. */
interface Noticed {
  /** Its largest paint. */
  paint: number
  /** The sum of its layout shifts, and what moved furthest. */
  shift: number
  moved: string
  furthest: number
  /** When a finger or a key last came down. */
  touched: number
  /** The slowest answer to a finger or a key, and the longest task since the last `forget`. */
  interaction: number
  task: number
}

declare global {
  interface Window {
    lecternNoticed: Noticed
    /** When what is waited for was painted, in milliseconds from the last touch on. */
    lecternShown: Promise<number>
  }
}

/** What a deed brings to the page, asked in the page itself: whoever looks from outside comes late, and looking takes time of the slow processor. */
export type Brings = (sample: string) => boolean

interface LayoutShift extends PerformanceEntry {
  sources: readonly { node?: Node | null }[]
  value: number
  hadRecentInput: boolean
}

/** Runs in each page before anything else. */
function notice(): void {
  const noticed: Noticed = { paint: 0, shift: 0, moved: '', furthest: 0, touched: 0, interaction: 0, task: 0 }
  window.lecternNoticed = noticed
  const watch = (type: string, take: (entry: PerformanceEntry) => void, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options })
  watch('largest-contentful-paint', (entry) => {
    noticed.paint = entry.startTime
  })
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput, sources } = entry as LayoutShift
    if (hadRecentInput) return
    noticed.shift += value
    if (value < noticed.furthest) return
    noticed.furthest = value
    noticed.moved = sources.map(({ node }) => `${node?.nodeName.toLowerCase()} ${node?.textContent?.slice(0, 30)}`).join(', ')
  })
  watch('longtask', ({ duration }) => {
    noticed.task = Math.max(noticed.task, duration)
  })
  watch('event', (entry) => {
    const { interactionId, duration } = entry as PerformanceEventTiming
    if (interactionId) noticed.interaction = Math.max(noticed.interaction, duration)
  }, { durationThreshold: 16 })
  const touch = ({ timeStamp }: Event) => {
    noticed.touched = timeStamp
  }
  window.addEventListener('pointerdown', touch, true)
  window.addEventListener('keydown', touch, true)
}

export interface SlowDevice {
  page: Page
  context: BrowserContext
  /** Gzip or Brotli bytes of scripts that have come over the network so far. */
  scriptBytes: () => number
  noticed: () => Promise<Noticed>
  /** Looks out for what a deed will bring; what it returns waits for it, and says how long it took to be painted, from the touch on. */
  lookOut: (brings: Brings, sample: string) => Promise<() => Promise<number>>
  /** Interactions, tasks and shifts are counted from now on. */
  forget: () => Promise<void>
  /** Nothing has been asked or moved for a while. */
  quiet: () => Promise<void>
}

export async function openSlowDevice(browser: Browser, url: string, device: Device, prepare?: (context: BrowserContext) => Promise<void>): Promise<SlowDevice> {
  const context = await openDevice(browser, url, device)
  context.setDefaultTimeout(60_000)
  await context.addInitScript(notice)
  await prepare?.(context)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  return {
    page,
    context,
    scriptBytes: countScripts(session),
    noticed: () => page.evaluate(() => window.lecternNoticed),
    forget: () => page.evaluate(() => void Object.assign(window.lecternNoticed, { interaction: 0, task: 0, shift: 0, moved: '', furthest: 0 })),
    lookOut: async (brings, sample) => {
      await page.evaluate(watchFor(brings, sample))
      return () => page.evaluate(() => window.lecternShown)
    },
    quiet: () => page.waitForLoadState('networkidle'),
  }
}

/** In the page's own words: at the first change after which it is there, and the frame that shows it. */
function watchFor(brings: Brings, sample: string): string {
  return `window.lecternShown = new Promise(resolve => {
    const brings = ${String(brings)}
    const observer = new MutationObserver(() => {
      if (!brings(${JSON.stringify(sample)})) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.lecternNoticed.touched)))
    })
    observer.observe(document, { subtree: true, childList: true, characterData: true })
  }), undefined`
}

function countScripts(session: CDPSession): () => number {
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  return () => bytes
}
