import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { arrive, complaintsOf, failOnErrors, launch, openDevice, password, photograph } from './browser.ts'

const own = 'a boat on a green lake'

let browser: Browser
let hana: Page
let lina: Page
let temporary: string

beforeAll(async () => {
  browser = await launch()
  ;[hana, lina] = await Promise.all([1, 2].map(async () => (await openDevice(browser, inject('lectern'))).newPage())) as [Page, Page]
  failOnErrors(hana)
  failOnErrors(lina)
})

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, hana, lina)
  return undefined
})

afterAll(async () => {
  await browser?.close()
})

async function signIn(page: Page, username: string, secret: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function choose(form: Locator, label: string | RegExp, name: string): Promise<void> {
  const picker = form.getByRole('combobox', { name: label })
  await picker.fill(name)
  await form.page().getByRole('option', { name: new RegExp(name) }).first().click()
  // Several may be chosen: the list stays open over what stands below it until one goes on.
  await form.getByRole('heading').click()
}

async function confirm(page: Page, button: string): Promise<void> {
  const ask = page.getByRole('dialog')
  await ask.getByRole('button', { name: button, exact: true }).click()
  await ask.waitFor({ state: 'detached' })
}

it('signs in where one was going', async () => {
  await hana.goto('/people')
  await hana.waitForURL('**/sign-in?*')
  await signIn(hana, 'hana', password)
  await hana.waitForURL((url) => url.pathname === '/people')
  await hana.getByRole('heading', { level: 1, name: 'People' }).waitFor()
})

it('adds a person, and sees the temporary password once', async () => {
  await hana.getByRole('button', { name: 'Add a person' }).first().click()
  const form = hana.getByRole('dialog', { name: 'Add a person' })
  await form.getByLabel('First name').fill('Lina')
  await form.getByRole('button', { name: 'Add Lina' }).click()
  await form.getByText('Type the last name.').waitFor()
  await form.getByLabel('Last name').fill('Lantern')
  await form.getByLabel('E-mail').fill('lina.lantern@delta-training.example')
  expect(await form.getByLabel('Username').inputValue()).toBe('lina.lantern')
  await form.getByRole('button', { name: 'Add Lina' }).click()
  const shown = hana.getByRole('dialog', { name: 'Lina Lantern can sign in' })
  temporary = await shown.getByText('Temporary password', { exact: true }).locator('xpath=following-sibling::*[1]//bdi').innerText()
  expect(temporary.length).toBeGreaterThanOrEqual(12)
  await shown.getByRole('button', { name: 'Close' }).last().click()
  await shown.waitFor({ state: 'detached' })
  expect(await hana.getByText(temporary).count()).toBe(0)
})

it('assigns the new person to a trainer', async () => {
  await arrive(hana, '/people?q=lantern')
  await hana.getByRole('button', { name: 'Actions for Lina Lantern' }).click()
  await hana.getByRole('menuitem', { name: 'Assign a trainer' }).click()
  await choose(hana.getByRole('dialog'), 'Trainer', 'Mara')
  await confirm(hana, 'Assign a trainer')
  await hana.getByRole('row', { name: /Lina Lantern/ }).getByText('Mara Lindqvist').waitFor()
})

it('the new person chooses a password of their own, and finds their trainer', async () => {
  await lina.goto('/')
  await signIn(lina, 'lina.lantern', temporary)
  await lina.getByRole('heading', { name: 'Choose your own password' }).waitFor()
  await lina.getByLabel('New password').fill(own)
  await lina.getByRole('button', { name: 'Save and go on' }).click()
  await lina.waitForURL((url) => url.pathname === '/')
  await lina.getByRole('heading', { level: 1 }).waitFor()
  await arrive(lina, '/trainers')
  await lina.getByText('Mara Lindqvist').waitFor()
})

it('plans a session with a trainee, and puts another on it', async () => {
  await arrive(hana, '/sessions')
  await hana.getByRole('button', { name: 'New session' }).first().click()
  const form = hana.getByRole('dialog', { name: 'New session' })
  await form.getByRole('button', { name: 'Plan session' }).click()
  await form.getByText('A title is needed.').waitFor()
  await form.getByLabel('Title').fill('Kites in any wind')
  // The next full hour, which stands there by itself, may come before this journey ends.
  await form.getByLabel('Date').fill(new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10))
  await choose(form, 'Trainer', 'Omar')
  await choose(form, /^Trainees/, 'Lina')
  await form.getByRole('button', { name: 'Plan session' }).click()
  await form.waitFor({ state: 'detached' })
  await hana.getByRole('link', { name: 'Open', exact: true }).click()
  await hana.getByRole('heading', { level: 1, name: 'Kites in any wind' }).waitFor()
  await hana.getByRole('tab', { name: /^People/ }).click()
  await hana.getByText('Lina Lantern').first().waitFor()
  await hana.getByRole('button', { name: 'Add trainees' }).first().click()
  const add = hana.getByRole('dialog', { name: 'Add trainees' })
  await choose(add, /^Trainees/, 'Noor Saleh')
  await add.getByRole('button', { name: 'Add 1 trainee' }).click()
  await add.waitFor({ state: 'detached' })
  await hana.getByText('Noor Saleh').first().waitFor()
})

it('changes the session, cancels it with a reason, and restores it', async () => {
  await hana.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = hana.getByRole('dialog', { name: 'Edit session' })
  await form.getByLabel('Title').fill('Kites in no wind')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await form.waitFor({ state: 'detached' })
  await hana.getByRole('heading', { level: 1, name: 'Kites in no wind' }).waitFor()
  await hana.getByRole('button', { name: 'More actions' }).click()
  await hana.getByRole('menuitem', { name: 'Cancel session' }).click()
  await hana.getByRole('dialog').getByRole('button', { name: 'Cancel session', exact: true }).click()
  await hana.getByRole('dialog').getByText('Say why, in a few words.').waitFor()
  await hana.getByRole('dialog').getByLabel('Reason').fill('A storm')
  await confirm(hana, 'Cancel session')
  await hana.getByRole('main').getByText('Cancelled', { exact: true }).first().waitFor()
  await hana.getByRole('button', { name: 'Restore', exact: true }).click()
  await confirm(hana, 'Restore')
  await hana.getByRole('main').getByText('Scheduled', { exact: true }).first().waitFor()
})

it('who reads the history finds each of these deeds', async () => {
  await hana.getByRole('tab', { name: 'History' }).click()
  await hana.getByRole('main').getByText(/A storm/).first().waitFor()
})

it('makes a report, and fetches the file by its signed address', async () => {
  await arrive(hana, '/reports')
  await hana.getByRole('radio', { name: /^CSV/ }).click()
  await hana.getByRole('button', { name: 'Make report' }).click()
  const fetching = hana.getByRole('button', { name: 'Fetch' }).first()
  await fetching.waitFor()
  const downloading = hana.waitForEvent('download')
  await fetching.click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  const address = download.url()
  expect(address).toContain('signature=')
  // The address alone opens it, and one letter of it changed does not.
  const [good, bad] = await Promise.all([address, address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))].map((each) => lina.request.get(each)))
  expect(good!.status()).toBe(200)
  expect(await good!.text()).toContain('Kites in no wind')
  expect(bad!.status()).toBeGreaterThanOrEqual(400)
})

it('the analytics count what is there', async () => {
  await arrive(hana, '/analytics')
  await hana.getByRole('heading', { name: 'Sessions per day' }).waitFor()
  await hana.getByText(/^[\d,]+ sessions/).first().waitFor()
})

it('had nothing to complain about', () => {
  expect([...complaintsOf(hana), ...complaintsOf(lina)]).toEqual([])
})
