import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Chunks } from './chunks.ts'
import type { ReportDocument, ReportFileFormat, ReportWriter, RowPage } from './document.ts'

/** What the worker says: it wants rows, it has bytes and waits until they are taken, or it is done. */
export type FromWorker = { type: 'pull' } | { type: 'bytes'; bytes: Uint8Array } | { type: 'done' }

/** What it is told: the rows it wanted, that there are no more, or that its bytes were taken. */
export type ToWorker = { type: 'page'; page: RowPage } | { type: 'end' } | { type: 'taken' }

export interface WorkerTask {
  format: ReportFileFormat
  document: ReportDocument
}

const chunkSize = 256 * 1024

async function writerOf(format: ReportFileFormat): Promise<ReportWriter> {
  if (format === 'csv') return (await import('./csv.ts')).write
  if (format === 'xlsx') return (await import('./xlsx.ts')).write
  return (await import('./pdf.ts')).write
}

/** Asks for one page at a time, while the rows of the one before are written. */
class Exchange {
  private readonly port: MessagePort
  private page: ((page: RowPage | null) => void) | null = null
  private taken: (() => void) | null = null

  constructor(port: MessagePort) {
    this.port = port
    port.on('message', (message: ToWorker) => {
      if (message.type === 'taken') this.taken?.()
      else this.page?.(message.type === 'page' ? message.page : null)
    })
  }

  async *pages(): AsyncGenerator<RowPage> {
    let next = this.pull()
    for (;;) {
      const page = await next
      if (!page) return
      next = this.pull()
      yield page
    }
  }

  give(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.taken = resolve
      this.say({ type: 'bytes', bytes })
    })
  }

  say(message: FromWorker): void {
    this.port.postMessage(message)
  }

  private pull(): Promise<RowPage | null> {
    return new Promise((resolve) => {
      this.page = resolve
      this.say({ type: 'pull' })
    })
  }
}

async function writeFile(port: MessagePort, { format, document }: WorkerTask): Promise<void> {
  const exchange = new Exchange(port)
  const write = await writerOf(format)
  const chunks = new Chunks(chunkSize, (bytes) => exchange.give(bytes))
  await write(document, exchange.pages(), (bytes) => chunks.add(bytes))
  await chunks.flush()
  exchange.say({ type: 'done' })
  port.close()
}

// What this rejects with ends the thread, and the main thread hears it as the worker's error.
if (parentPort) await writeFile(parentPort, workerData as WorkerTask)
