import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, inject, it } from 'vitest'
import { planSession, someTrainees } from './arrange.ts'
import { arrive, launch, openAs, openProgram, photograph } from './browser.ts'
import type { Program } from './browser.ts'

let browser: Browser
let admin: Program
let mara: Page
let session: string
let trainee: string

beforeAll(async () => {
  browser = await launch()
  admin = await openProgram(browser, inject('lectern'), 'hana')
  const [booked] = await someTrainees(admin, 1)
  trainee = booked!.name
  session = await planSession(admin, { title: 'A lamp too late', trainer: 'mara', startsInMinutes: -10, trainees: [booked!.username] })
  mara = await openAs(browser, inject('lectern'), 'mara')
})

afterEach((test) => {
  if (test.task.result?.state === 'fail') return photograph(test, mara)
  return undefined
})

afterAll(async () => {
  await browser?.close()
})

async function cancel(): Promise<void> {
  const { session: found } = await admin.ask<{ session: { version: number } }>('query($id: ID!) { session(id: $id) { version } }', { id: session })
  await admin.ask('mutation($input: CancelSessionInput!) { cancelSession(input: $input) { errors { message } } }', {
    input: { id: session, version: found.version, reason: 'No oil' },
  })
}

it('a mark stands at once; when the server refuses it, it goes back and the reason is said', async () => {
  const row = (mark: string) => mara.getByRole('group', { name: `${trainee}, ${mark}`, exact: true })
  await arrive(mara, `/sessions/${session}/people`)
  const cancelled = Promise.withResolvers<void>()
  // The mark is on its way until somebody else was faster.
  await mara.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('MarkAttendance')) await cancelled.promise
    await route.continue()
  })
  await row('Not marked').getByRole('radio', { name: 'Present' }).click()
  await row('Present').waitFor()
  await cancel()
  cancelled.resolve()
  const refused = mara.getByRole('alert').filter({ hasText: 'Not saved.' })
  await refused.getByText('The session is not scheduled any more.').waitFor()
  await row('Not marked').waitFor()
})
