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
