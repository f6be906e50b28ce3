import { createApp } from './app.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import { standBack } from './platform/pool.ts'
import { runUntilStopped } from './platform/process.ts'

try {
  const config = readConfig()
  await standBack()
  const app = await createApp(config)
  const address = await app.listen()
  runUntilStopped(app, config.stopDelayMilliseconds)
  // For the terminal, once, and never for the log: a password may stand in it.
  process.stdout.write(greeting(address, config.publicUrl, app.firstAdminPassword))
} catch (error) {
  // A wrong setting is told in words; anything else with where it happened.
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}

function greeting(address: string, publicUrl: string, password: string | undefined): string {
  const signIn = password === undefined
    ? 'Forgot the admin\'s password? Stop Lectern and run: npm run admin'
    : `Sign in as admin with the temporary password ${password} (shown once; you choose your own next).`
  return `\n  Lectern is ready: ${publicUrl}  (listening on ${address})\n  ${signIn}\n\n`
}
