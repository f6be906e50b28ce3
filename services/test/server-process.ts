import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Environment } from '../src/platform/config.ts'

const BUILT = resolve(import.meta.dirname, '../dist/src/main.js')
const KEPT = 1_000_000
const READY_MS = 120_000

export interface Exit { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A server as users run it: a process of its own. */
export interface ServerProcess {
  readonly pid: number
  /** Where it listens; known once it is `ready`. */
  readonly url: () => string
  /** Resolves when it has said that it listens; rejects with all that it said when it ended before. */
  readonly ready: Promise<void>
  readonly exited: Promise<Exit>
  /** The last that it wrote, log and terminal. */
  readonly said: () => string
  readonly signal: (signal: NodeJS.Signals) => void
  /** `kill -9`. */
  readonly kill: () => Promise<Exit>
  /** SIGTERM, and waits for it to go. */
  readonly stop: () => Promise<Exit>
}

const running = new Set<ServerProcess>()
process.once('exit', () => {
  for (const { pid } of running) process.kill(pid, 'SIGKILL')
})

/** Runs the built server with these settings and no others of this process; by itself on a free port. */
export function spawnServer(environment: Environment): ServerProcess {
  if (!existsSync(BUILT)) throw new Error('The server is not built: npm run build')
  const env = { PATH: process.env['PATH'], PORT: '0', LECTERN_LOG_LEVEL: 'warn', ...environment }
  const child = spawn(process.execPath, ['--enable-source-maps', BUILT], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let address: string | undefined
  const exited = new Promise<Exit>(done => child.once('close', (code, signal) => done({ code, signal })))
  const ready = new Promise<void>((isReady, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`The server did not become ready:\n${said}`)), READY_MS)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        said = (said + chunk).slice(-KEPT)
        address ??= /listening on (http:\/\/[^)\s]+)\)/.exec(said)?.[1]
        if (address === undefined) return
        clearTimeout(tooLate)
        isReady()
      })
    }
    void exited.then(({ code, signal }) => {
      clearTimeout(tooLate)
      reject(new Error(`The server ended (${signal ?? code}) before it was ready:\n${said}`))
    })
  })
  // Whoever means it to be refused waits for `exited` alone.
  ready.catch(() => {})
  const ending = (signal: NodeJS.Signals) => (): Promise<Exit> => {
    child.kill(signal)
    return exited
  }
  const server: ServerProcess = {
    pid: child.pid!, ready, exited,
    url: () => address ?? '',
    said: () => said,
    signal: signal => void child.kill(signal),
    kill: ending('SIGKILL'),
    stop: ending('SIGTERM'),
  }
  running.add(server)
  void exited.then(() => running.delete(server))
  return server
}

export async function startServer(environment: Environment): Promise<ServerProcess> {
  const server = spawnServer(environment)
  await server.ready
  return server
}
