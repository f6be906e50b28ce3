import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { personOf, planSession, someTrainees } from './arrange.ts'
import { arrive, complaintsOf, launch, live, openAs, openProgram, photograph } from './browser.ts'
import type { Program } from './browser.ts'

let browser: Browser
let admin: Program
let hana: Page
let mara: Page

beforeAll(async () => {
  browser = await launch()
  admin = await openProgram(browser, inject('lectern'), 'hana')
  ;[hana, mara] = await Promise.all([openAs(browser, inject('lectern'), 'hana'), openAs(browser, inject('lectern'), 'mara')])
})

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, hana, mara)
  return undefined
})

afterAll(async () => {
  await browser?.close()
})

const row = (page: Page, title: string): Locator => page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) })

/** The list that both look at holds these sessions alone. */
const list = (word: string) => `/sessions?${new URLSearchParams({ q: word })}`

async function bothAt(path: string): Promise<void> {
  await Promise.all([hana, mara].map(async (page) => {
    await arrive(page, path)
    await live(page)
  }))
}

async function edit(page: Page, title: string): Promise<Locator> {
  await page.getByRole('button', { name: `More about ${title}` }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const form = page.getByRole('dialog', { name: 'Edit session' })
  await form.getByLabel('Title').waitFor()
  return form
}

async function save(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Save changes' }).click()
  await form.waitFor({ state: 'detached' })
}

describe('a list that two look at', () => {
  beforeAll(async () => {
    await planSession(admin, { title: 'Beekeeping, day 1', trainer: 'mara', startsInMinutes: 2_000 })
    await bothAt(list('beekeeping'))
  })

  it('what one plans waits in a strip on the other, and is shown when asked for', async () => {
    await hana.getByRole('button', { name: 'New session' }).first().click()
    const form = hana.getByRole('dialog', { name: 'New session' })
    await form.getByLabel('Title').fill('Beekeeping, day 2')
    await form.getByLabel('Trainer').fill('Mara')
    await hana.getByRole('option', { name: /Mara Lindqvist/ }).click()
    await form.getByRole('button', { name: 'Plan session' }).click()
    await form.waitFor({ state: 'detached' })
    // Whoever made it sees it at once; whoever reads does not lose the line.
    await row(hana, 'Beekeeping, day 2').waitFor()
    await mara.getByRole('status').filter({ hasText: '1 new session matches these filters' }).waitFor()
    expect(await row(mara, 'Beekeeping, day 2').count()).toBe(0)
    await mara.getByRole('button', { name: 'Show them' }).click()
    await row(mara, 'Beekeeping, day 2').waitFor()
  })

  it('what one edits changes on the other, lit and with the name of who did it', async () => {
    const form = await edit(hana, 'Beekeeping, day 1')
    await form.getByRole('textbox', { name: /^Place/ }).fill('Yard, gate 7')
    await save(form)
    const lit = row(mara, 'Beekeeping, day 1')
    await lit.getByText('Yard, gate 7').waitFor()
    await lit.getByText(/Hana changed its place/).waitFor()
    expect(await row(hana, 'Beekeeping, day 1').getByText(/changed its place/).count()).toBe(0)
  })

  it('what one cancels is struck on the other', async () => {
    await hana.getByRole('button', { name: 'More about Beekeeping, day 2' }).click()
    await hana.getByRole('menuitem', { name: 'Cancel session' }).click()
    const ask = hana.getByRole('dialog')
    await ask.getByLabel('Reason').fill('It rains')
    await ask.getByRole('button', { name: 'Cancel session' }).click()
    await row(mara, 'Beekeeping, day 2').getByText('Cancelled').waitFor()
  })

  it('two edit one session: the second sees what the first did, and chooses', async () => {
    const [first, second] = await Promise.all([edit(hana, 'Beekeeping, day 1'), edit(mara, 'Beekeeping, day 1')])
    await first.getByRole('textbox', { name: /^Place/ }).fill('The orchard')
    await first.getByLabel('Duration').fill('45')
    await second.getByRole('textbox', { name: /^Place/ }).fill('The meadow')
    await save(first)
    await second.getByRole('button', { name: 'Save changes' }).click()
    const choice = mara.getByRole('dialog', { name: /Hana Farouk changed this while you did/ })
    const place = choice.getByRole('radiogroup', { name: 'Place' })
    await place.getByRole('radio', { name: /The orchard/ }).waitFor()
    await place.getByRole('radio', { name: /The meadow/ }).click()
    await choice.getByRole('button', { name: 'Save this choice' }).click()
    await choice.waitFor({ state: 'detached' })
    // Mine where I chose so, theirs where only they had changed it.
    await row(hana, 'Beekeeping, day 1').getByText('The meadow').waitFor()
    const { sessions } = await admin.ask<{ sessions: { nodes: { durationMinutes: number; location: string }[] } }>(
      '{ sessions(filter: { search: "beekeeping day 1" }) { nodes { durationMinutes location } } }',
    )
    expect(sessions.nodes).toEqual([{ durationMinutes: 45, location: 'The meadow' }])
  })

  it('offline says so and keeps its hands still; back again, what was missed is there', async () => {
    await mara.context().setOffline(true)
    await mara.getByRole('alert').filter({ hasText: 'You can read; changes wait.' }).waitFor()
    await mara.getByRole('button', { name: 'New session' }).and(mara.locator('[aria-disabled=true]')).first().waitFor()
    const form = await edit(hana, 'Beekeeping, day 1')
    await form.getByRole('textbox', { name: /^Place/ }).fill('The greenhouse')
    await save(form)
    await planSession(admin, { title: 'Beekeeping, day 3', trainer: 'mara', startsInMinutes: 4_000 })
    expect(await row(mara, 'Beekeeping, day 1').getByText('The meadow').count()).toBe(1)
    await mara.context().setOffline(false)
    await live(mara)
    await row(mara, 'Beekeeping, day 1').getByText('The greenhouse').waitFor()
    await mara.getByRole('status').filter({ hasText: '1 new session matches these filters' }).waitFor()
  })
})

it('a mark that one makes stands on the roster of the other, with the name', async () => {
  const [trainee] = await someTrainees(admin, 1)
  const session = await planSession(admin, { title: 'Marking together', trainer: 'mara', startsInMinutes: -5, trainees: [trainee!.username] })
  await bothAt(`/sessions/${session}/people`)
  await mara.getByRole('group', { name: `${trainee!.name}, Not marked` }).getByRole('radio', { name: 'Late' }).click()
  const marked = hana.getByRole('group', { name: `${trainee!.name}, Late` })
  await marked.waitFor()
  await marked.getByText(/Mara/).waitFor()
})

it('whoever is put on a session gains it, and loses it when taken off', async () => {
  const noor = await openAs(browser, inject('lectern'), 'noor')
  const { id: traineeId } = await personOf(admin, 'noor')
  const sessionId = await planSession(admin, { title: 'Knots for sailors', trainer: 'mara', startsInMinutes: 3_000 })
  await arrive(noor, list('knots'))
  await live(noor)
  await noor.getByText('No session matches').waitFor()
  await admin.ask('mutation($input: AddTraineesInput!) { addTrainees(input: $input) { errors { message } } }', { input: { sessionId, traineeIds: [traineeId] } })
  await noor.getByRole('status').filter({ hasText: '1 new session matches these filters' }).waitFor()
  await noor.getByRole('button', { name: 'Show them' }).click()
  await noor.getByRole('link', { name: 'Knots for sailors' }).click()
  await noor.getByRole('heading', { level: 1, name: 'Knots for sailors' }).waitFor()
  await live(noor)
  await admin.ask('mutation($input: RemoveTraineesInput!) { removeTrainees(input: $input) { errors { message } } }', { input: { sessionId, traineeIds: [traineeId] } })
  await noor.getByText('This session is not there any more').waitFor()
  await arrive(noor, list('knots'))
  await noor.getByText('No session matches').waitFor()
  expect(complaintsOf(noor)).toEqual([])
})

it('what the organisation is called changes on the screen of another', async () => {
  await arrive(mara, '/')
  await live(mara)
  const before = await rename('Riverside Academy')
  try {
    await mara.getByText('Riverside Academy').waitFor()
  } finally {
    await rename(before)
  }
  await mara.getByText(before).waitFor()
})

it('had nothing to complain about', () => {
  expect([...complaintsOf(hana), ...complaintsOf(mara)]).toEqual([])
})

/** Answers the name that it had. */
async function rename(name: string): Promise<string> {
  await arrive(hana, '/organisation')
  const field = hana.getByLabel('Name')
  const standing = await field.inputValue()
  await field.fill(name)
  await hana.getByRole('button', { name: 'Save' }).click()
  await hana.getByRole('status').filter({ hasText: 'Saved' }).first().waitFor()
  return standing
}
