import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { personOf, planSession } from './arrange.ts'
import { arriveWhole, live, openDevice, openProgram, signIn } from './browser.ts'
import { startServer } from './server.ts'

/** One mark of attendance, from the finger of one person to the screen of another, with when each part of it happened. */

export interface Step {
  name: string
  /** Milliseconds since the click; undefined where it was not seen. */
  at: number | undefined
}

interface Noted {
  at: number
  kind: 'sql' | 'frame' | 'request' | 'answer'
  text: string
}

interface Seen {
  name: string
  at: number
  text: string
}

const secret = 'seven lamps along the quay'

/** Told by the page itself, by the clock that the server has, too. */
async function watchPage(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const seen: Seen[] = []
    const see = (name: string, text = '') => seen.push({ name, text, at: performance.timeOrigin + performance.now() })
    Object.assign(window, { seen })
    window.addEventListener('click', () => see('click'), { capture: true })
    const ask = window.fetch
    window.fetch = async (...call) => {
      see('request', String(call[1]?.body ?? ''))
      const response = await ask(...call)
      see('answer')
      return response
    }
    const Plain = window.WebSocket
    window.WebSocket = class extends Plain {
      constructor(...address: ConstructorParameters<typeof WebSocket>) {
        super(...address)
        this.addEventListener('message', ({ data }) => see('frame', String(data).slice(0, 200)))
      }
    }
    new MutationObserver((changes) => {
      if (changes.some(({ target, attributeName }) => attributeName === 'aria-label' && (target as Element).getAttribute('aria-label')?.endsWith(', Late'))) {
        see('dom')
        requestAnimationFrame(() => setTimeout(() => see('painted')))
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-label'] })
  })
}

const seenBy = (page: Page): Promise<Seen[]> => page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)

async function openWatched(browser: Browser, url: string, username: string, path: string): Promise<Page> {
  const context = await openDevice(browser, url)
  await watchPage(context)
  await signIn(context, username, secret)
  const page = await context.newPage()
  await arriveWhole(page, path)
  await live(page)
  return page
}

/** An admin, a trainer and a trainee in an organisation of their own; answers the session that all three are on. */
async function settleIn(browser: Browser, url: string, temporary: string): Promise<string> {
  const change = (input: object) => ['mutation($input: ChangePasswordInput!) { changePassword(input: $input) { errors { message } } }', { input }] as const
  const first = await openProgram(browser, url, 'admin', temporary)
  await first.ask(...change({ currentPassword: temporary, newPassword: secret }))
  const admin = await openProgram(browser, url, 'admin', secret)
  for (const [username, role] of [['trainer', 'TRAINER'], ['trainee', 'TRAINEE']] as const) {
    const input = { username, role, firstName: 'A', lastName: username, email: `${username}@example.org`, temporaryPassword: `${secret} ${role}` }
    await admin.ask('mutation($input: CreateUserInput!) { createUser(input: $input) { errors { message } } }', { input })
  }
  const trainer = await openProgram(browser, url, 'trainer', `${secret} TRAINER`)
  await trainer.ask(...change({ currentPassword: `${secret} TRAINER`, newPassword: secret }))
  await personOf(admin, 'trainee')
  return planSession(admin, { title: 'A mark on its way', trainer: 'trainer', startsInMinutes: -5, trainees: ['trainee'] })
}

export async function traceOneMark(browser: Browser): Promise<Step[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-trace-'))
  const file = join(folder, 'noted.jsonl')
  const server = await startServer('empty', { trace: file })
  try {
    const temporary = /temporary password (\S+) /.exec(server.greeting)?.[1] ?? ''
    const path = `/sessions/${await settleIn(browser, server.url, temporary)}/people`
    const [trainer, admin] = [await openWatched(browser, server.url, 'trainer', path), await openWatched(browser, server.url, 'admin', path)]
    const button = trainer.getByRole('radio', { name: 'Late' })
    await button.click({ trial: true })
    await button.click()
    await admin.getByRole('group', { name: /, Late$/ }).waitFor()
    await trainer.waitForLoadState('networkidle')
    await admin.waitForFunction(() => (window as unknown as { seen: Seen[] }).seen.some(({ name }) => name === 'painted'))
    const [here, there] = [await seenBy(trainer), await seenBy(admin)]
    await Promise.all([trainer.context().close(), admin.context().close()])
    return steps(here, there, noted(file))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const noted = (file: string): Noted[] => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Noted)

/** The first of each kind after the one before it: the way as one line, with the answer to the first browser at its end. */
function steps(here: readonly Seen[], there: readonly Seen[], server: readonly Noted[]): Step[] {
  const click = here.findLast(({ name }) => name === 'click')?.at ?? 0
  const found: Step[] = []
  let last = click
  const step = (name: string, at: number | undefined) => {
    found.push({ name, at: at === undefined ? undefined : at - click })
    last = at ?? last
    return at
  }
  const seen = (list: readonly Seen[], name: string, like = /^/) => list.find((one) => one.at >= last && one.name === name && like.test(one.text))?.at
  const sql = (like: RegExp) => server.find((one) => one.at >= last && one.kind === 'sql' && like.test(one.text))?.at
  const said = (kind: Noted['kind'], like: RegExp) => server.find((one) => one.at >= last && one.kind === kind && like.test(one.text))?.at

  step('the click of the trainer', click)
  step('the page asks', seen(here, 'request', /markAttendance/))
  step('the server has the request', said('request', /POST \/graphql/))
  step('the transaction begins', sql(/^begin/i))
  step('what may be fought over is locked and read', sql(/^select/i))
  step('the act: the booking is written', sql(/^update .?booking/i))
  step('its rows take their places in the feed', sql(/^update feed_head/i))
  step('the journal is written', sql(/^insert into .?journal/i))
  const committed = step('commit', sql(/^commit/i))
  step('the hub reads the entry', sql(/^select[^]*from journal where position >/i))
  step('the change is read for who follows it', sql(/^select[^]*booking/i))
  step('the frame leaves', said('frame', /"type":"next"[^]*bookingChanged/))
  step('the frame arrives at the admin', seen(there, 'frame', /bookingChanged/))
  step('cache and page: the mark stands in the DOM', seen(there, 'dom'))
  step('it is painted', seen(there, 'painted'))
  // Beside that way, and often before its end.
  last = committed ?? click
  step('(the trainer has the answer)', seen(here, 'answer'))
  return found
}

export function tableOf(way: readonly Step[]): string {
  let before = 0
  const lines = way.map(({ name, at }) => {
    const aside = name.startsWith('(')
    const took = at === undefined || aside ? '' : (at - before).toFixed(1)
    if (at !== undefined && !aside) before = at
    return `${name.padEnd(46)} ${(at?.toFixed(1) ?? '–').padStart(8)} ${took.padStart(8)}`
  })
  return [`${''.padEnd(46)} ${'ms'.padStart(8)} ${'step'.padStart(8)}`, ...lines].join('\n')
}
