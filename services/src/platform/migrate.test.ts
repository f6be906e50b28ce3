import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freshDatabase, type Place } from '../../test/lectern.ts'
import { createApp, type App } from '../app.ts'
import { ConfigError, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { readMigrations } from './migrate.ts'
import { sql } from './sql.ts'

const dialect = process.env['LECTERN_TEST_MYSQL_URL'] ? 'mysql' : 'sqlite'
const migrations = await readMigrations(dialect)

const places: Place[] = []
const apps: App[] = []
afterEach(async () => {
  await Promise.all(apps.splice(0).map(app => app.close()))
  await Promise.all(places.splice(0).map(place => place.drop()))
})

async function somewhere(): Promise<Place> {
  const place = await freshDatabase()
  places.push(place)
  return place
}

async function start({ environment }: Place): Promise<App> {
  const app = await createApp(readConfig({ LECTERN_LOG_LEVEL: 'fatal', ...environment }), { log: createLog('fatal') })
  apps.push(app)
  return app
}

/** What stands in a database: tables with their columns, indexes and keys, and what was logged. */
async function standing({ services: { database } }: App): Promise<unknown> {
  const here = sql`table_schema = database() and table_name not like 'mikro%'`
  const questions = dialect === 'sqlite'
    ? [sql`select type, name, sql from sqlite_master where name not like 'sqlite%' order by 1, 2`]
    : [
        sql`select table_name, column_name, column_type, is_nullable from information_schema.columns where ${here} order by 1, 2`,
        sql`select table_name, index_name, seq_in_index, column_name from information_schema.statistics where ${here} order by 1, 2, 3`,
        sql`select table_name, constraint_name, column_name, referenced_table_name from information_schema.key_column_usage where ${here} order by 1, 2, 3`,
      ]
  const logged = sql`select name from mikro_orm_migrations order by id`
  return Promise.all([...questions, logged].map(question => database.rows(question)))
}

/** Starts a real process on that database; it kills itself at that point of its way. */
function dieMigrating({ environment }: Place, moment: 'done' | 'logged', count: number): NodeJS.Signals | null {
  const script = join(import.meta.dirname, '../../test/die-migrating.ts')
  return spawnSync(process.execPath, [script, moment, String(count)], { env: { PATH: process.env['PATH'], ...environment }, stdio: 'inherit' }).signal
}

test('a migration that is killed, again and again, is finished by the next start', async () => {
  const place = await somewhere()
  // Each process goes on behind the one before, on SQLite from the beginning.
  for (const [moment, count] of [['done', 1], ['logged', 2], ['done', 15], ['logged', 10], ['done', 5]] as const) {
    expect(dieMigrating(place, moment, count)).toBe('SIGKILL')
  }
  const [finished, whole] = [await start(place), await start(await somewhere())]
  expect(await standing(finished)).toEqual(await standing(whole))
}, 120_000)

test('each statement is logged once, in order', async () => {
  const { services: { database } } = await start(await somewhere())
  const logged = await database.rows(sql`select name from mikro_orm_migrations order by id`)
  expect(logged.map(([name]) => name)).toEqual(migrations.map(({ name }) => name))
})

test('the database of a newer program is refused, and left as it is', async () => {
  const place = await somewhere()
  const app = await start(place)
  await app.services.database.orm.migrator.getStorage().logMigration({ name: 'Migration29990101000000.001' })
  const before = await standing(app)
  const told = await start(place.environment['DATABASE_URL'] ? place : await closed(app, place)).catch((error: unknown) => error)
  expect(told).toBeInstanceOf(ConfigError)
  expect(String(told)).toContain('newer Lectern (Migration29990101000000.001)')
  if (dialect === 'mysql') expect(await standing(app)).toEqual(before)
})

/** The embedded database has one process. */
async function closed(app: App, place: Place): Promise<Place> {
  apps.splice(apps.indexOf(app), 1)
  await app.close()
  return place
}
