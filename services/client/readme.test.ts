import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ADMIN, openServer, type OpenServer } from '../test/open-server.ts'
import { getSdk, type Sdk } from './lectern.ts'

// The programs of README.md, cut out of it and run as they stand, against a server that listens.

const ROOT = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const PATIENCE = 60_000

let folder: string
let server: OpenServer
let line: Line
let environment: NodeJS.ProcessEnv

/** What stands between program and server, and can be cut. */
interface Line {
  readonly address: string
  readonly refused: () => number
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => void
}

async function openLine(port: number): Promise<Line> {
  const sockets = new Set<Socket>()
  let isCut = false
  let refused = 0
  const listener: Server = createServer((near) => {
    if (isCut) {
      refused++
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
    near.pipe(far).pipe(near)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    refused: () => refused,
    cut: () => {
      isCut = true
      drop()
    },
    mend: () => {
      isCut = false
    },
    close: () => {
      drop()
      listener.close()
    },
  }
}

function writePrograms(): string[] {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```ts ([\w-]+\.ts)\n(.*?)^```$/gms)]
  for (const [, name = '', program = ''] of blocks) writeFileSync(join(folder, name), program)
  return blocks.map(([, name = '']) => name)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-readme-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  cpSync(join(import.meta.dirname, 'lectern.ts'), join(folder, 'lectern.ts'))
  server = await openServer()
  line = await openLine(Number(new URL(server.address).port))
  environment = { ...process.env, LECTERN_URL: line.address, LECTERN_USER: ADMIN.username, LECTERN_PASSWORD: ADMIN.password }
}, PATIENCE)

afterAll(async () => {
  line.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const program = async (name: string): Promise<string> => {
  const { stdout } = await run(process.execPath, [name], { cwd: folder, env: environment })
  return stdout
}

test('the README holds the programs that are run here, and their types are right', async () => {
  expect(writePrograms()).toEqual(['sign-in.ts', 'query.ts', 'mutation.ts', 'follow.ts', 'report.ts'])
  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', lib: ['esnext', 'dom'], types: ['node'], allowImportingTsExtensions: true, skipLibCheck: true }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  const checked = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch((error: unknown) => error as { stdout: string })
  expect(checked.stdout).toBe('')
}, PATIENCE)

test('sign in, change, ask', async () => {
  expect(await program('mutation.ts')).toMatch(/^created \S+$/m)
  expect(await program('query.ts')).toMatch(/First aid at work First Admin 0\/12/)
}, PATIENCE)

test('the report is fetched', async () => {
  expect(await program('report.ts')).toMatch(/^sessions\.xlsx 1 rows \d+ bytes$/m)
  expect(statSync(join(folder, 'sessions.xlsx')).size).toBeGreaterThan(1_000)
}, PATIENCE)

test('a change made while the line was cut is told once, after it is mended', async () => {
  const follower = spawn(process.execPath, ['follow.ts'], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await expectNothingLost(follower)
  } finally {
    follower.kill()
  }
}, PATIENCE)

async function expectNothingLost(follower: ChildProcess): Promise<void> {
  let heard = ''
  follower.stdout?.on('data', (chunk: Buffer) => {
    heard += chunk.toString()
  })
  const within = { timeout: 30_000, interval: 20 }
  const countOf = (word: string): number => heard.split(word).length - 1
  await vi.waitFor(() => expect(countOf('BOOKMARK')).toBe(1), within)
  const admin = await adminClient()
  await create(admin, 'Before the cut')
  await vi.waitFor(() => expect(countOf('Before the cut')).toBe(1), within)
  line.cut()
  await create(admin, 'While it was cut')
  await vi.waitFor(() => expect(line.refused()).toBeGreaterThan(2), within)
  line.mend()
  await vi.waitFor(() => expect(countOf('While it was cut')).toBe(1), within)
  await create(admin, 'After it was mended')
  await vi.waitFor(() => expect(countOf('After it was mended')).toBe(1), within)
  expect([countOf('Before the cut'), countOf('While it was cut'), countOf('RESET')]).toEqual([1, 1, 0])
}

async function adminClient(): Promise<Sdk> {
  const { signIn } = await getSdk(new GraphQLClient(`${server.address}/graphql`)).signIn({ input: ADMIN })
  return getSdk(new GraphQLClient(`${server.address}/graphql`, { headers: { authorization: `Bearer ${signIn.accessToken}` } }))
}

async function create(admin: Sdk, title: string): Promise<void> {
  const { viewer } = await admin.viewer()
  const { createSession } = await admin.createSession({
    input: { title, trainerId: viewer!.id, startsAt: new Date(Date.now() + 3_600_000).toISOString(), durationMinutes: 30, timeZone: 'UTC' },
  })
  expect(createSession.errors).toEqual([])
}
