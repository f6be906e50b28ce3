/**
 * `npm run screenshots -- <folder>`: every page as each person sees it, light, dark, on a phone and in Arabic, as
 * pictures in the folder; further words choose among them (`home`, `mara-`, `-phone`).
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { arrive, arriveWhole, launch, openAs, openDevice, openProgram } from './browser.ts'
import type { Device, Person } from './browser.ts'
import { allPlaces } from './places.ts'
import { startServer } from './server.ts'

const looks: Record<string, Device> = {
  light: {},
  dark: { dark: true },
  phone: { phone: true },
  arabic: { language: 'ar' },
  'arabic-phone': { language: 'ar', phone: true },
}

const [folder, ...wanted] = process.argv.slice(2)
if (!folder) throw new Error('Name a folder: npm run screenshots -- pictures')
const target = resolve(process.env['INIT_CWD'] ?? '.', folder)
mkdirSync(target, { recursive: true })

const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((word) => name.includes(word))

async function picture(page: Page, path: string, name: string): Promise<void> {
  try {
    await arriveWhole(page, path)
    // A table measures itself before it draws its rows.
    await page.waitForFunction(() => [...document.querySelectorAll('[role=grid]')].every((grid) => grid.querySelector('[role=row][data-id]')))
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
  }
  await page.screenshot({ path: join(target, `${name}.png`) })
}

async function pictureOfSignIn(browser: Browser, url: string, device: Device, name: string): Promise<void> {
  const context = await openDevice(browser, url, device)
  const page = await context.newPage()
  await arrive(page, '/sign-in')
  await page.screenshot({ path: join(target, `${name}.png`) })
  await context.close()
}

async function photographAll(browser: Browser, url: string): Promise<void> {
  const places = await allPlaces(await openProgram(browser, url, 'hana'))
  for (const [look, device] of Object.entries(looks)) {
    if (isWanted(`sign-in-${look}`)) await pictureOfSignIn(browser, url, device, `sign-in-${look}`)
    for (const person of Object.keys(places) as Person[]) {
      const chosen = places[person].map(({ name, path }) => ({ path, name: `${person}-${name}-${look}` })).filter(({ name }) => isWanted(name))
      if (chosen.length === 0) continue
      const page = await openAs(browser, url, person, device)
      for (const { name, path } of chosen) await picture(page, path, name)
      await page.context().close()
    }
  }
}

const server = await startServer('demo')
const browser = await launch()
try {
  await photographAll(browser, server.url)
} finally {
  await browser.close()
  await server.stop()
}
