/** Brings the database up to date and is killed at its n-th migration: when that is done and not yet logged, or when it is logged. */
import { EntitySchema } from '@mikro-orm/core'
import { MigrationStorage } from '@mikro-orm/migrations'
import { readConfig } from '../src/platform/config.ts'
import { openDatabase } from '../src/platform/database.ts'
import { migrate } from '../src/platform/migrate.ts'
import type { Class } from '../src/platform/noun.ts'

const [, , moment, deadline] = process.argv
const { logMigration } = MigrationStorage.prototype
let logged = 0

function dieWhen(now: string): void {
  if (moment === now && logged === Number(deadline)) process.kill(process.pid, 'SIGKILL')
}

MigrationStorage.prototype.logMigration = async function (...row) {
  logged++
  dieWhen('done')
  await logMigration.apply(this, row)
  dieWhen('logged')
}

// The tables come from the migrations; the entities have no part in it, but there must be one.
const nothing = new EntitySchema({ name: 'Nothing', properties: { id: { type: 'number', primary: true } } })
await migrate(await openDatabase(readConfig().database, [nothing as unknown as Class], []))
process.exit(0)
