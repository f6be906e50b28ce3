/**
 * `npm run bench:web [-- --quick]`: how the web loads and moves on a slow phone, beside bare pages that show the same. Prints one table and
 * writes docs/bench/web.json.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { planSession } from '../e2e/arrange.ts'
import { launch, openProgram } from '../e2e/browser.ts'
import { startServer } from '../e2e/server.ts'
import { serveBarePage } from './barePage.ts'
import { firstVisit, sample, visits, work } from './journey.ts'
import type { Step } from './journey.ts'

const quick = process.argv.includes('--quick')
const rounds = quick ? 1 : 5
const measured = ['paint', 'shift', 'interaction', 'task', 'script'] as const

/** The middle of all rounds, figure by figure. */
function middle(runs: readonly Step[][]): Step[] {
  return runs[0]!.map(({ step }, index) => {
    const found = runs.map((run) => run[index]!)
    const figures = measured.flatMap((name) => {
      const values = found.flatMap((one) => one[name] ?? []).toSorted((a, b) => a - b)
      return values.length > 0 ? [[name, values[Math.floor(values.length / 2)]!] as const] : []
    })
    const moved = found.findLast((one) => one.moved)?.moved
    return { step, ...Object.fromEntries(figures), ...(moved && { moved }) }
  })
}

const server = await startServer('demo')
const browser = await launch()
const admin = await openProgram(browser, server.url, 'hana')
const { sessions } = await admin.ask<{ sessions: { nodes: object[]; totalCount: number } }>('{ sessions(first: 50) { totalCount nodes { title startsAt status location } } }')
const bare = await serveBarePage(sessions.nodes)
try {
  const runs: Step[][] = []
  for (let round = 0; round < rounds; round++) {
    await planSession(admin, { title: sample, trainer: 'mara', startsInMinutes: 3_000 + round * 60 })
    runs.push([
      await firstVisit(browser, bare.url, 'bare sign-in page', '/sign-in'),
      await firstVisit(browser, server.url, 'sign-in page, first', '/sign-in'),
      ...(await visits(browser, server.url, 'hana', 'home of an admin', '/')),
      ...(await visits(browser, server.url, 'mara', 'home of a trainer', '/')),
      ...(await visits(browser, server.url, 'noor', 'home of a trainee', '/')),
      await firstVisit(browser, bare.url, 'bare list', '/sessions', 'Sessions'),
      ...(await visits(browser, server.url, 'hana', 'session list', '/sessions')),
      ...(await work(browser, server.url)),
    ])
  }
  const steps = middle(runs)
  console.table(Object.fromEntries(steps.map((figures) => [figures.step, figures])), [...measured])
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`
  const file = { case: 'web', date: new Date().toISOString(), machine, browser: browser.version(), quick, rounds, sessions: sessions.totalCount, steps }
  writeFileSync(resolve(import.meta.dirname, '../../docs/bench/web.json'), `${JSON.stringify(file, null, 2)}\n`)
} finally {
  await browser.close()
  await bare.stop()
  await server.stop()
}
