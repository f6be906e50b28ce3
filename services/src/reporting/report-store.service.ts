import { removeRows, type Cleaner } from '../platform/cleaning.ts'
import type { Context, Work } from '../platform/context.ts'
import type { Attempt } from '../platform/jobs.ts'
import { sql } from '../platform/sql.ts'
import { Chunks } from './files/chunks.ts'
import { ReportChunk } from './report-chunk.entity.ts'
import { ReportStatus } from './report.entity.ts'

/** A row of this size is one message to the database, and all that a download holds at once. */
const CHUNK = 512 * 1024

/** Takes the bytes of a file while an attempt makes it, and keeps them under the attempt's token. */
export interface FileStore {
  readonly add: (bytes: Uint8Array) => Promise<void>
  /** Keeps what is left; the whole size. */
  readonly close: () => Promise<number>
}

export function storeOf(attempt: Attempt, reportId: string): FileStore {
  let part = 0
  let size = 0
  const keep = async (bytes: Uint8Array): Promise<void> => {
    for (let start = 0; start < bytes.length; start += CHUNK) {
      const piece = Buffer.from(bytes.subarray(start, start + CHUNK))
      await attempt.step('report.generate', async work => {
        work.em.persist(Object.assign(new ReportChunk(), { reportId, attempt: attempt.number, part, bytes: piece }))
      })
      part++
      size += piece.length
    }
  }
  const chunks = new Chunks(CHUNK, keep)
  return {
    add: bytes => chunks.add(bytes),
    close: async () => {
      await chunks.flush()
      return size
    },
  }
}

/** Removes a report's pieces; all, or those that attempts before this one left behind. */
export async function removeChunks(work: Work, reportId: string, before?: number): Promise<void> {
  const where = before === undefined ? { reportId } : { reportId, attempt: { $lt: before } }
  const chunks = await work.em.find(ReportChunk, where, { fields: ['reportId', 'attempt', 'part'] })
  for (const chunk of chunks) work.em.remove(chunk)
}

/** The bytes of a finished report, a piece at a time. Whoever finished it left no other attempt's pieces. */
export async function* storedBytes(context: Context, reportId: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const [row] = await context.rows(sql`select bytes from report_chunk where report_id = ${reportId} and part = ${part}`)
    if (!row) return
    yield row[0] as Uint8Array
  }
}

/** What is left of reports that nobody can fetch any more, whatever kept their own job from removing it. */
export const removeDeadChunks: Cleaner = (database, now) => {
  const { QUEUED, RUNNING, READY } = ReportStatus
  const wanted = sql`status in (${QUEUED}, ${RUNNING}) or (status = ${READY} and expires_at > ${now})`
  return removeRows(database, 'report_chunk', sql`report_id not in (select id from report where ${wanted})`, 'report_id')
}
