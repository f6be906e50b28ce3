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
/** A statement that fails, as on a disk that cannot be read. */
let refused: string | undefined
const open = (verbose?: (text?: unknown) => void) => new BetterSqlite(join(folder, 'test.sqlite'), { timeout: 0, ...(verbose ? { verbose } : {}) })
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-writer-'))
  said = []
  refused = undefined
  const hear = (text?: unknown): void => {
    said.push(String(text))
    if (text === refused) throw new Error('The disk cannot be read.')
  }
  kysely = new Kysely({ dialect: new OneWriterDialect(open(hear)) })
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
    const several = (from: number) => Promise.all([0, 1, 2, 3, 4].map(id => deed(async write => {
      expect(++inside).toBe(1)
      await write(`insert into thing values (${from + id})`)
      await new Promise(setImmediate)
      inside--
    })))
    // The second time a turn that was given twice would show.
    await several(0)
    await several(5)
    expect(ids()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
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

  const failing = (id: number) => deed(async write => {
    await write(`insert into thing values (${id})`)
    throw new Error('no')
  })

  test('is for all who waited meanwhile, and nobody hears how theirs ended before', async () => {
    const heard: string[] = []
    const first = insert(1).then(() => heard.push('done'))
    const second = failing(2).catch(() => heard.push('failed'))
    const last = deed(async write => {
      await write('insert into thing values (3)')
      for (let i = 0; i < 3; i++) await new Promise(setImmediate)
      expect([heard, ids()]).toEqual([[], []])
    })
    await Promise.all([first, second, last])
    expect([heard.toSorted(), commits(), ids()]).toEqual([['done', 'failed'], 1, [1, 3]])
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

  test('does not wait for those who come late', async () => {
    const slow = () => deed(async write => {
      await write('insert into thing values (2)')
      for (const begun = performance.now(); performance.now() - begun < 30;);
    })
    await Promise.all([insert(1), slow(), insert(3)])
    expect(said.indexOf('commit')).toBeLessThan(said.indexOf('insert into thing values (3)'))
    expect([commits(), ids()]).toEqual([2, [1, 2, 3]])
  })

  test('leaves out the deed that failed, and nothing of the others', async () => {
    const done = await Promise.allSettled([insert(0), insert(1), failing(2), insert(1), insert(3)])
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect([commits(), ids()]).toEqual([1, [0, 1, 3]])
  })

  test('is made when the last who waited failed', async () => {
    const [first, failed] = await Promise.allSettled([insert(1), insert(1)])
    expect([first.status, failed.status, ids()]).toEqual(['fulfilled', 'rejected', [1]])
  })

  test('is made before a statement that is no transaction', async () => {
    await Promise.all([insert(1), run('insert into thing values (2)')])
    expect(said).toEqual(['begin immediate', 'insert into thing values (1)', 'commit', 'insert into thing values (2)'])
  })

  test('that fails takes all of them back', async () => {
    const orphan = deed(write => write('insert into part values (99)'))
    for (const one of await Promise.allSettled([insert(1), orphan, insert(2)])) {
      expect(one).toMatchObject({ status: 'rejected', reason: { constructor: TakenBack, cause: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } } })
    }
    await insert(3)
    expect(ids()).toEqual([3])
  })

  test('that failed is not rolled back once more, when another deed is under way', async () => {
    const late = await kysely.startTransaction().execute()
    await late.executeQuery(CompiledQuery.raw('insert into part values (99)'))
    await expect(late.commit().execute()).rejects.toBeInstanceOf(TakenBack)
    await deed(async write => {
      await write('insert into thing values (1)')
      await late.rollback().execute()
    })
    expect(ids()).toEqual([1])
  })

  test('is none where the database rolled all back in the middle of a deed, even of one that goes on', async () => {
    const full = (id: number) => deed(async write => {
      // As a full disk does it.
      await write('rollback')
      await write(`insert into thing values (${id})`).catch(() => {})
    })
    const done = await Promise.allSettled([insert(1), insert(2), full(3), insert(4)])
    expect(done.map(one => (one.status === 'rejected' ? (one.reason as object).constructor : one.status))).toEqual([TakenBack, TakenBack, TakenBack, 'fulfilled'])
    await expect(full(5)).rejects.toBeInstanceOf(TakenBack)
    expect(ids()).toEqual([4])
  })

  test('is none where a deed cannot be taken out, and the writer is free again', async () => {
    const done = Promise.allSettled([insert(1), deed(async write => {
      await write('insert into thing values (2)')
      refused = 'rollback to deed'
      throw new Error('no')
    })])
    expect((await done).map(one => (one.status === 'rejected' ? (one.reason as Error).message : one.status))).toEqual([new TakenBack().message, 'no'])
    await insert(3)
    expect(ids()).toEqual([3])
  })

  test('is made of what is done when it closes, and of nothing that is being done', async () => {
    let closed: Promise<void> | undefined
    const done = Promise.allSettled([insert(1), deed(async write => {
      await write('insert into thing values (2)')
      closed = kysely.destroy()
      await closed
    })])
    expect((await done).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(ids()).toEqual([1])
  })
})
