/**
 * Writes the migrations that the entities still lack, for both databases and without either: what the tables were is read from
 * `tables.json` beside the migrations. Part of `npm run generate`. Look at what it wrote before you commit it: it knows tables,
 * not what the rows in them mean. Each statement is a migration of its own, logged by its file and its place, so that a start that
 * was killed goes on behind the last one: put none between others once they are released, and none that may not run twice.
 * `--anew` writes the whole history as one first file: only before a release.
 */

import 'reflect-metadata'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { MigrationGenerator } from '@mikro-orm/migrations'
import { MikroORM as MySqlOrm } from '@mikro-orm/mysql'
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite'
import { entities } from '../src/entities.ts'
import { mysqlOptions, sqliteOptions } from '../src/platform/database.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const anew = process.argv.includes('--anew')
/** Written anew it keeps its name, so that what did not change does not look changed. */
const FIRST = 'Migration20261121000000'
const NO_TABLES = '{ "namespaces": [], "tables": [] }\n'

/** Backwards there is no way but a backup, so `down` is not written. */
class StatementList extends MigrationGenerator {
  generateMigrationFile(_name: string, { up }: { up: string[] }): string {
    const lines = up.filter(statement => statement.trim() !== '').map(statement => `  '${statement.replace(/;$/, '').replace(/[\\']/g, '\\$&')}',`)
    return `export const statements = [\n${lines.join('\n')}\n]\n`
  }
}

const folderOf = (dialect: string): string => join(ROOT, 'services/migrations', dialect)

interface Migrating {
  readonly migrator: { create(): Promise<{ fileName: string }> }
  close(force: boolean): Promise<void>
}

function optionsOf(dialect: string): object {
  const path = folderOf(dialect)
  if (anew) rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  const snapshot = join(path, 'tables.json')
  // From a snapshot, if only an empty one, the migrator needs no database to compare with.
  if (!existsSync(snapshot)) writeFileSync(snapshot, NO_TABLES)
  return { path, pathTs: path, emit: 'ts', generator: StatementList, snapshot: true, snapshotName: 'tables', ...(anew ? { fileName: () => FIRST } : {}) }
}

async function write(dialect: string, orm: Migrating): Promise<void> {
  const { fileName } = await orm.migrator.create()
  if (fileName) console.log(`wrote ${relative(process.cwd(), join(folderOf(dialect), fileName))}`)
  await orm.close(true)
}

const sqlite = { ...sqliteOptions(':memory:', entities), migrations: optionsOf('sqlite') }
const mysql = { ...mysqlOptions('mysql://nobody@127.0.0.1/lectern', entities), dbName: 'lectern', migrations: optionsOf('mysql') }
await write('sqlite', await SqliteOrm.init(sqlite as never))
await write('mysql', await MySqlOrm.init(mysql as never))
