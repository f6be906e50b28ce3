import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { arriveWhole, complaintsOf, launch, openAs } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
})

const searched = 'Search title or trainer'

/** Begins far from now: what stands in it is not asked for again because its time has come. */
const sessions = () => `/sessions?from=${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)}`

const operationOf = (request: Request) => (request.url().endsWith('/graphql') ? (request.postDataJSON() as { operationName?: string } | null)?.operationName : undefined)

/** What the page asks from now on. */
function questionsOf(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const operation = operationOf(request)
    if (operation) asked.push(operation)
  })
  return asked
}

const answered = (page: Page) => page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null)
/** All rows of a page are there, not only what a screen holds. */
const rows = (page: Page) => page.locator('[role=row][data-id]').nth(49).waitFor({ state: 'attached' })

it('asks each question once, whatever the address says meanwhile', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, sessions())
  const asked = questionsOf(page)
  const deeds: [deed: () => Promise<unknown>, question: string][] = [
    [() => page.getByPlaceholder(searched).fill('Fire'), 'SessionList'],
    [() => page.getByPlaceholder(searched).fill(''), 'SessionList'],
    [() => page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click(), 'SessionList'],
    [() => page.getByRole('button', { name: 'Next page' }).click(), 'SessionList'],
    [() => page.getByRole('button', { name: 'Previous page' }).click(), 'SessionList'],
    [() => page.locator('nav a[href="/people"]').first().click(), 'People'],
    [() => page.goBack(), 'SessionList'],
  ]
  for (const [deed, question] of deeds) {
    asked.length = 0
    const comes = page.waitForRequest((request) => operationOf(request) === question)
    await deed()
    await comes
    await answered(page)
    // One question too many would come after the answer.
    await page.waitForTimeout(400)
    expect(asked).toEqual([question])
  }
  expect(complaintsOf(page)).toEqual([])
  await page.context().close()
})

declare global {
  interface Window {
    lecternShifted: number
  }
}

/** Every answer takes as long as on a poor line: what moves half a second after the last touch, a reader did not expect. */
async function onPoorLine(page: Page): Promise<void> {
  await page.route('**/graphql', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800))
    await route.continue()
  })
  await page.evaluate(() => {
    window.lecternShifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) window.lecternShifted += entry.value
      }
    }).observe({ type: 'layout-shift' })
  })
}

/** It is told a little after it was painted. */
const shifted = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(window.lecternShifted), 100)))))

it('moves no row while one looks: what answers another question is drawn anew', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, sessions())
  await onPoorLine(page)
  const title = await page.locator('[role=row][data-id]').nth(3).locator('[data-row-link]').innerText()
  await page.getByPlaceholder(searched).fill(title)
  await page.locator('[aria-busy=true] [role=grid]').waitFor()
  await answered(page)
  await expect.poll(() => page.locator('[data-row-link]').allInnerTexts()).toSatisfy((titles: string[]) => titles.length > 0 && titles.every((one) => one === title))
  expect(await shifted(page)).toBeLessThan(0.001)
  await page.context().close()
})

it('begins each page of a list at its top', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, '/people')
  const grid = page.getByRole('grid')
  await rows(page)
  const above = () => grid.evaluate((element) => element.scrollTop)
  await page.locator('[role=row][data-id]').last().scrollIntoViewIfNeeded()
  expect(await above()).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText(/^51–/u).waitFor()
  await answered(page)
  await expect.poll(above, { timeout: 15_000 }).toBe(0)
  await page.context().close()
})

it('begins each page of a list at its top on a phone, too', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana', { phone: true })
  await arriveWhole(page, '/people')
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText(/^51–/u).waitFor({ state: 'attached' })
  await answered(page)
  await expect.poll(() => page.getByRole('list', { name: 'People' }).evaluate((list) => Math.abs(list.getBoundingClientRect().top)), { timeout: 15_000 }).toBeLessThan(100)
  await page.context().close()
})

it.each([['sessions', sessions()], ['changes', '/changes']])('says that a question for %s failed, and does not show the old answer for it', async (_, path) => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, path)
  await page.route('**/graphql', (route) => route.fulfill({ status: 500, body: 'broken' }))
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  expect(await page.getByText(/^51–/u).count()).toBe(0)
  await page.unroute('**/graphql')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText(/^51–/u).waitFor()
  await page.context().close()
})
