/** For MikroORM's command line: `npx mikro-orm …` after a build, against the database of the environment. */
import 'reflect-metadata'
import { Migration } from '@mikro-orm/migrations'
import { entities } from './services/dist/src/entities.js'
import { readConfig } from './services/dist/src/platform/config.js'
import { mysqlOptions, sqliteOptions } from './services/dist/src/platform/database.js'
import { readMigrations } from './services/dist/src/platform/migrate.js'

const { database } = readConfig()
const options = database.kind === 'mysql' ? mysqlOptions(database.url, entities) : sqliteOptions(database.file, entities)

const migrationsList = (await readMigrations(database.kind)).map(({ name, statement }) => ({
  name,
  class: class extends Migration {
    override up(): void {
      this.addSql(statement)
    }
  },
}))

// Entities are compared with the tables as the last migration left them, not with a live database.
const path = `services/migrations/${database.kind}`
export default { ...options, migrations: { ...options.migrations, migrationsList, path, pathTs: path, emit: 'ts' as const, snapshot: true, snapshotName: 'tables', snapshotOnMigrate: false } }
