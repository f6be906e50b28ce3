/** `npm run restore -- FILE`: puts a backup in the place of the embedded database, while the server is stopped. */
import { resolve } from 'node:path'
import { restore } from '../src/platform/backup.ts'
import { ConfigError, readConfig } from '../src/platform/config.ts'

try {
  const [, , file] = process.argv
  if (!file) throw new ConfigError(['name the file to restore: npm run restore -- FILE'])
  const backup = resolve(process.env['INIT_CWD'] ?? '', file)
  const kept = await restore(readConfig(), backup, new Date())
  process.stdout.write(`\n  Restored ${backup}.\n  ${kept ? `What stood there is kept as ${kept}` : 'There was no database before.'}\n\n`)
} catch (error) {
  console.error(error instanceof ConfigError ? error.problems.join('\n') : error)
  process.exit(1)
}
