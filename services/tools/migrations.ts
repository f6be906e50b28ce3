/**
 * Writes the migrations that the entities still lack, for both databases and without either: what the tables were is read from
 * `tables.json` beside the migrations. Part of `npm run generate`. Look at what it wrote before you commit it: it knows tables,
 * not what the rows in them mean. `--anew` writes the whole history as one first migration: only before a release.
 */

import 'reflect-metadata'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { MikroORM as MySqlOrm } from '@mikro-orm/mysql'
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite'
import { entities } from '../src/entities.ts'
import { mysqlOptions, sqliteOptions } from '../src/platform/database.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const anew = process.argv.includes('--anew')
/** Written anew it keeps its name, so that what did not change does not look changed. */
const FIRST = 'Migration20261121000000'
const NO_TABLES = '{ "namespaces": [], "tables": [] }\n'

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
  return { path, pathTs: path, emit: 'ts', snapshot: true, snapshotName: 'tables', ...(anew ? { fileName: () => FIRST } : {}) }
}

async function write(dialect: string, orm: Migrating): Promise<void> {
  const { fileName } = await orm.migrator.create()
  const file = join(folderOf(dialect), fileName)
  if (fileName && anew) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/Migration\d{14}/g, FIRST))
  if (fileName) console.log(`wrote ${relative(process.cwd(), file)}`)
  await orm.close(true)
}

const sqlite = { ...sqliteOptions(':memory:', entities), migrations: optionsOf('sqlite') }
const mysql = { ...mysqlOptions('mysql://nobody@127.0.0.1/lectern', entities), dbName: 'lectern', migrations: optionsOf('mysql') }
await write('sqlite', await SqliteOrm.init(sqlite as never))
await write('mysql', await MySqlOrm.init(mysql as never))
