/** `npm run dev`: compiler, server and web, each watching. One that ends takes the others with it. */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { ended } from './servers.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const WEB_PORT = '5173'

const program = (path: string): string => join(ROOT, 'node_modules', path)
const compiler = [program('typescript/bin/tsc'), '-p', join(ROOT, 'services/tsconfig.build.json')]

const server = { LECTERN_DEV: '1', ...process.env }
/** vite passes on to the server in the server's own name: see the proxy in web/vite.config.ts. */
const web = { ...process.env, LECTERN_DEV_SERVER: `http://localhost:${process.env['PORT'] ?? '4000'}` }

const commands: { args: string[]; cwd: string; env: NodeJS.ProcessEnv }[] = [
  { args: [...compiler, '--watch', '--preserveWatchOutput'], cwd: ROOT, env: process.env },
  { args: ['--watch', '--watch-preserve-output', '--enable-source-maps', join(ROOT, 'services/dist/src/main.js')], cwd: ROOT, env: server },
  { args: [program('vite/bin/vite.js'), '--port', WEB_PORT, '--strictPort'], cwd: join(ROOT, 'web'), env: web },
]

// The server starts on what there is: an error in the types is told, and mended while it runs.
spawnSync(process.execPath, compiler, { stdio: 'inherit' })
const children: ChildProcess[] = commands.map(({ args, cwd, env }) => spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }))

let stopping = false
async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  await Promise.all(children.map(ended))
  process.exit(code)
}
for (const child of children) child.once('exit', (code) => void stop(code ?? 0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
