import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import ExcelJS from 'exceljs'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { anonymous, startLectern, type Lectern, type Person } from '../../test/lectern.ts'
import { Assignment } from '../identity/assignment.entity.ts'
import { Role, User } from '../identity/user.entity.ts'
import { virtualClock } from '../platform/clock.ts'
import type { Work } from '../platform/context.ts'
import { Job } from '../platform/job.ts'
import { createJobs, type JobHandlers } from '../platform/jobs.ts'
import { Attendance, Booking } from '../scheduling/booking.entity.ts'
import { Session } from '../scheduling/session.entity.ts'
import { serveReport } from './report-download.service.ts'
import { ReportChunk } from './report-chunk.entity.ts'
import { Report, ReportFormat, ReportKind, ReportStatus } from './report.entity.ts'
import { reportJobs } from './report.service.ts'

const GENERATE = /* GraphQL */ `
  mutation ($input: GenerateReportInput!) {
    generateReport(input: $input) { report { id kind format status progress rows bytes url failure requestedBy { id } } errors { code field message } }
  }`
const REPORT = /* GraphQL */ `query ($id: ID!) { report(id: $id) { id status progress rows bytes url failure expiresAt requestedBy { id } } }`

// Each file is written by a thread of its own, which has to start first.
vi.setConfig({ testTimeout: 60_000 })

let lectern: Lectern
let server: Server
let base: string

beforeAll(async () => {
  lectern = await startLectern()
  const { answer } = serveReport(lectern.app.services)
  server = createServer((request, response) => {
    answer(request, response, { requestId: 'test', ip: '', log: lectern.app.services.log }).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await lectern.write(fill)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await lectern.stop()
})

const START = new Date('2026-02-10T08:00:00Z')

/** Three sessions of one trainer, one of them cancelled, with every mark and a place that is not marked yet. */
async function fill(work: Work): Promise<void> {
  const trainer = await work.em.findOneOrFail(User, { id: lectern.trainer.id })
  const trainee = await work.em.findOneOrFail(User, { id: lectern.trainee.id })
  const plan = (title: string, day: number, capacity: number | null): Session =>
    Session.plan(work.newId(), {
      title, trainer, startsAt: new Date(START.getTime() + day * 86_400_000), durationMinutes: 90, timeZone: 'Africa/Cairo', capacity,
      description: null, classLink: null, location: 'Room 1',
    }, work.now)
  const [first, second, cancelled] = [plan('=SUM(A1)', 0, 4), plan('جلسة الأمان', 1, null), plan('Gone', 2, 5)]
  cancelled.cancel('nobody came', work.now)
  const booking = Booking.make(work.newId(), first, trainee)
  booking.mark(Attendance.LATE, trainer, work.now)
  work.em.persist([first, second, cancelled, booking, Booking.make(work.newId(), second, trainee), Booking.make(work.newId(), cancelled, trainee)])
  work.em.persist(Object.assign(new Assignment(), { id: work.newId(), trainee, trainer, assignedAt: work.now }))
}

/** A token for the moment: the tests move the clock by days. */
async function now(who: Person): Promise<Person> {
  return { ...who, token: (await lectern.app.services.tokens.issue(who.id, who.signInId)).token }
}

async function order(input: Record<string, unknown>, who: Person = lectern.admin): Promise<string> {
  const { data, errors } = await lectern.as(await now(who)).ask(GENERATE, { input })
  expect(errors).toBeUndefined()
  expect(data.generateReport.errors).toEqual([])
  return data.generateReport.report.id
}

async function read(id: string, who: Person = lectern.admin) {
  return (await lectern.as(await now(who)).ask(REPORT, { id })).data.report
}

async function made(input: Record<string, unknown>, who: Person = lectern.admin) {
  const id = await order(input, who)
  await lectern.settle()
  const report = await read(id, who)
  expect(report).toMatchObject({ status: 'READY', progress: 1, failure: null })
  return report
}

async function fetched(url: string): Promise<Buffer> {
  const response = await fetch(base + url)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

describe('who may', () => {
  it('refuses strangers, trainers and trainees', async () => {
    const input = { kind: 'USERS', format: 'CSV' }
    expect((await lectern.as(anonymous).ask(GENERATE, { input })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    for (const document of ['{ reports { nodes { id } } }', '{ report(id: "x") { id } }']) {
      expect((await lectern.as(anonymous).ask(document)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
      expect((await lectern.as(lectern.trainer).ask(document)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
    }
    for (const who of [lectern.trainer, lectern.trainee]) {
      expect((await lectern.as(who).ask(GENERATE, { input })).data.generateReport.errors).toMatchObject([{ code: 'FORBIDDEN' }])
    }
  })

  it('refuses more than twenty at a time of one person', async () => {
    const eager = await lectern.person({ role: Role.ADMIN })
    await lectern.write(async work => {
      const requester = work.em.getReference(User, eager.id)
      const asked = { kind: ReportKind.USERS, format: ReportFormat.CSV, from: null, to: null, timeZone: 'UTC' }
      work.em.persist(Array.from({ length: 20 }, () => Report.request(work.newId(), requester, asked)))
    })
    const input = { kind: 'USERS', format: 'CSV' }
    const { errors } = await lectern.as(await now(eager)).ask(GENERATE, { input })
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 30 } }])
    await order(input)
    await lectern.write(async work => (await work.em.findOneOrFail(Report, { requestedBy: eager.id })).fail('It could not be made.'))
    await order(input, eager)
    await lectern.settle()
    await lectern.write(async work => work.em.remove(await work.em.find(Report, { requestedBy: eager.id })))
  })

  it('refuses a range that ends before it begins', async () => {
    const input = { kind: 'USERS', format: 'CSV', from: '2026-02-02T00:00:00Z', to: '2026-02-01T00:00:00Z' }
    const { data } = await lectern.as(lectern.admin).ask(GENERATE, { input })
    expect(data.generateReport).toMatchObject({ report: null, errors: [{ code: 'INVALID', field: 'to' }] })
  })
})

describe('the files', () => {
  it('holds people in CSV, with the download named and guarded', async () => {
    const { url, rows, bytes } = await made({ kind: 'USERS', format: 'CSV', timeZone: 'Africa/Cairo' })
    const response = await fetch(base + url)
    const body = await response.text()
    expect(response.headers.get('content-length')).toBe(String(bytes))
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\x20-\x7e]+\.csv"; filename\*=UTF-8''\S+\.csv$/)
    expect(Buffer.byteLength(body) + 3).toBe(bytes)
    expect(body).toContain('Tina Trainee')
    expect(body).toContain('Added (Africa/Cairo)')
    const { data } = await lectern.as(lectern.admin).ask('{ users(first: 1) { totalCount } }')
    expect(rows).toBe(data.users.totalCount)
  })

  it('holds attendance in XLSX: the marks, and their sums by trainee and by session', async () => {
    const { url, rows } = await made({ kind: 'ATTENDANCE', format: 'XLSX' })
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await fetched(url)) as never)
    expect(workbook.worksheets.map(sheet => sheet.name)).toEqual(['Marks', 'Trainees', 'Sessions'])
    const [marks, trainees, sessions] = workbook.worksheets.map(sheet => sheet.getSheetValues().slice(1).map(row => (row as unknown[]).slice(1)))
    expect(rows).toBe(2)
    expect(marks!.slice(-2).map(row => [row[0], row[3], row[5]])).toEqual([['=SUM(A1)', 'Tina Trainee', 'Late'], ['جلسة الأمان', 'Tina Trainee', 'Not marked']])
    expect(trainees!.at(-1)).toEqual(['Tina Trainee', lectern.trainee.username, 2, 0, 1, 0, 0, 1, 1])
    expect(sessions).toHaveLength(3)
    expect(sessions!.at(-1)!.slice(3)).toEqual([1, 0, 0, 0, 0, 1])
  })

  it('holds sessions and assignments in each format', async () => {
    for (const kind of ['SESSIONS', 'ASSIGNMENTS']) {
      const csv = (await fetched((await made({ kind, format: 'CSV' })).url)).toString('utf8')
      expect(csv).toContain(kind === 'SESSIONS' ? "'=SUM(A1)" : 'Tina Trainee')
      const pdf = await PDFDocument.load(await fetched((await made({ kind, format: 'PDF' })).url))
      expect(pdf.getPageCount()).toBeGreaterThan(0)
    }
  })

  it('holds what lies in the range, its end excluded', async () => {
    const [from, to] = [START, new Date(START.getTime() + 86_400_000)].map(at => at.toISOString())
    expect(await made({ kind: 'SESSIONS', format: 'CSV', from, to })).toMatchObject({ rows: 1 })
    expect(await made({ kind: 'SESSIONS', format: 'CSV', from: to })).toMatchObject({ rows: 2 })
    expect(await made({ kind: 'SESSIONS', format: 'CSV', from, to: from })).toMatchObject({ rows: 0 })
  })

  it('speaks the language of whoever asked', async () => {
    await lectern.write(async work => {
      const user = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      user.locale = 'ar-EG'
    })
    const body = (await fetched((await made({ kind: 'SESSIONS', format: 'CSV' })).url)).toString('utf8')
    await lectern.write(async work => {
      const user = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      user.locale = null
    })
    expect(body).toContain('المدرب')
  })

  it('holds more than one page and more than one piece, whole and in order', async () => {
    await lectern.write(async work => {
      const trainer = await work.em.findOneOrFail(User, { id: lectern.trainer.id })
      for (let i = 0; i < 450; i++) {
        const details = { title: `Bulk ${String(i).padStart(4, '0')} ${'x'.repeat(150)}`, trainer, startsAt: new Date(Date.UTC(2025, 0, 1, i)), durationMinutes: 60, timeZone: 'UTC', capacity: 10, description: null, classLink: `https://example.org/${'y'.repeat(1500)}`, location: null }
        work.em.persist(Session.plan(work.newId(), details, work.now))
      }
    })
    const report = await made({ kind: 'SESSIONS', format: 'CSV', to: '2025-12-31T00:00:00Z' })
    expect(report.rows).toBe(450)
    const body = await fetched(report.url)
    expect(body.length).toBe(report.bytes)
    expect(body.length).toBeGreaterThan(600_000)
    const titles = [...body.toString('utf8').matchAll(/Bulk (\d{4})/g)].map(match => Number(match[1]))
    expect(titles).toEqual(Array.from({ length: 450 }, (_, i) => i))
  })
})

describe('a download', () => {
  it('is broken off when its reader takes nothing more of it', async () => {
    // More than a connection holds by itself.
    const piece = Buffer.alloc(512 * 1024)
    const pieces = 32
    const id = await lectern.write(async work => {
      const admin = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      const report = Report.request(work.newId(), admin, { kind: ReportKind.USERS, format: ReportFormat.CSV, from: null, to: null, timeZone: 'UTC' })
      report.finish({ rows: 1, bytes: pieces * piece.length }, new Date(work.now.getTime() + 86_400_000))
      work.em.persist(report)
      return report.id
    })
    for (let part = 0; part < pieces; part++) {
      await lectern.write(({ em }) => Promise.resolve(void em.persist(Object.assign(new ReportChunk(), { reportId: id, attempt: 1, part, bytes: piece }))))
    }
    const clock = virtualClock(lectern.clock.now())
    const { answer } = serveReport({ ...lectern.app.services, clock })
    let isOver = false
    const patient = createServer((request, response) => void answer(request, response, { requestId: 'test', ip: '', log: lectern.app.services.log }).finally(() => (isOver = true)))
    await new Promise<void>(resolve => patient.listen(0, '127.0.0.1', resolve))
    const reader = connect((patient.address() as AddressInfo).port, '127.0.0.1')
    reader.write(`GET ${(await read(id)).url} HTTP/1.1\r\nHost: lectern\r\n\r\n`)
    await once(reader, 'readable')
    while (!isOver) await clock.advance(10_000)
    // Resolves when no connection is left.
    await new Promise(resolve => patient.close(resolve))
    reader.destroy()
  })
})

describe('the link', () => {
  it('is fresh at each reading, for its reader alone, and dies after five minutes', async () => {
    const { id, url } = await made({ kind: 'USERS', format: 'CSV' })
    const status = async (path: string): Promise<number> => (await fetch(base + path)).status
    const other = await lectern.person({ role: Role.ADMIN })
    const theirs = (await read(id, other)).url
    expect(new URLSearchParams(theirs.split('?')[1]).get('user')).toBe(other.id)
    expect(await status(theirs)).toBe(200)

    expect(await status(url.replace(lectern.admin.id, other.id))).toBe(403)
    expect(await status(url.replace(/expires=(\d+)/, (_: string, at: string) => `expires=${Number(at) + 60}`))).toBe(403)
    expect(await status(url.replace(/.$/, (last: string) => (last === 'A' ? 'Q' : 'A')))).toBe(403)
    expect(await status(`/reports/${id}`)).toBe(403)
    expect(await status('/reports/nothing')).toBe(404)
    const { id: another } = await made({ kind: 'USERS', format: 'CSV' })
    expect(await status(url.replace(id, another))).toBe(403)

    lectern.clock.advance(5 * 60_000 + 1_000)
    expect(await status(url)).toBe(403)
    expect(await status((await read(id)).url)).toBe(200)
  })

  it('is refused to whoever lost the right since', async () => {
    const admin = await lectern.person({ role: Role.ADMIN })
    const { url } = await made({ kind: 'USERS', format: 'CSV' }, admin)
    const change = (act: (user: User) => void) => lectern.write(async work => act(await work.em.findOneOrFail(User, { id: admin.id })))
    await change(user => (user.role = Role.TRAINER))
    expect((await fetch(base + url)).status).toBe(403)
    await change(user => Object.assign(user, { role: Role.ADMIN, isActive: false }))
    expect((await fetch(base + url)).status).toBe(403)
    await change(user => (user.isActive = true))
    expect((await fetch(base + url)).status).toBe(200)
  })

  it('is gone after a day, with the bytes', async () => {
    const { id } = await made({ kind: 'USERS', format: 'CSV' })
    lectern.clock.advance(24 * 60 * 60_000 - 60_000)
    // Signed a moment before the end, so that the signature outlives the report.
    const late = (await read(id)).url
    lectern.clock.advance(61_000)
    expect((await fetch(base + late)).status).toBe(410)
    await lectern.settle()
    expect(await read(id)).toMatchObject({ status: 'EXPIRED', url: null })
    expect((await fetch(base + late)).status).toBe(410)
    await lectern.write(async work => expect(await work.em.count(ReportChunk, { reportId: id })).toBe(0))
  })
})

describe('what goes wrong', () => {
  it('fails in words when whoever asked may not any more', async () => {
    const admin = await lectern.person({ role: Role.ADMIN })
    const id = await lectern.write(async work => {
      const requester = await work.em.findOneOrFail(User, { id: admin.id })
      requester.role = Role.TRAINER
      return standing(work, requester)
    })
    await lectern.settle()
    expect(await read(id)).toMatchObject({ status: 'FAILED', url: null, failure: 'Whoever asked for this report may not make reports any more.' })
  })

  it('tries again, and says so when it cannot be made', async () => {
    const id = await lectern.write(async work => {
      const requester = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      return standing(work, requester, 'Nowhere/Atall')
    })
    for (let i = 0; i < 4; i++) {
      await lectern.settle()
      lectern.clock.advance(11 * 60_000)
    }
    await lectern.settle()
    const report = await read(id)
    expect(report).toMatchObject({ status: 'FAILED', url: null })
    expect(report.failure).toMatch(/could not be made/)
    await lectern.write(async work => expect(await work.em.count(Job, { kind: 'report.generate' })).toBe(0))
  })

  it('is done again when its maker was killed half-way, and serves nothing of what that one left', async () => {
    const id = await lectern.write(async work => {
      const requester = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      const reportId = standing(work, requester, 'UTC', { attempt: 1, runAt: new Date(work.now.getTime() + 60_000) }, ReportStatus.RUNNING)
      work.em.persist(Object.assign(new ReportChunk(), { reportId, attempt: 1, part: 0, bytes: Buffer.from('half of a file') }))
      return reportId
    })
    await lectern.settle()
    expect(await read(id)).toMatchObject({ status: 'RUNNING', url: null })
    lectern.clock.advance(61_000)
    await lectern.settle()
    const report = await read(id)
    expect(report.status).toBe('READY')
    expect((await fetched(report.url)).toString('utf8')).not.toContain('half of a file')
    await lectern.write(async work => expect((await work.em.find(ReportChunk, { reportId: id })).map(chunk => chunk.attempt)).toEqual([2]))
  })
})

describe('under way', () => {
  const AHEAD = 60 * 60_000

  /** A job that the app does not take yet, and a runner to whom it is due, for whom a second passes at each look at the clock. */
  async function hurried(handlers: JobHandlers, requester: Person): Promise<string> {
    const id = await lectern.write(async work => {
      const user = await work.em.findOneOrFail(User, { id: requester.id })
      return standing(work, user, 'UTC', { runAt: new Date(work.now.getTime() + AHEAD) }, ReportStatus.QUEUED, 'SESSIONS')
    })
    let looks = 0
    const clock = { ...lectern.clock, now: () => new Date(lectern.clock.now().getTime() + 2 * AHEAD + 1_100 * looks++) }
    await createJobs({ ...lectern.app.services, clock }, handlers).run()
    return id
  }

  it('tells how far it is, and only ever forward', async () => {
    const document = 'subscription { reportChanged { kind id report { progress status } } }'
    const followed = await lectern.follow(await now(lectern.admin), document)
    await followed.until(message => message.kind === 'BOOKMARK')
    const id = await hurried(reportJobs, lectern.admin)
    await lectern.settle()
    await followed.until(message => message.id === id && message.report.status === 'READY')
    const { data } = await lectern.as(await now(lectern.admin)).ask('query ($id: ID!) { journal(first: 100, filter: { noun: "Report", nounId: $id }) { nodes { after } } }', { id })
    const steps = data.journal.nodes.map((entry: { after: { progress?: number } }) => entry.after.progress).filter((it: unknown) => it !== undefined).toReversed()
    expect(steps.length).toBeGreaterThan(4)
    expect(steps).toEqual(steps.toSorted((one: number, other: number) => one - other))
    expect(steps.slice(-2)).toEqual([0.99, 1])
    followed.stop()
  })

  it('ends when whoever asked loses the right in the middle, and keeps nothing', async () => {
    const admin = await lectern.person({ role: Role.ADMIN })
    const generate = reportJobs['report.generate']!
    let steps = 0
    const demoting: JobHandlers = { 'report.generate': { ...generate, run: attempt => generate.run({
      ...attempt,
      step: async (verb, act) => {
        const result = await attempt.step(verb, act)
        if (++steps === 3) await lectern.write(async work => void ((await work.em.findOneOrFail(User, { id: admin.id })).role = Role.TRAINER))
        return result
      },
    }) } }
    const id = await hurried(demoting, admin)
    expect(await read(id)).toMatchObject({ status: 'FAILED', url: null })
    await lectern.write(async work => expect(await work.em.count(ReportChunk, { reportId: id })).toBe(0))
  })

  it('is given up when the server stops, and made when it starts again', async () => {
    const id = await lectern.write(async work => {
      const user = await work.em.findOneOrFail(User, { id: lectern.admin.id })
      return standing(work, user, 'UTC', { runAt: new Date(work.now.getTime() + AHEAD) }, ReportStatus.QUEUED, 'SESSIONS')
    })
    const clock = { ...lectern.clock, now: () => new Date(lectern.clock.now().getTime() + AHEAD) }
    const services = { ...lectern.app.services, clock }
    const generate = reportJobs['report.generate']!
    const stopping = createJobs(services, { 'report.generate': { ...generate, run: attempt => generate.run({
      ...attempt,
      step: async (verb, act) => {
        const result = await attempt.step(verb, act)
        void stopping.stop()
        return result
      },
    }) } })
    await stopping.run()
    expect(await read(id)).toMatchObject({ status: 'RUNNING', url: null })
    await createJobs(services, reportJobs).run()
    expect(await read(id)).toMatchObject({ status: 'READY' })
  })
})

/** A report and its job as they would stand at some moment, without the way there. */
function standing(work: Work, requester: User, timeZone = 'UTC', job: Partial<Job> = {}, status = ReportStatus.QUEUED, kind = 'USERS'): string {
  const report = Report.request(work.newId(), requester, { kind: kind as ReportKind, format: ReportFormat.CSV, from: null, to: null, timeZone })
  report.status = status
  work.em.persist(report)
  work.em.persist(Object.assign(new Job(), {
    id: work.newId(), kind: 'report.generate', payload: { reportId: report.id }, runAt: work.now, attempt: 0, maxAttempts: 3, lastFailure: null, ...job,
  }))
  return report.id
}

describe('live', () => {
  it('tells each admin of a report as it comes along, with a link of their own', async () => {
    const other = await lectern.person({ role: Role.ADMIN })
    const document = 'subscription { reportChanged { kind id fields report { status url } } }'
    const [mine, theirs] = [await lectern.follow(await now(lectern.admin), document), await lectern.follow(other, document)]
    await Promise.all([mine, theirs].map(followed => followed.until(message => message.kind === 'BOOKMARK')))
    const id = await order({ kind: 'USERS', format: 'CSV' })
    await lectern.settle()
    const isReady = (message: { id: string; report?: { status: string } }): boolean => message.id === id && message.report?.status === 'READY'
    const links = await Promise.all([mine, theirs].map(async followed => (await followed.until(isReady)).report.url as string))
    expect(links.map(link => new URLSearchParams(link.split('?')[1]).get('user'))).toEqual([lectern.admin.id, other.id])
    expect(mine.messages.find(message => message.id === id)).toMatchObject({ kind: 'CREATED' })
    mine.stop()
    theirs.stop()
  })

  it('lists the latest first', async () => {
    const { data } = await lectern.as(await now(lectern.admin)).ask('{ reports(first: 100) { nodes { createdAt } totalCount } }')
    const times = data.reports.nodes.map((report: { createdAt: string }) => report.createdAt)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(data.reports.totalCount).toBe(times.length)
  })
})
