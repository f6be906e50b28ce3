/** `npm run demo`: Lectern with a believable organisation in a database of its own; it listens on this machine alone. */
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/platform/config.ts'
import { runUntilStopped } from '../src/platform/process.ts'
import { fillDemo, past } from './demo-organization.ts'

const PASSWORD = 'a-lamp-and-a-timetable'
const { DATABASE_URL: _own, ...environment } = process.env
const config = readConfig({ LECTERN_LOG_LEVEL: 'warn', ...environment, HOST: '127.0.0.1', LECTERN_DATA_DIR: process.env['LECTERN_DATA_DIR'] ?? './data/demo' })
const before = past()
const app = await createApp(config, { clock: before.clock })
const isNew = await fillDemo(app, before, PASSWORD)
const address = await app.listen()
process.stdout.write(`
  Delta Training${isNew ? ' has moved in' : ''}: ${config.publicUrl}  (listening on ${address})

  admin     hana
  trainer   mara, omar, chiara
  trainee   noor
  password  ${PASSWORD}, for all of them

`)
runUntilStopped(app)
