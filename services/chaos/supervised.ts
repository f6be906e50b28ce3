import { setTimeout as passed } from 'node:timers/promises'
import type { Environment } from '../src/platform/config.ts'
import { spawnServer, type ServerProcess } from '../test/server-process.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'

const BREATH_MS = 200
const LONGEST_STOP_MS = 25_000
const ON_NO_PORT = 1

/** A Lectern under a supervisor that starts it again whenever it ends, behind a wire that leads to whichever process is up. */
export interface Supervised {
  readonly wire: TcpProxy
  /** Resolves when it listens again. */
  readonly up: () => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
  /** Ends by this signal and is left alone for so long. */
  readonly fall: (signal: 'SIGKILL' | 'SIGTERM', down: number) => Promise<void>
  /** What it said when it ended though nobody had asked it to and nothing that it needs was missing. */
  readonly crashes: () => readonly string[]
  readonly end: () => Promise<void>
}

export async function supervise(environment: Environment): Promise<Supervised> {
  const wire = await startTcpProxy(ON_NO_PORT)
  const crashes: string[] = []
  let isOver = false
  let isMeant = false
  let down = 0
  let server: ServerProcess
  let rising = Promise.withResolvers<void>()

  const runOn = async (): Promise<void> => {
    while (!isOver) {
      server = spawnServer(environment)
      let wasUp = false
      server.ready.then(() => {
        wasUp = true
        wire.leadTo(Number(new URL(server.url()).port))
        rising.resolve()
      }, () => {})
      const { code, signal } = await server.exited
      wire.leadTo(ON_NO_PORT)
      // Before it is up it may find no database, and says so; after that nothing ends it but we.
      if (wasUp && !isMeant) crashes.push(`ended by itself (${signal ?? code}):\n${server.said().slice(-2_000)}`)
      if (wasUp) rising = Promise.withResolvers()
      isMeant = false
      await passed(down + BREATH_MS)
      down = 0
    }
  }
  const running = runOn()
  const end = async (): Promise<void> => {
    isOver = isMeant = true
    server.signal('SIGCONT')
    const impatient = setTimeout(() => void server.kill(), LONGEST_STOP_MS)
    await server.stop()
    clearTimeout(impatient)
    await running
    await wire.close()
  }
  try {
    // The first time, nothing is wrong yet but it.
    await server!.ready
  } catch (error) {
    await end()
    throw error
  }

  return {
    wire,
    up: () => rising.promise,
    signal: signal => server.signal(signal),
    fall: async (signal, milliseconds) => {
      isMeant = true
      down = milliseconds
      const { exited } = server
      server.signal(signal)
      await exited
    },
    crashes: () => crashes,
    end,
  }
}
