import { createApp } from './app.ts'
import { ConfigError, readConfig } from './platform/config.ts'

try {
  const app = await createApp(readConfig())
  await app.listen()
  app.greet()
  const stop = (): void => {
    app.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  // A wrong setting is told in words; anything else with where it happened.
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
