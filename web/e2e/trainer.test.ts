import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { dayOf, instantFromWall } from '../src/kit/zonedTime.ts'
import { planSession, someTrainees } from './arrange.ts'
import { arrive, complaintsOf, launch, openAs, openProgram, photograph } from './browser.ts'
import type { Program } from './browser.ts'

const zone = 'Africa/Cairo'

let browser: Browser
let admin: Program
let mara: Page
let session: string
let learner: string
let names: string[]

beforeAll(async () => {
  browser = await launch()
  admin = await openProgram(browser, inject('lectern'), 'hana')
  const trainees = await someTrainees(admin, 4)
  learner = trainees[0]!.username
  names = trainees.map(({ name }) => name).toSorted((one, other) => one.localeCompare(other, 'en-GB'))
  session = await planSession(admin, {
    title: 'Lamps and how to clean them', trainer: 'mara', startsInMinutes: -10, trainees: trainees.map(({ username }) => username),
  })
  await planSession(admin, { title: 'A night under the stars', trainer: 'mara', startsInMinutes: -10 - minutesSinceMidnight(), minutes: 30 })
  mara = await openAs(browser, inject('lectern'), 'mara')
})

/** Of the viewers' own day, which may begin at one o'clock. */
function minutesSinceMidnight(): number {
  const midnight = instantFromWall(`${dayOf(Date.now(), zone)}T00:00`, zone)
  return Math.floor((Date.now() - Date.parse(midnight ?? '')) / 60_000)
}

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, mara)
  return undefined
})

afterAll(async () => {
  await browser?.close()
})

const row = (name: string, mark: string) => mara.getByRole('group', { name: `${name}, ${mark}`, exact: true })

it('today shows the session that is held now', async () => {
  await arrive(mara, '/')
  const own = mara.getByRole('main').getByRole('link', { name: /Lamps and how to clean them/ }).first()
  await own.click()
  await mara.getByRole('heading', { level: 1, name: 'Lamps and how to clean them' }).waitFor()
  expect(new URL(mara.url()).pathname).toMatch(new RegExp(`^/sessions/${session}`))
})

it('today shows what began before midnight and went on', async () => {
  await arrive(mara, '/')
  await mara.getByRole('region', { name: 'Timetable of the day' }).getByRole('link', { name: /A night under the stars/ }).waitFor()
})

it('may mark a quarter of an hour before the start, on a page that was open before', async () => {
  const soon = await planSession(admin, { title: 'Wicks and how to trim them', trainer: 'mara', startsInMinutes: 15.2, trainees: [learner] })
  await arrive(mara, `/sessions/${soon}`)
  await mara.getByRole('heading', { level: 1, name: 'Wicks and how to trim them' }).waitFor()
  const mark = mara.getByRole('link', { name: 'Mark attendance' }).or(mara.getByRole('button', { name: 'Mark attendance' }))
  expect(await mark.count()).toBe(0)
  await mark.first().waitFor({ timeout: 45_000 })
})

it('marks by keys alone, one after the other, and takes the last back', async () => {
  await arrive(mara, `/sessions/${session}/people`)
  // The hand can begin at once: the first who is not marked has the focus.
  await row(names[0]!, 'Not marked').and(mara.locator(':focus')).waitFor()
  await mara.keyboard.press('p')
  await row(names[0]!, 'Present').waitFor()
  await mara.keyboard.press('l')
  await row(names[1]!, 'Late').waitFor()
  await row(names[2]!, 'Not marked').and(mara.locator(':focus')).waitFor()
  await mara.keyboard.press('u')
  await row(names[1]!, 'Not marked').and(mara.locator(':focus')).waitFor()
})

it('marks by a click, and a second click takes the mark back', async () => {
  await row(names[2]!, 'Not marked').getByRole('radio', { name: 'Excused' }).click()
  await row(names[2]!, 'Excused').getByRole('radio', { name: 'Excused' }).click()
  await row(names[2]!, 'Not marked').waitFor()
})

it('marks those who are left at once, and all marks stand after a reload', async () => {
  await mara.getByRole('button', { name: 'Mark 3 left as present' }).click()
  await row(names[3]!, 'Present').waitFor()
  await arrive(mara, `/sessions/${session}/people`)
  for (const name of names) await row(name, 'Present').waitFor()
})

it('completes the session', async () => {
  await mara.getByRole('button', { name: 'Complete', exact: true }).click()
  const ask = mara.getByRole('dialog')
  await ask.getByText('Everybody is marked.').waitFor()
  await ask.getByRole('button', { name: 'Complete' }).click()
  await ask.waitFor({ state: 'detached' })
  await mara.getByRole('main').getByText('Completed', { exact: true }).first().waitFor()
})

it('had nothing to complain about', () => {
  expect(complaintsOf(mara)).toEqual([])
})
