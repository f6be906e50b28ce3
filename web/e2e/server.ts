import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const programs = { demo: 'services/dist/tools/demo.js', empty: 'services/dist/src/main.js' } as const

export interface Server {
  url: string
  /** What it wrote to its terminal when it was ready. */
  greeting: string
  /** Sends what a terminal or a supervisor sends, and waits; the data goes with it. */
  stop: () => Promise<void>
}

/** The built server in a process of its own, with a new database; `demo` fills it, `empty` is a first start. `trace`: a file for what happens inside. */
export async function startServer(kind: keyof typeof programs, { trace }: { trace?: string } = {}): Promise<Server> {
  const program = join(root, programs[kind])
  for (const built of [program, join(root, 'web/dist/index.html')]) {
    if (!existsSync(built)) throw new Error(`${built} is missing: npm run build`)
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const traced = trace === undefined ? [] : ['--import', join(root, 'services/dist/tools/trace-inside.js')]
  const child = spawn(process.execPath, [...traced, program], {
    cwd: dataDir,
    env: {
      ...environment(), ...(trace !== undefined && { LECTERN_TEST_TRACE: trace }),
      PORT: String(port), LECTERN_PUBLIC_URL: url, LECTERN_DATA_DIR: dataDir, LECTERN_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    await ended(child)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    return { url, greeting: await ready(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What this process was started with may name another database. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LECTERN_|DATABASE_URL$|REDIS_URL$|HOST$|PORT$)/.test(name)))
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolveReady, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        // The greeting ends with an empty line.
        if (/listening on[^]*\n\n$/.test(said)) resolveReady(said)
      })
    }
    child.once('exit', () => reject(new Error(`The server did not start:\n${said}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolvePort(port))
    })
  })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolveEnded) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', () => {
      clearTimeout(impatient)
      resolveEnded()
    })
    child.kill('SIGTERM')
  })
}
