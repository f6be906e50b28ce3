import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { ByteSink, ReportDocument, ReportFileFormat, RowPage } from './document.ts'
import type { FromWorker, ToWorker, WorkerTask } from './worker.ts'

/** A report that needs more than this ends with an error of its own, and takes nothing else with it. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 }

interface WriteReportOptions {
  signal?: AbortSignal
}

/**
 * Writes a report in a thread of its own, so that everybody else's requests do not wait for it. Rows are taken
 * one page ahead, and bytes are handed out one at a time: a slow database or a slow store slows the report
 * and fills no memory. Whatever fails - the rows, the writer, the taker of the bytes, the thread - rejects, and
 * by then no bytes are being taken any more: whoever clears up finds all of them.
 */
export async function writeReport(
  format: ReportFileFormat,
  document: ReportDocument,
  pages: AsyncIterable<RowPage>,
  onBytes: ByteSink,
  { signal }: WriteReportOptions = {},
): Promise<void> {
  signal?.throwIfAborted()
  const worker = startWorker({ format, document })
  const rows = pages[Symbol.asyncIterator]()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = () => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  let done = false
  let givenUp = false
  let taking: Promise<void> | undefined
  const take: ByteSink = (bytes) => (taking = onBytes(bytes))
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'done') done = true
    else if (!givenUp) answer(message, rows, take).then((reply) => worker.postMessage(reply), reject)
  })
  worker.on('error', reject)
  worker.on('exit', (code) => {
    if (done) resolve()
    else reject(new Error(`The report's thread ended with code ${code} before the file was complete`))
  })
  try {
    await promise
  } finally {
    givenUp = true
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
    await taking?.catch(() => undefined)
    // Not awaited: the rows may hang in the very query for which the report was given up.
    if (!done) rows.return?.().catch(() => undefined)
  }
}

async function answer(
  message: Exclude<FromWorker, { type: 'done' }>,
  rows: AsyncIterator<RowPage>,
  onBytes: ByteSink,
): Promise<ToWorker> {
  if (message.type === 'bytes') {
    await onBytes(message.bytes)
    return { type: 'taken' }
  }
  // On SQLite a page waits for nothing, and by then the thread has asked for the next: others come in between.
  await setImmediate()
  const next = await rows.next()
  return next.done ? { type: 'end' } : { type: 'page', page: next.value }
}

function startWorker(workerData: WorkerTask): Worker {
  // Node runs the sources as they are in tests and the compiled file in production: the same extension as this file.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    workerData,
    resourceLimits,
    // Neither the flags of a test runner nor the server's secrets have any business there.
    execArgv: [],
    env: {},
  })
}
