/** Asks the same bodies over and over on so many connections, and tells rate, delays and what the load itself cost. */
import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { cpuOf, databaseCpu, memoryOf, type Contender } from './contender.ts'

export interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Milliseconds of the server's CPU per request, and of the database's where it is a process of its own on this machine. */
  readonly cpu: number
  readonly databaseCpu: number
  /** MiB. */
  readonly memory: number
  /** Share of one core that the load generator used. */
  readonly loadCpu: number
}

export interface Answered { readonly status: number; readonly text: string }

export function send(target: Contender, body: string, agent: Agent, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...target.headers, ...headers }
    const asked = request({ port: target.port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers: sent }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

export async function ask(target: Contender, body: string, agent: Agent, headers?: Readonly<Record<string, string>>): Promise<string> {
  const { status, text } = await send(target, body, agent, headers)
  if (status !== 200) throw new Error(`${target.name} answered ${status}: ${text.slice(0, 300)}`)
  return text
}

/** One hash over the answers to all bodies: contenders are compared only when theirs are equal. */
export async function hashOf(target: Contender, bodies: readonly string[]): Promise<{ hash: string; bytes: number }> {
  const agent = new Agent({ keepAlive: true })
  const hash = createHash('sha256')
  let bytes = 0
  for (const body of bodies) {
    // Some put a line's end behind their JSON.
    const text = (await ask(target, body, agent)).trimEnd()
    hash.update(text)
    bytes += text.length
  }
  agent.destroy()
  return { hash: hash.digest('hex'), bytes: Math.round(bytes / bodies.length) }
}

/** What is done over and over by each of so many workers, with its number; resolves when it is done once. */
export type Deed = (turn: number, agent: Agent) => Promise<void>

export interface Until { readonly seconds?: number; readonly times?: number }

export async function repeat(target: Contender, workers: number, { seconds = Infinity, times = Infinity }: Until, deed: Deed): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: workers })
  const delays: number[] = []
  const [cpu, database, own, begun] = [cpuOf(target.pid), databaseCpu(), process.cpuUsage(), performance.now()]
  let next = 0
  const worker = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1000 && next < times) {
      const sent = performance.now()
      await deed(next++, agent)
      delays.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  const elapsed = performance.now() - begun
  const ownCpu = process.cpuUsage(own)
  agent.destroy()
  return {
    perSecond: (delays.length / elapsed) * 1000, ...quantiles(delays),
    cpu: (cpuOf(target.pid) - cpu) / delays.length, databaseCpu: (databaseCpu() - database) / delays.length, memory: memoryOf(target.pid),
    loadCpu: (ownCpu.user + ownCpu.system) / 1000 / elapsed,
  }
}

export function load(target: Contender, bodies: readonly string[], connections: number, seconds: number): Promise<Round> {
  return repeat(target, connections, { seconds }, async (turn, agent) => void (await ask(target, bodies[turn % bodies.length]!, agent)))
}

export function quantiles(delays: readonly number[]): { p50: number; p99: number } {
  const sorted = delays.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}
