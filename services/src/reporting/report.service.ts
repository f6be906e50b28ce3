import { LockMode } from '@mikro-orm/core'
import { Organization, ORGANIZATION_ID } from '../identity/organization.entity.ts'
import { User } from '../identity/user.entity.ts'
import type { Context, Work } from '../platform/context.ts'
import { fault } from '../platform/fault.ts'
import { enqueue, type Attempt, type JobHandlers } from '../platform/jobs.ts'
import { Refusal } from '../platform/refusal.ts'
import { lockById } from '../platform/write.ts'
import { attendanceContent } from './attendance-content.service.ts'
import type { ReportDocument, ReportFileFormat, RowPage } from './files/document.ts'
import { writeReport } from './files/run.ts'
import { assignmentsContent, usersContent } from './people-content.service.ts'
import type { Content, ContentOf } from './report-content.service.ts'
import { contextOf } from './report-reader.service.ts'
import { removeChunks, storeOf } from './report-store.service.ts'
import { languageOf, type Language } from './report-words.ts'
import { Report, ReportKind, ReportStatus, type ReportFormat } from './report.entity.ts'
import { sessionsContent } from './session-content.service.ts'

export interface ReportOrder {
  readonly kind: ReportKind
  readonly format: ReportFormat
  readonly from?: Date | null
  readonly to?: Date | null
  readonly timeZone?: string | null
}

const GENERATE = 'report.generate'
const EXPIRE = 'report.expire'
const KEPT = 24 * 60 * 60_000
const PROGRESS_EVERY = 1_000
/** Of one person at a time: the others' come in between. */
const MOST_WAITING = 20

const contents: Readonly<Record<ReportKind, ContentOf>> = {
  [ReportKind.USERS]: usersContent,
  [ReportKind.SESSIONS]: sessionsContent,
  [ReportKind.ATTENDANCE]: attendanceContent,
  [ReportKind.ASSIGNMENTS]: assignmentsContent,
}

/** Writes down that a report is wanted; a job makes it. */
export async function requestReport(work: Work, { kind, format, from = null, to = null, timeZone }: ReportOrder): Promise<Report> {
  if (from && to && from > to) throw new Refusal('INVALID', 'to', 'The end lies before the beginning.')
  // Locked, so that who asks many times at once is counted too.
  const requester = await work.em.findOneOrFail(User, { id: work.viewer.id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const waiting = await work.em.count(Report, { requestedBy: requester, status: { $in: [ReportStatus.QUEUED, ReportStatus.RUNNING] } })
  if (waiting >= MOST_WAITING) throw fault('RATE_LIMITED', `${MOST_WAITING} of your reports are still being made. Wait for them.`, { retryAfter: 30 })
  const zone = timeZone ?? requester.timeZone ?? (await organizationOf(work))?.timeZone ?? 'UTC'
  const report = Report.request(work.newId(), requester, { kind, format, from, to, timeZone: zone })
  work.em.persist(report)
  enqueue(work, GENERATE, { reportId: report.id })
  return report
}

function organizationOf(work: Work): Promise<Organization | null> {
  return work.em.findOne(Organization, { id: ORGANIZATION_ID })
}

/** Whoever asked may not have the report any more: no second attempt makes that better. */
class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

export const reportJobs: JobHandlers = {
  [GENERATE]: {
    run: generate,
    fail: attempt => endFailed(attempt, 'The report could not be made. Try again; if that fails too, tell whoever runs this server.'),
  },
  [EXPIRE]: {
    run: attempt => attempt.step(EXPIRE, async work => {
      const report = await lockReport(work, attempt)
      await removeChunks(work, attempt.payload['reportId']!)
      report?.expire()
    }),
    // Its link is dead by then in any case.
    fail: () => Promise.resolve(),
  },
}

interface Plan {
  readonly report: Report
  readonly requesterId: string
  readonly document: Omit<ReportDocument, 'parts'>
  readonly language: Language
}

async function generate(attempt: Attempt): Promise<void> {
  const plan = await attempt.step(GENERATE, work => begin(work, attempt))
  if (!plan) return
  try {
    await make(attempt, plan)
  } catch (error) {
    if (error instanceof NotAllowed) return endFailed(attempt, 'Whoever asked for this report may not make reports any more.')
    if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return endFailed(attempt, 'The report is too large for this format. Choose a shorter range, or CSV.')
    }
    throw error
  }
}

/** undefined when it is made already, as when the server died between the last step and the job's end. */
async function begin(work: Work, attempt: Attempt): Promise<Plan | undefined> {
  const report = await lockReport(work, attempt)
  if (!report || report.isOver) return undefined
  await removeChunks(work, report.id)
  report.begin()
  const [requester, organization] = [await work.em.findOneOrFail(User, { id: report.requestedBy.id }), await organizationOf(work)]
  const language = languageOf(requester.locale ?? organization?.locale ?? 'en')
  const { words, locale, direction } = language
  const subtitle = [organization?.name, rangeInWords(report, language)].filter(Boolean).join(' · ')
  const document = { title: words.kinds[report.kind], subtitle, generatedAt: work.now.toISOString(), timeZone: report.timeZone, locale, direction }
  return { report, requesterId: requester.id, document, language }
}

/** The days that the range covers, where it is read; its end is the last day that belongs to it. */
function rangeInWords({ from, to, timeZone }: Report, { locale, words }: Language): string {
  const days = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' })
  const last = to && new Date(to.getTime() - 1)
  if (from && last && last >= from) return days.formatRange(from, last)
  if (from) return `${words.from} ${days.format(from)}`
  return last ? `${words.until} ${days.format(last)}` : ''
}

async function make(attempt: Attempt, { report, requesterId, document, language }: Plan): Promise<void> {
  const context = await readerOf(attempt, requesterId)
  const content = await contents[report.kind](context, report, language.words)
  const store = storeOf(attempt, report.id)
  const counter = { rows: 0 }
  const format = report.format.toLowerCase() as ReportFileFormat
  await writeReport(format, { ...document, parts: content.parts }, told(attempt, content, requesterId, counter), store.add, { signal: attempt.signal })
  const bytes = await store.close()
  await readerOf(attempt, requesterId)
  await attempt.step(GENERATE, async work => {
    const made = await lockReport(work, attempt)
    if (!made || made.isOver) return
    // A step that was run again may have left nothing, another attempt something: only this one's pieces are the file.
    await removeChunks(work, made.id, attempt.number)
    const expiresAt = new Date(work.now.getTime() + KEPT)
    made.finish({ rows: counter.rows, bytes }, expiresAt)
    enqueue(work, EXPIRE, { reportId: made.id }, { runAt: expiresAt, maxAttempts: 1_000 })
  })
}

/** Reads as whoever asked, with the rights that they have now. */
async function readerOf(attempt: Attempt, requesterId: string): Promise<Context> {
  const context = await contextOf(attempt.context, requesterId, 'generateReport', attempt.context.requestId)
  if (!context) throw new NotAllowed()
  return context
}

/** The rows on their way into the file; once a second it is told how far they are, and asked whether they may go on. */
async function* told(attempt: Attempt, content: Content, requesterId: string, counter: { rows: number }): AsyncGenerator<RowPage> {
  const { clock } = attempt.context
  let read = 0
  let toldAt = clock.now().getTime()
  for await (const page of content.pages(things => (read += things))) {
    if (page.part === 0) counter.rows += page.rows.length
    yield page
    const now = clock.now().getTime()
    if (now - toldAt < PROGRESS_EVERY) continue
    toldAt = now
    await readerOf(attempt, requesterId)
    await attempt.step(GENERATE, async work => (await lockReport(work, attempt))?.advance(read / Math.max(1, content.total)))
  }
}

async function endFailed(attempt: Attempt, failure: string): Promise<void> {
  await attempt.step(GENERATE, async work => {
    const report = await lockReport(work, attempt)
    if (!report || report.isOver) return
    await removeChunks(work, report.id)
    report.fail(failure)
  })
}

function lockReport(work: Work, { payload }: Attempt): Promise<Report | undefined> {
  return lockById(work, Report, payload['reportId']!)
}
