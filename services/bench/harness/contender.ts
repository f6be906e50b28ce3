/** The processes that are measured: each its own, started as in production, ended with the run. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import type { Environment } from '../../src/platform/config.ts'

export interface Contender {
  readonly name: string
  readonly port: number
  readonly pid: number
  headers: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** After a case that failed: the next one needs the rows, and the machine, for itself. */
export async function stopAll(): Promise<void> {
  const gone = [...running].map(child => new Promise<void>(done => child.once('exit', () => done())))
  for (const child of running) child.kill('SIGKILL')
  await Promise.all(gone)
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise(done => probe.close(done))
  return port
}

export interface Program { readonly script: string; readonly environment: Environment; readonly command?: readonly string[] }

/** Starts a program of the bench (or of the server, `../src/main.js`) and waits until it answers. */
export async function start(name: string, { script, environment, command = [process.execPath] }: Program): Promise<Contender> {
  const port = await freePort()
  const file = resolve(import.meta.dirname, '..', script)
  const [program, ...options] = command
  const child = spawn(program!, [...options, file], {
    env: { ...process.env, ...environment, PORT: String(port), NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'inherit'],
  })
  running.add(child)
  const gone = new Promise<void>(done => child.once('exit', () => {
    running.delete(child)
    done()
  }))
  const stop = async (): Promise<void> => {
    const cut = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.kill()
    await gone
    clearTimeout(cut)
  }
  await Promise.race([answers(port), gone.then(() => Promise.reject(new Error(`${name} did not start.`)))])
  return { name, port, pid: child.pid!, headers: {}, stop }
}

const PATIENCE = 60_000

/** Until it takes requests; what it answers does not matter, unless it says that it is not ready. */
export async function answers(port: number): Promise<number> {
  const begun = performance.now()
  while (performance.now() - begun < PATIENCE) {
    const status = await new Promise<number>(done => {
      get({ port, host: '127.0.0.1', path: '/health/ready', agent: false }, response => done(response.resume().statusCode ?? 0)).once('error', () => done(0))
    })
    if (status !== 0 && status !== 503) return performance.now() - begun
    await new Promise(done => setTimeout(done, 10))
  }
  throw new Error('It takes no requests.')
}

/** Milliseconds of CPU that a process has used, as Linux counts them: in hundredths of a second. */
export function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

/** MiB in memory. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024
  } catch {
    return Number.NaN
  }
}

/** The database servers on this machine; several count together, for which of them is asked cannot be seen from outside. */
export function databaseCpu(): number {
  const servers = processes().filter(({ name }) => name === 'mariadbd' || name === 'mysqld')
  return servers.reduce((sum, { pid }) => sum + cpuOf(pid), 0)
}

function processes(): { pid: number; name: string }[] {
  try {
    return readdirSync('/proc').filter(entry => /^\d+$/.test(entry)).map(entry => ({ pid: Number(entry), name: nameOf(entry) }))
  } catch {
    return []
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
