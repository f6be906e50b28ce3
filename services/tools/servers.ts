/** Private servers for the tests: found on the machine, started on free ports with data of their own, stopped by pid. */

import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'

export interface Server {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** Ends it by a signal, as an accident would; its data stay. */
  fall(signal: NodeJS.Signals): Promise<void>
  /** Starts it again where it was, with what it had; nothing when it runs. */
  rise(): Promise<void>
}

export interface Durability {
  /** What was committed outlasts the process at any moment; slower, and needed only where it is killed. */
  readonly isDurable?: boolean
}

/** Debian keeps servers in sbin, which is not on everybody's PATH. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']

export function findProgram(...names: string[]): string | undefined {
  for (const name of names) {
    for (const folder of FOLDERS) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // not here
      }
    }
  }
  return undefined
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

export async function startMariaDb(program: string, { isDurable = false }: Durability = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-mariadb-'))
  const data = join(folder, 'data')
  const user = serverUser('mysql')
  const password = randomBytes(12).toString('hex')
  const port = await freePort()
  const initFile = join(folder, 'init.sql')
  writeFileSync(
    initFile,
    `create or replace user lectern@'%' identified by '${password}';\ngrant all on *.* to lectern@'%' with grant option;\ncreate database if not exists lectern;\n`,
  )
  mkdirSync(data)
  chmodSync(folder, 0o755)
  const common = ['--no-defaults', `--datadir=${data}`, ...(user ? [`--user=${user}`] : [])]
  if (user) execFileSync('chown', [user, folder, data])
  const install = findProgram('mariadb-install-db', 'mysql_install_db')
  if (!install) throw new Error('mariadb-install-db is missing beside mariadbd')
  execFileSync(install, [...common, '--skip-test-db', '--auth-root-authentication-method=normal'], { stdio: 'pipe' })
  return started({
    folder,
    port,
    url: `mysql://lectern:${password}@127.0.0.1:${port}/lectern`,
    program,
    args: [
      ...common, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`, `--init-file=${initFile}`, '--skip-name-resolve', '--skip-log-bin',
      '--character-set-server=utf8mb4', '--max-connections=400', '--innodb-buffer-pool-size=256M', '--performance-schema=OFF',
      // The data is thrown away with its folder: nothing is gained by waiting for the disk, unless it is killed meanwhile.
      ...(isDurable ? ['--innodb-flush-log-at-trx-commit=1'] : ['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=2']),
    ],
  })
}

/** MySQL itself. Debian's `mysqld` is MariaDB by another name: that one is none. */
export function findMySql(): string | undefined {
  const program = process.env['LECTERN_TEST_MYSQLD'] ?? findProgram('mysqld')
  if (!program) return undefined
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return /mysqld/.test(stdout) && !/MariaDB/.test(stdout) ? program : undefined
}

export async function startMySql(program: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-mysql-'))
  const user = serverUser('mysql')
  const password = randomBytes(12).toString('hex')
  const port = await freePort()
  const initFile = join(folder, 'init.sql')
  writeFileSync(initFile, `create user if not exists lectern@'%' identified by '${password}';\ngrant all on *.* to lectern@'%' with grant option;\ncreate database if not exists lectern;\n`)
  chmodSync(folder, 0o755)
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, ...(user ? [`--user=${user}`] : [])]
  if (user) execFileSync('chown', [user, folder])
  execFileSync(program, [...common, '--initialize-insecure'], { stdio: 'pipe' })
  return started({
    folder,
    port,
    url: `mysql://lectern:${password}@127.0.0.1:${port}/lectern`,
    program,
    args: [
      ...common, '--bind-address=127.0.0.1', `--port=${port}`, `--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${initFile}`, '--secure-file-priv=NULL', '--mysqlx=OFF', '--skip-name-resolve', '--disable-log-bin',
      '--character-set-server=utf8mb4', '--max-connections=400', '--innodb-buffer-pool-size=256M', '--performance-schema=OFF',
      '--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=2',
    ],
  })
}

export async function startRedis(program: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-redis-'))
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  return started({ folder, port, url: `redis://127.0.0.1:${port}`, program, args })
}

/** A database server refuses to run as root, so root lends it a user; anybody else runs it as oneself. */
function serverUser(preferred: string): string | undefined {
  if (userInfo().uid !== 0) return undefined
  try {
    execFileSync('id', ['-u', preferred], { stdio: 'pipe' })
    return preferred
  } catch {
    return 'root'
  }
}

interface Start {
  folder: string
  port: number
  url: string
  program: string
  args: string[]
}

async function started({ folder, port, url, program, args }: Start): Promise<Server> {
  let said = ''
  const run = (): ChildProcess => {
    const started = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000)
      })
    }
    return started
  }
  let child = run()
  const stop = async (): Promise<void> => {
    await ended(child)
    rmSync(folder, { recursive: true, force: true })
  }
  const ready = async (): Promise<void> => {
    const deadline = Date.now() + 60_000
    while (!(await answers(port))) {
      if (hasEnded(child) || Date.now() > deadline) throw new Error(`${program} did not start:\n${said}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    await ready()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url, port, stop,
    signal: (signal) => void child.kill(signal),
    fall: (signal) =>
      new Promise((resolve) => {
        if (hasEnded(child)) return resolve()
        child.once('exit', () => resolve())
        child.kill(signal)
      }),
    rise: async () => {
      if (hasEnded(child)) child = run()
      await ready()
    },
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (yes: boolean) => (): void => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('connect', answer(true)).once('error', answer(false))
  })
}

export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve()
  return new Promise((resolve) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', () => {
      clearTimeout(impatient)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
