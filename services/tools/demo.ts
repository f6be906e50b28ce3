/** `npm run demo`: Lectern with a believable organisation in a database of its own; it listens on this machine alone. */
import { createApp } from '../src/app.ts'
import { ConfigError, readConfig } from '../src/platform/config.ts'
import { standBack } from '../src/platform/pool.ts'
import { runUntilStopped } from '../src/platform/process.ts'
import { fillDemo, past } from './demo-organization.ts'

const PASSWORD = 'a-lamp-and-a-timetable'
const { DATABASE_URL: _own, ...environment } = process.env
try {
  const config = readConfig({ LECTERN_LOG_LEVEL: 'warn', ...environment, HOST: '127.0.0.1', LECTERN_DATA_DIR: process.env['LECTERN_DATA_DIR'] ?? './data/demo' })
  await standBack()
  const before = past()
  const app = await createApp(config, { clock: before.clock })
  const isNew = await fillDemo(app, before, PASSWORD)
  const address = await app.listen()
  process.stdout.write(greeting(isNew, config.publicUrl, address))
  runUntilStopped(app, config.stopDelayMilliseconds)
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}

function greeting(isNew: boolean, publicUrl: string, address: string): string {
  return `
  Delta Training${isNew ? ' has moved in' : ''}: ${publicUrl}  (listening on ${address})

  admin     hana
  trainer   mara, omar, chiara
  trainee   noor
  password  ${PASSWORD}, for all of them

`
}
