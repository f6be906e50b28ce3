import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../src/platform/config.ts'
import { startTcpProxy, type TcpProxy } from '../test/tcp-proxy.ts'
import { findProgram, startMariaDb, startRedis, type Server } from '../tools/servers.ts'
import type { DatabaseKind } from './plan.ts'
import { supervise, type Supervised } from './supervised.ts'

export const SECRET = 'a secret for the run of an afternoon'
export const PUBLIC_URL = 'http://chaos.localhost:4000'
export const ADMIN_PASSWORD = 'the first one in turns the light on'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Everything that takes part in a run: processes, and the wires between them. */
export interface Stage {
  readonly servers: readonly Supervised[]
  readonly database: Server | undefined
  readonly redis: Server | undefined
  /** One for each server. */
  readonly databaseWires: readonly TcpProxy[]
  readonly redisWires: readonly TcpProxy[]
  /** Where the tables can be read past all wires: a URL of MariaDB, or the file of SQLite. */
  readonly tables: string
  readonly close: () => Promise<void>
}

export async function setStage(kind: DatabaseKind, count: number): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-chaos-'))
  const closing: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).toReversed()) await each()
    rmSync(folder, { recursive: true, force: true })
  }
  // Whoever is called off leaves nothing running.
  const abandon = (): void => void close().finally(() => process.exit(1))
  for (const signal of SIGNALS) process.once(signal, abandon)
  closing.push(() => Promise.resolve(SIGNALS.forEach(signal => process.off(signal, abandon))))
  const kept = async <T>(opening: Promise<T>, end: (opened: T) => Promise<void>): Promise<T> => {
    const opened = await opening
    closing.push(() => end(opened))
    return opened
  }
  const wires = (to: Server | undefined): Promise<TcpProxy[]> =>
    Promise.all(to ? Array.from({ length: count }, () => kept(startTcpProxy(to.port), wire => wire.close())) : [])
  try {
    const isMySql = kind === 'mysql'
    const database = isMySql ? await kept(startMariaDb(program('mariadbd'), { isDurable: true }), stop) : undefined
    const redis = isMySql ? await kept(startRedis(program('redis-server')), stop) : undefined
    const [databaseWires, redisWires] = [await wires(database), await wires(redis)]
    const environments = Array.from({ length: count }, (_, i): Environment => ({
      LECTERN_DATA_DIR: join(folder, `server ${i}`), LECTERN_SECRET: SECRET, LECTERN_PUBLIC_URL: PUBLIC_URL, LECTERN_ADMIN_PASSWORD: ADMIN_PASSWORD,
      // Writers name their requests, and the journal keeps the names.
      LECTERN_TRUSTED_PROXIES: '127.0.0.1', LECTERN_LOG_LEVEL: 'error',
      ...(database ? { DATABASE_URL: through(database, databaseWires[i]!) } : {}), ...(redis ? { REDIS_URL: through(redis, redisWires[i]!) } : {}),
    }))
    const servers = await Promise.all(environments.map(environment => kept(supervise(environment), server => server.end())))
    return { servers, database, redis, databaseWires, redisWires, tables: database?.url ?? join(folder, 'server 0', 'lectern.sqlite'), close }
  } catch (error) {
    await close()
    throw error
  }
}

function program(name: string): string {
  const found = findProgram(name)
  if (!found) throw new Error(`${name} was not found; Debian: apt-get install mariadb-server redis-server`)
  return found
}

async function stop(server: Server): Promise<void> {
  server.signal('SIGCONT')
  await server.stop()
}

function through(server: Server, wire: TcpProxy): string {
  const url = new URL(server.url)
  url.port = String(wire.port)
  return url.href
}
