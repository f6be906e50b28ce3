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

/** Row and column, counted from 0, the row of headers first. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const cell = document.activeElement?.closest('[role=gridcell], [role=columnheader]')
    const row = cell?.parentElement
    if (!cell || !row) return undefined
    return [[...document.querySelectorAll('[role=grid] [role=row]')].indexOf(row), [...row.children].indexOf(cell)]
  })

async function places(page: Page, keys: readonly string[]): Promise<unknown[]> {
  const found: unknown[] = []
  for (const key of keys) {
    await page.keyboard.press(key)
    found.push(await focused(page))
  }
  return found
}

/** The whole page of rows is there, not only what a screen holds. */
const rows = async (page: Page, count: number) => page.locator('[role=row][data-id]').nth(count - 1).waitFor({ state: 'attached' })

it('goes through a list by keys, orders it and opens what it stands on', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana')
  await arriveWhole(page, '/people')
  await rows(page, 50)
  await page.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').focus()
  expect(await places(page, ['ArrowUp', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'Home', 'ArrowLeft'])).toEqual([[0, 0], [1, 0], [1, 1], [2, 1], [2, 0], [2, 0]])
  expect(await places(page, ['End', 'Control+Home', 'Control+End', 'ArrowDown'])).toEqual([[2, 6], [1, 0], [50, 6], [50, 6]])
  // One stop for all that has none of its own: who leaves the list and comes back is where they were.
  expect(await page.locator('[role=grid] :is([role=gridcell], [role=columnheader], a, [role=columnheader] button)[tabindex="0"]').count()).toBe(1)
  const name = await page.locator('[data-row-link] bdi').first().innerText()
  await places(page, ['Control+Home', 'ArrowRight'])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.goBack()
  await page.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').focus()
  await page.keyboard.press('Enter')
  await page.locator('[role=columnheader][aria-sort=descending]').waitFor()
  expect(complaintsOf(page)).toEqual([])
  await page.context().close()
})

it('goes the other way where one reads the other way', async () => {
  const page = await openAs(browser, inject('lectern'), 'hana', { language: 'ar' })
  await arriveWhole(page, '/people')
  await page.locator('[role=columnheader] button').first().focus()
  expect(await places(page, ['ArrowDown', 'ArrowLeft', 'ArrowRight', 'ArrowRight'])).toEqual([[1, 0], [1, 1], [1, 0], [1, 0]])
  await page.context().close()
})
