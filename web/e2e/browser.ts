import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export const password = 'a-lamp-and-a-timetable'

export type Person = 'hana' | 'mara' | 'noor'

export interface Device {
  phone?: boolean
  dark?: boolean
  language?: 'en' | 'ar'
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['LECTERN_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  })

/** A browser of its own: nothing is shared with the others but the server. */
export async function openDevice(browser: Browser, url: string, { phone = false, dark = false, language = 'en' }: Device = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'ar' ? 'ar-EG' : 'en-GB',
    // The organisation's, so that a day here is a day there.
    timezoneId: 'Africa/Cairo',
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    ...(phone && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  await remember(context, 'lectern-locale', language)
  return context
}

/** As if this browser had been here before; the blank page before the first has no storage. */
const remember = (context: BrowserContext, key: string, value: string): Promise<unknown> =>
  context.addInitScript(([name, word]) => {
    if (window.origin !== 'null' && window.location.protocol.startsWith('http')) localStorage.setItem(name!, word!)
  }, [key, value])

/** Signs in as the form does; the journeys that are about signing in use the form itself. */
export async function signIn(context: BrowserContext, username: string, secret: string = password): Promise<void> {
  const payload = await post<{ signIn: { accessToken: string } }>(
    context,
    'mutation($input: SignInInput!) { signIn(input: $input) { accessToken errors { message } } }',
    { input: { username, password: secret } },
  )
  if (!payload.signIn.accessToken) throw new Error(`${username} could not sign in: ${JSON.stringify(payload)}`)
  await remember(context, 'lectern-signed-in', '1')
}

async function post<Data>(context: BrowserContext, query: string, variables: object, token?: string): Promise<Data> {
  const response = await context.request.post('/graphql', { data: { query, variables }, ...(token && { headers: { authorization: `Bearer ${token}` } }) })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown }
  if (!data) throw new Error(`${response.status()} ${JSON.stringify(errors)}`)
  return data
}

/** Somebody's program: what a journey needs to be there before it begins. */
export interface Program {
  ask: <Data>(query: string, variables?: object) => Promise<Data>
}

export async function openProgram(browser: Browser, url: string, username: string, secret: string = password): Promise<Program> {
  const context = await browser.newContext({ baseURL: url })
  const { signIn: made } = await post<{ signIn: { accessToken: string } }>(
    context,
    'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }',
    { input: { username, password: secret } },
  )
  return { ask: (query, variables = {}) => post(context, query, variables, made.accessToken) }
}

export async function openAs(browser: Browser, url: string, person: string, device: Device = {}): Promise<Page> {
  const context = await openDevice(browser, url, device)
  await signIn(context, person)
  const page = await context.newPage()
  failOnErrors(page)
  return page
}

/** With LECTERN_TEST_SHOTS=folder, every page open at the end of a failed test is photographed there. */
export async function photograph(context: { task: { name: string } }, ...pages: (Page | undefined)[]): Promise<void> {
  const folder = process.env['LECTERN_TEST_SHOTS']
  if (!folder) return
  const name = context.task.name.replaceAll(/\W+/g, '-').slice(0, 60)
  for (const [index, page] of pages.entries()) await page?.screenshot({ path: `${folder}/${name}-${index}.png` }).catch(() => undefined)
}

const complaints = new WeakMap<Page, string[]>()

/** What the browser's console and the page's own errors say; a journey ends by expecting none. */
export function failOnErrors(page: Page): void {
  const heard: string[] = []
  complaints.set(page, heard)
  // What React has got over it tells with the reason as its cause.
  void page.addInitScript(() => addEventListener('error', ({ error }) => error?.cause && console.error(`because of ${error.cause.stack ?? error.cause}`)))
  page.on('pageerror', (error) => heard.push(String(error)))
  page.on('console', (message) => {
    // Cutting the network is what some journeys do, and the browser says so.
    if (message.type() === 'error' && !/net::ERR_|ERR_INTERNET_DISCONNECTED|WebSocket connection/.test(message.text())) heard.push(message.text())
  })
}

export const complaintsOf = (page: Page): readonly string[] => complaints.get(page) ?? []

/** The page is there: its heading stands. */
export async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** The page is there with everything that it asks for, however late. */
export async function arriveWhole(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' })
  await page.getByRole('main').getByRole('heading').first().waitFor()
  await page.waitForFunction(() =>
    ![...document.querySelectorAll('[role=status]')].some((status) => /^(Loading|جارٍ التحميل)$/.test(status.textContent)) &&
    !document.querySelector('main [aria-busy=true]'))
}

/** What another browser does from now on arrives here. */
export const live = (page: Page): Promise<void> => page.getByRole('status').filter({ hasText: /^(Live|مباشر)$/ }).first().waitFor()
