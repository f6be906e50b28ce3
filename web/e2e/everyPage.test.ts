import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { arriveWhole, complaintsOf, launch, openAs, openProgram } from './browser.ts'
import type { Person } from './browser.ts'
import { allPlaces } from './places.ts'
import type { Places } from './places.ts'

let browser: Browser
let places: Places

beforeAll(async () => {
  browser = await launch()
  places = await allPlaces(await openProgram(browser, inject('lectern'), 'hana'))
})

afterAll(async () => {
  await browser?.close()
})

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Still experimental, and it compares with what is short for the eye: "Mara L.", a key's cap, a count. */
const unsure = ['label-content-name-mismatch']

/** What hinders somebody in reading or using the page, each with the places where. */
async function hindrances(page: Page, { coloursAlone = false } = {}): Promise<string[]> {
  // No page here has frames: one look is enough, without a second window.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (coloursAlone ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe.withTags(rules).disableRules(unsure)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim()}`))
}

async function darken(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark')
}

/** What is scrolled halfway under a head that stays is no small target; where the calendar begins depends on the hour. */
const toTheTop = (page: Page) =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll('main *')) each.scrollTop = 0
  })

/** By how much one would have to scroll sideways. */
const overhang = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What still moves for a moment where somebody asked for stillness. */
const movements = (page: Page) =>
  page.evaluate(() => {
    const seconds = (times: string) => Math.max(...times.split(',').map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 0.001 : 1)))
    const moves = ({ transitionDuration, transitionDelay, animationName, animationDuration }: CSSStyleDeclaration) =>
      seconds(transitionDuration) + seconds(transitionDelay) > 0.01 || (animationName !== 'none' && seconds(animationDuration) > 0.01)
    return [...document.querySelectorAll('body *')].filter((each) => moves(getComputedStyle(each))).map(({ outerHTML }) => outerHTML.slice(0, 120))
  })

/** The name of a message where its words should stand. */
const wordless = (page: Page) =>
  page.evaluate(() => document.body.innerText.match(/\b(account|analytics|app|assign|attendance|calendar|home|journal|kit|own|people|person|reports|session)\.[a-zA-Z]+(\.[a-zA-Z]+)*\b/gu) ?? [])

async function tryAll(page: Page, found: Map<string, string[]>, names?: readonly string[], person: Person = 'hana'): Promise<void> {
  const note = (name: string, what: readonly (string | false)[]) => {
    const told = what.filter((one) => one !== false)
    if (told.length > 0) found.set(name, told)
  }
  for (const { name, path } of places[person].filter((place) => !names || names.includes(place.name))) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await arriveWhole(page, path)
    await toTheTop(page)
    note(`${name}, light`, [...(await hindrances(page)), ...(await movements(page)), ...(await wordless(page))])
    const titles = await page.locator('h1').count()
    note(`${name}, title`, [titles !== 1 && `${titles} headings of the first level`])
    await darken(page)
    // The same page in other colours.
    note(`${name}, dark`, await hindrances(page, { coloursAlone: true }))
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('main').waitFor()
    const over = await overhang(page)
    note(`${name}, phone`, [over > 0 && `${over} px too wide`])
  }
}

describe.each<[Person]>([['hana'], ['mara'], ['noor']])('%s', (person) => {
  it('reads and uses every page, in light, in dark and on a phone', { timeout: 240_000 }, async () => {
    const page = await openAs(browser, inject('lectern'), person)
    const found = new Map<string, string[]>()
    await tryAll(page, found, undefined, person)
    expect(Object.fromEntries(found)).toEqual({})
    expect(complaintsOf(page)).toEqual([])
    await page.context().close()
  })
})

it('reads the main pages in Arabic, from right to left', { timeout: 120_000 }, async () => {
  const page = await openAs(browser, inject('lectern'), 'hana', { language: 'ar' })
  const found = new Map<string, string[]>()
  await tryAll(page, found, ['home', 'sessions', 'calendar', 'people', 'session-people', 'analytics'])
  expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  expect(Object.fromEntries(found)).toEqual({})
})

it('signs in in light, in dark and on a phone', async () => {
  const page = await browser.newPage({ baseURL: inject('lectern'), reducedMotion: 'reduce' })
  await page.goto('/sign-in')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const light = await hindrances(page)
  await darken(page)
  await page.setViewportSize({ width: 390, height: 844 })
  expect([light, await hindrances(page), await overhang(page)]).toEqual([[], [], 0])
})
