import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { Organization, ORGANIZATION_ID } from '../identity/organization.entity.ts'
import type { Clock } from '../platform/clock.ts'
import type { Context, Services } from '../platform/context.ts'
import { late, within } from '../platform/deadline.ts'
import type { Route } from '../platform/http.ts'
import { isId } from '../platform/ids.ts'
import { readById, selecting } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { ZoneClock } from './files/zone-clock.ts'
import { Report, ReportFormat, ReportStatus } from './report.entity.ts'
import { contextOf, REPORTS_PATH, userOfLink } from './report-reader.service.ts'
import { storedBytes } from './report-store.service.ts'

const contentTypes = {
  [ReportFormat.PDF]: 'application/pdf',
  [ReportFormat.CSV]: 'text/csv; charset=utf-8',
  [ReportFormat.XLSX]: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Answers `GET /reports/<id>?…`: the file itself, for whom the link was signed, as long as they may still have it. */
export function serveReport(services: Services): Route {
  return {
    prefix: REPORTS_PATH,
    name: 'report',
    answer: async ({ url = '' }, response, { requestId }) => {
      const id = url.split('?', 1)[0]!.slice(REPORTS_PATH.length)
      if (!isId(id)) return refuse(response, 404, 'There is no such report.')
      const userId = userOfLink(services, url, id)
      if (userId === null) return refuse(response, 403, 'This link is not good, or not any more. Take a fresh one from the list of reports.')
      const context = await contextOf(services, userId, 'report', requestId)
      if (context === null) return refuse(response, 403, 'You may not fetch reports any more.')
      await answer(context, id, response)
    },
  }
}

async function answer(context: Context, id: string, response: ServerResponse): Promise<void> {
  const fields = ['kind', 'format', 'status', 'bytes', 'createdAt', 'expiresAt', 'timeZone']
  const report = await readById(selecting(context, { Report: fields }), Report, id)
  if (!report) return refuse(response, 404, 'There is no such report.')
  const isGone = report.status === ReportStatus.EXPIRED || (report.expiresAt !== null && Date.parse(report.expiresAt) <= context.clock.now().getTime())
  if (isGone) return refuse(response, 410, 'This report has expired. Make it anew.')
  if (report.status !== ReportStatus.READY || report.bytes === null) return refuse(response, 404, 'This report is not ready.')
  response.writeHead(200, {
    'Content-Type': contentTypes[report.format],
    'Content-Length': report.bytes,
    'Content-Disposition': attachment(await fileName(context, report)),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  })
  await send(context.clock, storedBytes(context, id), report.bytes, response)
}

/** A piece takes the slowest of lines less; who takes none of it keeps a connection from others. */
const LONGEST_PIECE = 120_000

/**
 * As fast as the client takes it, and no more slowly than that. A file that ends too early, as when it expires under way, breaks off and
 * never looks whole.
 */
async function send(clock: Clock, pieces: AsyncIterable<Uint8Array>, size: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const taken = (event: 'drain' | 'finish'): Promise<unknown> => within(clock, LONGEST_PIECE, once(response, event, { signal: gone.signal }))
  let sent = 0
  try {
    for await (const piece of pieces) {
      if (gone.signal.aborted) return
      sent += piece.length
      if (!response.write(piece) && (await taken('drain')) === late) return void response.destroy()
      // A line that takes all at once lets nobody in between.
      await setImmediate()
    }
    if (sent === size) response.end()
    if (sent !== size || (await taken('finish')) === late) response.destroy()
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

async function fileName(context: Context, { kind, format, createdAt, timeZone }: Row<Report>): Promise<string> {
  const organization = await readById(selecting(context, { Organization: ['name'] }), Organization, ORGANIZATION_ID)
  const words = [organization?.name, kind.toLowerCase(), new ZoneClock(timeZone).local(createdAt)?.toISOString().slice(0, 10)].filter(Boolean).join(' ')
  return `${words.replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu, ' ').trim()}.${format.toLowerCase()}`
}

/** RFC 6266: the name in ASCII for whoever knows no better, and the true one. */
function attachment(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/ +/g, ' ').trim()
  const true8 = encodeURIComponent(name).replaceAll(/['()*!]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${true8}`
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(words), 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store',
  })
  response.end(words)
}
