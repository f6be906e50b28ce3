/** `npm run admin [username]`: the way back in. Makes that person an active admin with a new temporary password, or makes the admin. */
import { createApp } from '../src/app.ts'
import { resetAdmin } from '../src/identity/first-admin.service.ts'
import { ConfigError, readConfig } from '../src/platform/config.ts'
import { createContext, noCookie } from '../src/platform/context.ts'
import { system } from '../src/platform/viewer.ts'

try {
  const app = await createApp(readConfig({ ...process.env, LECTERN_LOG_LEVEL: 'warn' }))
  const context = createContext(app.services, { viewer: system, requestId: 'admin', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
  const { username, temporaryPassword, made } = await resetAdmin(context, process.argv[2])
  await app.settle()
  await app.close()
  process.stdout.write(`\n  ${made ? 'Made' : 'Reset'}: sign in as ${username} with the temporary password ${temporaryPassword}\n  It holds seven days, and every other sign-in of ${username} has ended.\n\n`)
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error)
  process.exit(1)
}
