import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { arrive, launch, openAs, photograph } from './browser.ts'

let browser: Browser
let hana: Page

beforeAll(async () => {
  browser = await launch()
  hana = await openAs(browser, inject('lectern'), 'hana')
})

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, hana)
  return undefined
})

afterAll(async () => {
  await browser?.close()
})

/** The server does what it is asked once, and its first answer never arrives. */
async function loseFirstAnswer(operation: string): Promise<() => number> {
  let asked = 0
  await hana.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes(operation)) return route.continue()
    asked++
    if (asked > 1) return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
  return () => asked
}

it('a person whose temporary password was lost on the way is there once, and gets a new one', async () => {
  const asked = await loseFirstAnswer('mutation CreateUser')
  await arrive(hana, '/people')
  await hana.getByRole('button', { name: 'Add a person' }).first().click()
  const form = hana.getByRole('dialog', { name: 'Add a person' })
  await form.getByLabel('First name').fill('Wanda')
  await form.getByLabel('Last name').fill('Wick')
  await form.getByLabel('E-mail').fill('wanda.wick@delta-training.example')
  await form.getByRole('button', { name: 'Add Wanda' }).click()
  const lost = hana.getByRole('dialog', { name: 'Wanda Wick was added, the password is lost' })
  await lost.getByText('which it does once').waitFor()
  expect(asked()).toBe(2)
  await lost.getByRole('button', { name: 'Reset password' }).click()
  const shown = hana.getByRole('dialog', { name: 'A new password for Wanda Wick' })
  const password = await shown.getByText('Temporary password', { exact: true }).locator('xpath=following-sibling::*[1]//bdi').innerText()
  expect(password.length).toBeGreaterThanOrEqual(12)
})
