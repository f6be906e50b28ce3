import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { CompiledQuery, Kysely, type ControlledTransaction } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OneWriterDialect } from './sqlite-writer.ts'
import { TakenBack } from './transactions.ts'

let folder: string
let kysely: Kysely<object>
let said: string[]
const open = (verbose?: (text?: unknown) => void) => new BetterSqlite(join(folder, 'test.sqlite'), { timeout: 0, ...(verbose ? { verbose } : {}) })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-writer-'))
  said = []
  kysely = new Kysely({ dialect: new OneWriterDialect(open(text => void said.push(String(text)))) })
})
afterEach(async () => {
  await kysely.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const run = (text: string) => kysely.executeQuery(CompiledQuery.raw(text))

/** A whole deed; what it throws it is rolled back for. */
async function deed(act: (run: (text: string) => Promise<unknown>, transaction: ControlledTransaction<object>) => Promise<unknown>): Promise<void> {
  const transaction = await kysely.startTransaction().execute()
  try {
    await act(text => transaction.executeQuery(CompiledQuery.raw(text)), transaction)
    await transaction.commit().execute()
  } catch (error) {
    await transaction.rollback().execute()
    throw error
  }
}

const insert = (id: number) => deed(write => write(`insert into thing values (${id})`))
const commits = () => said.filter(text => text === 'commit').length
const ids = (): unknown[] => {
  const other = open()
  const found = other.prepare('select id from thing order by id').pluck().all()
  other.close()
  return found
}

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
    let inside = 0
    await Promise.all([0, 1, 2, 3, 4].map(id => deed(async write => {
      expect(++inside).toBe(1)
      await write(`insert into thing values (${id})`)
      await new Promise(setImmediate)
      inside--
    })))
    expect(ids()).toEqual([0, 1, 2, 3, 4])
  })

  test('lets the process do something else between two', async () => {
    let round = 0
    const count = (): void => {
      round++
      ticking = setImmediate(count)
    }
    let ticking = setImmediate(count)
    const rounds = new Set<number>()
    await Promise.all([1, 2, 3].map(() => deed(async () => rounds.add(round))))
    clearImmediate(ticking)
    expect(rounds.size).toBe(3)
  })
})

describe('a commit', () => {
  beforeEach(async () => {
    await run('create table thing (id integer primary key)')
    await run('create table part (thing integer references thing (id) deferrable initially deferred)')
    await run('pragma foreign_keys = on')
    said = []
  })

  test('is for all who waited meanwhile, and nobody hears of theirs before', async () => {
    let isOver = false
    const first = insert(1).then(() => (isOver = true))
    const last = deed(async write => {
      await write('insert into thing values (4)')
      await new Promise(setImmediate)
      expect([isOver, ids()]).toEqual([false, []])
    })
    await Promise.all([first, insert(2), insert(3), last])
    expect([commits(), ids()]).toEqual([1, [1, 2, 3, 4]])
  })

  test('of one who is alone waits for nobody', async () => {
    for (const id of [1, 2, 3]) await insert(id)
    expect([commits(), ids(), said.filter(text => text.includes('savepoint'))]).toEqual([3, [1, 2, 3], []])
  })

  test('is for a number of them, however many wait', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, id) => insert(id)))
    expect(commits()).toBe(3)
    expect(ids()).toHaveLength(40)
  })

  test('leaves out the deed that failed, and nothing of the others', async () => {
    const failing = () => deed(async write => {
      await write('insert into thing values (2)')
      throw new Error('no')
    })
    const done = await Promise.allSettled([insert(0), insert(1), failing(), insert(1), insert(3)])
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect([commits(), ids()]).toEqual([1, [0, 1, 3]])
  })

  test('is made when the last who waited failed', async () => {
    const [first, failed] = await Promise.allSettled([insert(1), insert(1)])
    expect([first.status, failed.status, ids()]).toEqual(['fulfilled', 'rejected', [1]])
  })

  test('is made before a statement that is no transaction', async () => {
    const done: string[] = []
    await Promise.all([insert(1).then(() => done.push('deed')), run('insert into thing values (2)').then(() => done.push('statement'))])
    expect([done, ids()]).toEqual([['deed', 'statement'], [1, 2]])
  })

  test('that fails tells one alone why, and several that they may try again, each of them', async () => {
    const orphan = () => deed(write => write('insert into part values (99)'))
    await expect(orphan()).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
    const done = await Promise.allSettled([insert(1), orphan(), insert(2)])
    for (const one of done) expect(one).toMatchObject({ status: 'rejected', reason: { constructor: TakenBack, cause: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } } })
    expect(ids()).toEqual([])
    await insert(3)
    expect(ids()).toEqual([3])
  })

  test('that the database takes from all in the middle of one deed is lost to none who try again', async () => {
    const full = () => deed(async write => {
      // As a full disk does it.
      await write('rollback')
      await write('no statement')
    })
    const done = await Promise.allSettled([insert(1), insert(2), full(), insert(3)])
    expect(done.map(one => (one.status === 'rejected' ? (one.reason as object).constructor.name : one.status))).toEqual(['TakenBack', 'TakenBack', 'SqliteError', 'fulfilled'])
    expect(ids()).toEqual([3])
  })
})
