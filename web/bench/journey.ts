import type { Browser, Page } from 'playwright-core'
import { password, signIn } from '../e2e/browser.ts'
import type { Person } from '../e2e/browser.ts'
import { openSlowDevice } from './slowDevice.ts'
import type { Brings, SlowDevice } from './slowDevice.ts'

/** One line of the table; milliseconds, and kilobytes of script over the network. */
export interface Step {
  step: string
  /** The largest paint of a page that is loaded; of a page within the app, from the tap to its content. */
  paint?: number
  shift?: number
  /** What moved furthest. */
  moved?: string
  interaction?: number
  task?: number
  script?: number
}

const round = (value: number) => Math.round(value * 1000) / 1000

async function loaded(step: string, { page, noticed, quiet, scriptBytes }: SlowDevice, path: string): Promise<Step> {
  await page.goto(path, { waitUntil: 'commit' })
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  // What comes in the quiet moments afterwards is for the next page.
  const script = Math.round(scriptBytes() / 1000)
  await quiet()
  const { paint, shift, moved, task } = await noticed()
  return { step, paint: Math.round(paint), shift: round(shift), ...(moved && { moved }), task: Math.round(task), script }
}

/** A first visit: nothing is kept, and nobody is signed in. */
export async function firstVisit(browser: Browser, url: string, step: string, path: string, heading = 'Sign in'): Promise<Step> {
  const device = await openSlowDevice(browser, url, { phone: true })
  try {
    const found = await loaded(step, device, path)
    await device.page.getByRole('heading', { name: heading }).waitFor()
    return found
  } finally {
    await device.context.close()
  }
}

/** The page is opened by its address with nothing kept, and then again, as on the next day. */
export async function visits(browser: Browser, url: string, person: Person, name: string, path: string): Promise<Step[]> {
  const device = await openSlowDevice(browser, url, { phone: true }, (context) => signIn(context, person, password))
  try {
    const cold = await loaded(`${name}, first`, device, path)
    const { script: _, ...again } = await loaded(`${name}, again`, device, path)
    return [cold, again]
  } finally {
    await device.context.close()
  }
}

/** Does something, waits for what it brings, and says how long that took from the touch on and what the browser felt. */
async function act(device: SlowDevice, step: string, deed: () => Promise<unknown>, brings?: Brings): Promise<Step> {
  await device.forget()
  const shown = brings && (await device.lookOut(brings, sample))
  await deed()
  const paint = await shown?.()
  await device.quiet()
  // What an interaction cost is told a little after it.
  await device.page.waitForTimeout(500)
  const { interaction, task, shift, moved } = await device.noticed()
  const costs = { shift: round(shift), ...(moved && { moved }), interaction: Math.round(interaction), task: Math.round(task) }
  return { step, ...(paint !== undefined && { paint: Math.round(paint) }), ...costs }
}

const scrolled = async (page: Page) => {
  await page.mouse.move(700, 500)
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.wheel(0, 200)
    await page.waitForTimeout(100)
  }
}

/** What is found in the list, opened and changed. */
export const sample = 'Working far away'

const rowsThere: Brings = () => document.querySelectorAll('[role=row]').length > 10
const foundAlone: Brings = (title) => {
  const texts = [...document.querySelectorAll('[role=row][data-id]')].map((row) => row.textContent)
  return texts.length > 0 && texts.every((text) => text.includes(title))
}
const editThere: Brings = () => [...document.querySelectorAll('button')].some(({ textContent }) => textContent === 'Edit')
const formThere: Brings = () => document.querySelector('[role=dialog] input') !== null
const formGone: Brings = () => document.querySelector('[role=dialog]') === null

/** On a wide screen, where the list is a table: from the home to the list, scroll, filter, open one, edit, save. */
export async function work(browser: Browser, url: string): Promise<Step[]> {
  const device = await openSlowDevice(browser, url, {}, (context) => signIn(context, 'hana', password))
  const { page } = device
  const found = page.getByRole('row').filter({ hasText: sample }).first()
  const dialog = page.getByRole('dialog')
  try {
    await loaded('home', device, '/')
    return [
      await act(device, 'go to the list', () => page.locator('nav a[href="/sessions"]').first().click(), rowsThere),
      await act(device, 'scroll it', () => scrolled(page)),
      await act(device, 'filter it', () => page.getByPlaceholder('Search title or trainer').pressSequentially(sample), foundAlone),
      await act(device, 'open one', () => found.getByRole('link').click(), editThere),
      await act(device, 'edit it', () => page.getByRole('button', { name: 'Edit', exact: true }).click(), formThere),
      await act(device, 'type', () => dialog.getByLabel('Title').pressSequentially(', again')),
      await act(device, 'save it', () => dialog.getByRole('button', { name: 'Save changes' }).click(), formGone),
    ]
  } finally {
    await device.context.close()
  }
}
