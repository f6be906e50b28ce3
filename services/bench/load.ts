/** Asks the same bodies over and over on so many connections, and tells rate, delays and what the load itself cost. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

export interface Target { readonly name: string; readonly port: number; readonly pid: number; readonly headers: Readonly<Record<string, string>> }

export interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Milliseconds of the server's CPU per request. */
  readonly cpu: number
  /** MiB. */
  readonly memory: number
  /** Share of one core that the load generator used. */
  readonly loadCpu: number
}

export function ask(target: Target, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...target.headers }
    const asked = request({ port: target.port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent, headers }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const text = Buffer.concat(parts).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${target.name} answered ${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** One hash over the answers to all bodies: contenders are compared only when theirs are equal. */
export async function hashOf(target: Target, bodies: readonly string[]): Promise<{ hash: string; bytes: number }> {
  const agent = new Agent({ keepAlive: true })
  const hash = createHash('sha256')
  let bytes = 0
  for (const body of bodies) {
    const text = await ask(target, body, agent)
    hash.update(text)
    bytes += text.length
  }
  agent.destroy()
  return { hash: hash.digest('hex'), bytes: Math.round(bytes / bodies.length) }
}

export async function load(target: Target, bodies: readonly string[], connections: number, seconds: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const delays: number[] = []
  const cpuBefore = cpuOf(target.pid)
  const own = process.cpuUsage()
  const begun = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1000) {
      const sent = performance.now()
      await ask(target, bodies[next++ % bodies.length]!, agent)
      delays.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const elapsed = performance.now() - begun
  const ownCpu = process.cpuUsage(own)
  agent.destroy()
  delays.sort((a, b) => a - b)
  const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))]!
  return {
    perSecond: (delays.length / elapsed) * 1000, p50: at(0.5), p99: at(0.99),
    cpu: (cpuOf(target.pid) - cpuBefore) / delays.length, memory: memoryOf(target.pid),
    loadCpu: (ownCpu.user + ownCpu.system) / 1000 / elapsed,
  }
}

/** Milliseconds of CPU that a process has used, as Linux counts them: in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}
