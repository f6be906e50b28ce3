import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { arriveWhole, launch, openAs } from './browser.ts'
import type { Device } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
})

it.each<[NonNullable<Device['language']>, string, string]>([
  ['en', 'auckl', 'Auckland'],
  ['ar', 'نيوزيل', 'توقيت نيوزيلندا'],
])('a zone is found in %s by what one calls it, and what one types stays', async (language, typed, name) => {
  const page = await openAs(browser, inject('lectern'), 'mara', { language })
  await arriveWhole(page, '/profile')
  const field = page.getByRole('combobox', { name: language === 'ar' ? /المنطقة الزمنية/ : /Time zone/ })
  await field.click()
  await field.fill(typed)
  await page.getByRole('option', { name }).first().waitFor()
  expect(await field.inputValue()).toBe(typed)
  await page.context().close()
})
