/** `npm run backup -- FILE`: a copy of the embedded database as it stands now; the server may run and write meanwhile. */
import { resolve } from 'node:path'
import { backUp } from '../src/platform/backup.ts'
import { ConfigError, readConfig } from '../src/platform/config.ts'

try {
  const [, , file] = process.argv
  if (!file) throw new ConfigError(['name the file to write: npm run backup -- FILE'])
  const target = resolve(process.env['INIT_CWD'] ?? '', file)
  const config = readConfig()
  backUp(config, target)
  process.stdout.write(`\n  Backed up to ${target}, read through and whole.\n  Keep ${config.dataDir}/secret with it: without it everybody signs in again.\n\n`)
} catch (error) {
  console.error(error instanceof ConfigError ? error.problems.join('\n') : error)
  process.exit(1)
}
