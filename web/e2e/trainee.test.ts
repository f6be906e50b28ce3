import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { addTrainee, planSession } from './arrange.ts'
import { arrive, complaintsOf, launch, openAs, openProgram, photograph } from './browser.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch()
  const admin = await openProgram(browser, inject('lectern'), 'hana')
  await addTrainee(admin, browser, inject('lectern'), 'tove')
  await planSession(admin, {
    title: 'Reading a timetable', trainer: 'mara', startsInMinutes: 5, trainees: ['tove'], classLink: 'https://meet.delta-training.example/timetable',
  })
})

afterAll(async () => {
  await browser?.close()
})

const widest = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.each([
  ['on a laptop', false],
  ['on a phone', true],
])('%s', (_, phone) => {
  let tove: Page
  beforeAll(async () => {
    tove = await openAs(browser, inject('lectern'), 'tove', { phone })
  })

  afterEach((test) => {
    if (test.task.result?.state === 'fail') return photograph(test, tove)
    return undefined
  })

  it('the home leads to the next session, with its class link', async () => {
    await arrive(tove, '/')
    const main = tove.getByRole('main')
    await main.getByText('Reading a timetable').first().waitFor()
    expect(await main.getByRole('link', { name: /Join/ }).first().getAttribute('href')).toBe('https://meet.delta-training.example/timetable')
    expect(await widest(tove)).toBe(0)
  })

  it('my sessions lead to one of them', async () => {
    await tove.getByRole('navigation').getByRole('link', { name: 'Sessions' }).first().click()
    await tove.getByRole('heading', { level: 1, name: 'My sessions' }).waitFor()
    await tove.getByRole('link', { name: /Reading a timetable/ }).click()
    await tove.getByRole('heading', { level: 1, name: 'Reading a timetable' }).waitFor()
    // Who else comes is not theirs to see.
    expect(await tove.getByRole('tab', { name: /^People/ }).count()).toBe(0)
    expect(await widest(tove)).toBe(0)
  })

  it.each([
    ['Trainers', 'My trainers'],
    ['Attendance', 'My attendance'],
  ])('%s', async (word, title) => {
    await tove.getByRole('navigation').getByRole('link', { name: word }).first().click()
    await tove.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await widest(tove)).toBe(0)
  })

  it.each(['/people', '/assignments', '/analytics', '/reports', '/organisation', '/changes/passwords'])('%s is not there for them', async (path) => {
    await tove.goto(path)
    await tove.getByRole('main').getByText('There is no such page').waitFor()
  })

  it('had nothing to complain about', () => {
    expect(complaintsOf(tove)).toEqual([])
  })
})
