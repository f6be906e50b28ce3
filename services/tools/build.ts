/** `npm run build`: turbo's cached build, without its banner and its telemetry. Arguments go to turbo. Says nothing when all is well. */

import { spawn } from 'node:child_process'
import { existsSync, globSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const args = [join(ROOT, 'node_modules/turbo/bin/turbo'), 'run', 'build', '--output-logs=errors-only', '--log-prefix=none', ...process.argv.slice(2)]

/** The server runs every migration that it finds built; one whose source is gone must not be found. */
function forgetGoneMigrations(): void {
  for (const built of globSync('services/dist/migrations/*/*.js', { cwd: ROOT })) {
    const source = built.replace('services/dist/', 'services/').replace(/\.js$/, '.ts')
    if (!existsSync(join(ROOT, source))) rmSync(join(ROOT, built))
  }
}

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
  if (code === 0) forgetGoneMigrations()
  else console.error(said)
  process.exitCode = code ?? 1
})
