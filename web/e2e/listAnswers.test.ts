import type { Browser, Page } from 'playwright-core'
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

/** What the page has asked since it was last told. */
function questionsOf(page: Page): () => string[] {
  let asked: string[] = []
  page.on('request', (request) => {
    const operation = request.url().endsWith('/graphql') ? (request.postDataJSON() as { operationName?: string } | null)?.operationName : undefined
    if (operation) asked.push(operation)
  })
  return () => {
    const told = asked
    asked = []
    return told
  }
}

const answered = (page: Page) => page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null)

it('asks each question once, whatever the address says meanwhile', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  const told = questionsOf(page)
  await arriveWhole(page, '/')
  told()
  const deeds: [deed: () => Promise<unknown>, questions: string[]][] = [
    [() => page.locator('nav a[href="/sessions"]').first().click(), ['SessionList']],
    [() => page.getByPlaceholder(searched).fill('Fire'), ['SessionList']],
    [() => page.getByPlaceholder(searched).fill(''), ['SessionList']],
    [() => page.getByRole('columnheader', { name: 'Title' }).getByRole('button').click(), ['SessionList']],
    [() => page.getByRole('button', { name: 'Next page' }).click(), ['SessionList']],
    [() => page.getByRole('button', { name: 'Previous page' }).click(), ['SessionList']],
    [() => page.locator('nav a[href="/people"]').first().click(), ['People']],
    [() => page.goBack(), ['SessionList']],
  ]
  for (const [deed, questions] of deeds) {
    await deed()
    // A search waits for the next letter before it asks; and one question too many would come after the answer.
    await page.waitForTimeout(400)
    await answered(page)
    await page.waitForTimeout(400)
    expect(told()).toEqual(questions)
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

const shifted = (page: Page) => page.evaluate(() => window.lecternShifted)

it('moves no row while one looks: what answers another question is drawn anew', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, '/sessions')
  await onPoorLine(page)
  const place = await page.locator('[role=row][data-id]').nth(3).locator('[data-row-link]').innerText()
  await page.getByPlaceholder(searched).fill(place)
  await page.locator('[aria-busy=true] [role=grid]').waitFor()
  await answered(page)
  await expect.poll(() => page.locator('[data-row-link]').allInnerTexts()).toSatisfy((titles: string[]) => titles.every((title) => title === place))
  expect(await shifted(page)).toBeLessThan(0.001)
  await page.context().close()
})

it('begins each page of a list at its top', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, '/people')
  const grid = page.getByRole('grid')
  const above = () => grid.evaluate((element) => element.scrollTop)
  await page.locator('[role=row][data-id]').last().scrollIntoViewIfNeeded()
  expect(await above()).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText(/^51–/u).waitFor()
  await expect.poll(above).toBe(0)
  await page.context().close()
})

it('begins each page of a list at its top on a phone, too', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana', { phone: true })
  await arriveWhole(page, '/people')
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText(/^51–/u).waitFor({ state: 'attached' })
  await expect.poll(() => page.getByRole('list', { name: 'People' }).evaluate((list) => Math.abs(list.getBoundingClientRect().top))).toBeLessThan(100)
  await page.context().close()
})
