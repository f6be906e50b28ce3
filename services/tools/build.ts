/** `npm run build`: turbo's cached build, without its banner and its telemetry. Arguments go to turbo. Says nothing when all is well. */

import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const args = [join(ROOT, 'node_modules/turbo/bin/turbo'), 'run', 'build', '--output-logs=errors-only', '--log-prefix=none', ...process.argv.slice(2)]

let said = ''
const waiting = setTimeout(() => console.log('Building ...'), 1_500)
const turbo = spawn(process.execPath, args, {
  cwd: ROOT,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  stdio: ['ignore', 'pipe', 'pipe'],
})
for (const stream of [turbo.stdout, turbo.stderr]) {
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
}
turbo.once('close', (code) => {
  clearTimeout(waiting)
  if (code !== 0) console.error(said)
  process.exitCode = code ?? 1
})
