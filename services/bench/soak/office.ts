/** Those who work: they read pages of the list, and every so often rename a session. */
import { Agent } from 'node:http'
import { setTimeout as passed } from 'node:timers/promises'
import type { Contender } from '../harness/contender.ts'
import { repeat, send } from '../harness/load.ts'
import { listBodies } from '../list/list.ts'

export interface Office {
  readonly server: Contender
  readonly token: () => Promise<string>
}

/** What becomes of each request. */
export type Timed = (kind: 'query' | 'mutation', milliseconds: number, failure: string | undefined) => void

const WORKERS = 8
const PAGES = 60
const RENAMED = 100
/** One in so many is a mutation. */
const EACH = 8
const MEASURED_SECONDS = 15
/** Well before a token ends. */
const FRESH_MS = 5 * 60_000
const FIRST = JSON.stringify({ query: `{ sessions(first: ${RENAMED}) { nodes { id version } } }` })
const RENAME = 'mutation Rename($input: UpdateSessionInput!) { updateSession(input: $input) { session { id version } errors { code } } }'

type Deed = (turn: number, agent: Agent) => Promise<{ readonly kind: 'query' | 'mutation'; readonly failure: string | undefined }>

/** One deed after the other; each session is renamed by one at a time, so that nobody is refused. */
async function deeds({ server, token }: Office): Promise<Deed> {
  const refresh = async (): Promise<void> => {
    server.headers = { authorization: `Bearer ${await token()}` }
  }
  await refresh()
  let freshAt = performance.now()
  const pages = await listBodies(server, PAGES)
  const agent = new Agent()
  const { data } = JSON.parse((await send(server, FIRST, agent)).text) as { data: { sessions: { nodes: { id: string; version: number }[] } } }
  agent.destroy()
  const free = [...data.sessions.nodes]

  const rename = async (keptAlive: Agent): Promise<string | undefined> => {
    const session = free.shift()!
    const input = { ...session, title: `Renamed at ${new Date().toISOString()}` }
    const { status, text } = await send(server, JSON.stringify({ query: RENAME, operationName: 'Rename', variables: { input } }), keptAlive)
    const renamed = status === 200 ? (JSON.parse(text) as { data?: { updateSession?: { session: typeof session | null } } }).data?.updateSession?.session : undefined
    free.push(renamed ?? session)
    return renamed ? undefined : `${status} ${text.slice(0, 200)}`
  }
  return async (turn, keptAlive) => {
    if (performance.now() - freshAt > FRESH_MS) {
      freshAt = performance.now()
      await refresh()
    }
    if (turn % EACH === 0) return { kind: 'mutation', failure: await rename(keptAlive) }
    const { status, text } = await send(server, pages[turn % PAGES]!, keptAlive)
    return { kind: 'query', failure: status === 200 && !text.includes('"errors"') ? undefined : `${status} ${text.slice(0, 200)}` }
  }
}

/** How many requests a second are answered when each worker asks as soon as it can. */
export async function measureLimit(office: Office): Promise<number> {
  const deed = await deeds(office)
  const measure = (seconds: number) => repeat(office.server, WORKERS, { seconds }, async (turn, agent) => void (await deed(turn, agent)))
  await measure(MEASURED_SECONDS / 3)
  return (await measure(MEASURED_SECONDS)).perSecond
}

/** So many requests a second, spread evenly, until the signal comes. */
export async function work(office: Office, perSecond: number, signal: AbortSignal, timed: Timed): Promise<void> {
  const deed = await deeds(office)
  const agent = new Agent({ keepAlive: true, maxSockets: WORKERS })
  const begun = performance.now()
  let turn = 0
  const worker = async (): Promise<void> => {
    while (!signal.aborted) {
      const mine = turn++
      await passed(Math.max(0, begun + (mine * 1_000) / perSecond - performance.now()))
      const asked = performance.now()
      const { kind, failure } = await deed(mine, agent).catch((error: unknown) => ({ kind: 'query' as const, failure: String(error) }))
      timed(kind, performance.now() - asked, failure)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
  agent.destroy()
}
