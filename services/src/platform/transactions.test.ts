import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OneWriterDialect } from './transactions.ts'

let folder: string
let kysely: Kysely<object>
const open = () => new BetterSqlite(join(folder, 'test.sqlite'), { timeout: 0 })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-writer-'))
  kysely = new Kysely({ dialect: new OneWriterDialect(open()) })
})
afterEach(async () => {
  await kysely.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const run = (text: string) => kysely.executeQuery(CompiledQuery.raw(text))

describe('the one writer of SQLite', () => {
  test('is free again when its transaction could not begin', async () => {
    await run('create table thing (id integer)')
    const other = open()
    other.exec('begin immediate')
    for (let i = 0; i < 3; i++) await expect(kysely.startTransaction().execute()).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    other.exec('commit')
    const transaction = await kysely.startTransaction().execute()
    await transaction.executeQuery(CompiledQuery.raw('insert into thing values (1)'))
    await transaction.commit().execute()
    expect(other.prepare('select id from thing').all()).toEqual([{ id: 1 }])
    other.close()
  })

  test('is free again when the database had rolled back already', async () => {
    const transaction = await kysely.startTransaction().execute()
    // As a full disk does it.
    await transaction.executeQuery(CompiledQuery.raw('rollback'))
    await transaction.rollback().execute()
    await run('create table thing (id integer)')
  })

  test('is one at a time', async () => {
    await run('create table thing (id integer)')
    const deed = async (id: number): Promise<void> => {
      const transaction = await kysely.startTransaction().execute()
      await transaction.executeQuery(CompiledQuery.raw(`insert into thing values (${id})`))
      await new Promise(setImmediate)
      await (id % 2 === 0 ? transaction.commit() : transaction.rollback()).execute()
    }
    await Promise.all([0, 1, 2, 3, 4].map(deed))
    expect((await run('select id from thing order by id')).rows).toEqual([{ id: 0 }, { id: 2 }, { id: 4 }])
  })

  test('lets the process do something else between two', async () => {
    let round = 0
    const count = (): void => {
      round++
      ticking = setImmediate(count)
    }
    let ticking = setImmediate(count)
    const deed = async (): Promise<number> => {
      const transaction = await kysely.startTransaction().execute()
      await transaction.commit().execute()
      return round
    }
    const rounds = await Promise.all([1, 2, 3].map(deed))
    clearImmediate(ticking)
    expect(new Set(rounds).size).toBe(3)
  })
})
