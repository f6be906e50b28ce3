import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { complaintsOf, failOnErrors, launch, openDevice, photograph } from './browser.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

const own = 'three quiet lamps at noon'

let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer('empty'), launch()])
  page = await (await openDevice(browser, server.url)).newPage()
  failOnErrors(page)
})

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, page)
  return undefined
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function signIn(username: string, password: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

it('a stranger is asked to sign in, and a wrong password says so', async () => {
  await page.goto('/')
  await signIn('admin', 'not the right one')
  await page.getByRole('alert').first().waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})

it('the password of the terminal opens the door, and must be changed before anything else', async () => {
  const temporary = /temporary password (\S+) /.exec(server.greeting)?.[1]
  expect(temporary).toBeTruthy()
  await signIn('admin', temporary!)
  await page.getByRole('heading', { name: 'Choose your own password' }).waitFor()
  // No way round it.
  await page.goto('/people')
  await page.waitForURL('**/password')
  await page.getByRole('heading', { name: 'Choose your own password' }).waitFor()
  await page.getByLabel('Temporary password').fill(temporary!)
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByText('Use at least 12 characters.').waitFor()
  await page.getByLabel('New password').fill(own)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('heading', { level: 1 }).waitFor()
})

it('an empty organisation says what to do first', async () => {
  await page.goto('/sessions')
  await page.getByRole('heading', { name: 'No sessions yet' }).waitFor()
  await page.getByRole('main').getByRole('button', { name: 'New session' }).first().waitFor()
})

it('signs out, and the new password signs in again', async () => {
  await page.getByRole('button', { name: /: profile, theme, language, sign out/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await signIn('admin', own)
  await page.waitForURL((url) => url.pathname === '/')
  await page.getByRole('heading', { level: 1 }).waitFor()
})

it('had nothing to complain about', () => {
  expect(complaintsOf(page)).toEqual([])
})
