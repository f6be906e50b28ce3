import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as after } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ReportDocument, ReportFileFormat, Row, RowPage } from './document.ts'
import { pagesOf, sampleDocument, textColumns } from './report-sample.ts'
import { writeReport } from './run.ts'

const formats: ReportFileFormat[] = ['csv', 'xlsx', 'pdf']
const columns = Array.from({ length: 10 }, (_, index) => ({ key: `c${index}`, title: `Column ${index}`, kind: 'text' as const }))

function wideRow(number: number): Row {
  return columns.map((_, index) => `Cell ${number} ${index}`)
}

function incompressibleRow(): Row {
  return columns.map(() => randomBytes(24).toString('base64'))
}

/** Rows as long as they are asked for, and how many were. */
function endlessPages() {
  const made = { pages: 0, closed: false }
  async function* pages(): AsyncGenerator<RowPage> {
    try {
      for (;;) {
        made.pages += 1
        yield { part: 0, rows: Array.from({ length: 500 }, incompressibleRow) }
      }
    } finally {
      made.closed = true
    }
  }
  return { made, pages: pages() }
}

async function* rowsOf(count: number): AsyncGenerator<RowPage> {
  for (let start = 0; start < count; start += 500) {
    yield { part: 0, rows: Array.from({ length: 500 }, (_, index) => wideRow(start + index)) }
  }
}

// A thread loads its writer anew each time, which takes seconds on a busy machine.
describe('writing a report in a thread of its own', { timeout: 60_000 }, () => {
  it.each(formats)('writes %s as the writer alone does', async (format) => {
    const document = sampleDocument(textColumns('Name'))
    const chunks: Uint8Array[] = []
    await writeReport(format, document, pagesOf([['محمد'], ['Иван']]), async (bytes) => {
      chunks.push(bytes)
    })
    const start = { csv: '\ufeffName', xlsx: 'PK', pdf: '%PDF-1.7' }[format]
    expect(Buffer.concat(chunks).toString('utf8', 0, start.length + 2)).toContain(start)
  })

  it.each<ReportFileFormat>(['csv', 'xlsx'])('asks for no more %s rows than the store takes bytes of', async (format) => {
    const { made, pages } = endlessPages()
    const stop = new AbortController()
    let taken = 0
    const written = writeReport(format, sampleDocument(columns), pages, async () => {
      taken += 1
      await after(taken < 3 ? 0 : 60_000, undefined, { signal: stop.signal })
    }, { signal: stop.signal })
    const waits = async () => {
      const before = made.pages
      await after(400)
      return taken === 3 && made.pages === before
    }
    await expect.poll(waits, { timeout: 20_000, interval: 100 }).toBe(true)
    stop.abort(new Error('enough'))
    await expect(written).rejects.toThrow('enough')
    await expect.poll(() => made.closed).toBe(true)
  })

  it('ends at once when it is given up, and does not begin when it was before', async () => {
    const { made, pages } = endlessPages()
    const signal = AbortSignal.timeout(400)
    await expect(writeReport('pdf', sampleDocument(columns), pages, async () => undefined, { signal })).rejects.toThrow(/timeout/)
    const before = made.pages
    await after(100)
    expect(made.pages).toBe(before)
    const again = writeReport('csv', sampleDocument(columns), pages, async () => undefined, { signal })
    await expect(again).rejects.toThrow(/timeout/)
  })

  it('rejects with what the rows failed with', async () => {
    async function* failing(): AsyncGenerator<RowPage> {
      yield { part: 0, rows: [['a']] }
      throw new Error('the database went away')
    }
    for (const format of formats) {
      const written = writeReport(format, sampleDocument(textColumns('A')), failing(), async () => undefined)
      await expect(written).rejects.toThrow('the database went away')
    }
  })

  it('rejects with what the store failed with', async () => {
    for (const format of formats) {
      const written = writeReport(format, sampleDocument(textColumns('A')), pagesOf([['a']]), async () => {
        throw new Error('the disk is full')
      })
      await expect(written).rejects.toThrow('the disk is full')
    }
  })

  it('takes no bytes any more once it has rejected', async () => {
    const handed = Promise.withResolvers<void>()
    async function* failing(): AsyncGenerator<RowPage> {
      yield { part: 0, rows: [['x'.repeat(300_000)]] }
      await handed.promise
      throw new Error('the right was taken away')
    }
    let kept = 0
    const written = writeReport('csv', sampleDocument(textColumns('A')), failing(), async () => {
      handed.resolve()
      await after(200)
      kept++
    })
    await expect(written).rejects.toThrow('the right was taken away')
    expect(kept).toBe(1)
  })

  it('rejects when the writer throws, and closes the rows', async () => {
    const { made, pages } = endlessPages()
    const broken: ReportDocument = sampleDocument(columns, { timeZone: 'Nowhere/Atall' })
    await expect(writeReport('csv', broken, pages, async () => undefined)).rejects.toThrow(/time zone/i)
    await expect.poll(() => made.closed || made.pages === 0).toBe(true)
  })

  it('rejects when the thread runs out of memory, and nothing else does', async () => {
    async function* greedy(): AsyncGenerator<RowPage> {
      const text = 'x'.repeat(3_000_000)
      yield { part: 0, rows: Array.from({ length: 200 }, (_, index) => [`${index}${text}`]) }
    }
    const written = writeReport('csv', sampleDocument(textColumns('A')), greedy(), async () => undefined)
    await expect(written).rejects.toThrow(/memory/i)
  })

  it.each<[ReportFileFormat, number]>([['xlsx', 50_000], ['csv', 200_000], ['pdf', 4_000]])(
    'writes %s of %i rows within bounded memory',
    async (format, count) => {
      const lag = monitorEventLoopDelay({ resolution: 5 })
      const before = process.memoryUsage().rss
      let peak = before
      let bytes = 0
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
      lag.enable()
      const began = performance.now()
      await writeReport(format, sampleDocument(columns), rowsOf(count), async (chunk) => {
        bytes += chunk.length
      })
      const seconds = (performance.now() - began) / 1000
      lag.disable()
      clearInterval(watch)
      const grown = (peak - before) / 2 ** 20
      console.info(
        `${format}, ${count} x 10: ${seconds.toFixed(2)} s, ${(bytes / 2 ** 20).toFixed(1)} MiB,`,
        `memory + ${grown.toFixed(0)} MiB, event-loop lag p99 ${(lag.percentile(99) / 1e6).toFixed(1)} ms`,
      )
      expect(bytes).toBeGreaterThan(100_000)
      expect(grown).toBeLessThan(400)
    },
  )
})
