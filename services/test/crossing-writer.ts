/** Raises the capacity of two sessions at once, again and again, in the one order and in the other; tells what was acknowledged. */
import { setTimeout as passed } from 'node:timers/promises'

// The built server, as it runs: the sources have decorators, which Node alone does not read.
const built = <Module>(path: string): Promise<Module> => import(new URL(`../dist/src/${path}.js`, import.meta.url).href) as Promise<Module>
const { createApp } = await built<typeof import('../src/app.ts')>('app')
const { readConfig } = await built<typeof import('../src/platform/config.ts')>('platform/config')
const { createContext, noCookie } = await built<typeof import('../src/platform/context.ts')>('platform/context')
const { system } = await built<typeof import('../src/platform/viewer.ts')>('platform/viewer')
const { findForChange, transact } = await built<typeof import('../src/platform/write.ts')>('platform/write')
const { Session } = await built<typeof import('../src/scheduling/session.entity.ts')>('scheduling/session.entity')

const [deeds, ...ids] = process.argv.slice(2)
const WORKERS = 4
const app = await createApp(readConfig())
let [acknowledged, runs, begun] = [0, 0, 0]

async function raise(order: readonly string[]): Promise<void> {
  const context = createContext(app.services, { viewer: system, requestId: 'crossing', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
  await transact(context, { verb: 'test', reason: null, prepared: undefined }, async work => {
    runs++
    // Both are written in one flush at the end: were their versions compared for the first alone, raises would be lost.
    for (const id of order) {
      const session = await findForChange(work, Session, id)
      session.capacity = (session.capacity ?? 0) + 1
    }
  })
  acknowledged++
}

async function work(): Promise<void> {
  while (begun++ < Number(deeds)) {
    const order = begun % 2 === 0 ? ids : ids.toReversed()
    // Whoever is told to try again tries again.
    while (!(await raise(order).then(() => true, isBusy))) await passed(Math.random() * 50)
  }
}

function isBusy(error: unknown): false {
  if ((error as { extensions?: { code?: string } }).extensions?.code === 'UNAVAILABLE') return false
  throw error
}

await Promise.all(Array.from({ length: WORKERS }, work))
await app.close()
process.stdout.write(JSON.stringify({ acknowledged, runs }))
