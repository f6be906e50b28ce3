import type { EntityManager } from '@mikro-orm/core'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isMySql, openClubHouse, type ClubHouse } from '../../test/club-house.ts'
import { executeWithin } from './database.ts'
import { sql, type Sql } from './sql.ts'
import { connectionOf, inTransaction } from './transactions.ts'

let house: ClubHouse
beforeAll(async () => {
  house = await openClubHouse()
})
afterAll(() => house.close())

const deed = <T>(act: (em: EntityManager) => Promise<T>): Promise<T> => inTransaction(house.database.orm, act)
const run = (em: EntityManager, statement: Sql) => executeWithin(em, statement, house.database.dialect)

test('a statement that nobody waited for comes too late', async () => {
  const connection = await deed(em => Promise.resolve(connectionOf(em)))
  if (isMySql) return
  await expect(connection.executeQuery(CompiledQuery.raw('select 1'))).rejects.toThrow('did not wait')
})

// SQLite commits several together; on MySQL each has a line of its own.
describe.skipIf(isMySql)('what is taken back with others', () => {
  test('is done once more, alone, and whoever was the reason hears it', async () => {
    await deed(async em => {
      await run(em, sql`create table whole (id integer primary key)`)
      await run(em, sql`create table part (whole integer references whole (id) deferrable initially deferred)`)
    })
    const runs: number[] = []
    const insert = (id: number) => deed(async em => {
      runs.push(id)
      await run(em, id < 99 ? sql`insert into whole values (${id})` : sql`insert into part values (${id})`)
    })
    // More than one commit is for: the first come again behind the last, and must take none of these with them.
    const others = Array.from({ length: 20 }, (_, i) => i + 1)
    const [orphan, ...done] = await Promise.allSettled([99, ...others].map(insert))
    expect(orphan).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } })
    expect(new Set(done.map(({ status }) => status))).toEqual(new Set(['fulfilled']))
    expect(runs).toHaveLength(21 + 16)
    expect(await house.database.rows(sql`select (select count(*) from whole), (select count(*) from part)`)).toEqual([[20, 0]])
  })

  test('by a full disk is done where it needs no room', async () => {
    await deed(async em => {
      await run(em, sql`create table note (id integer primary key, text text)`)
      await run(em, sql`insert into note values (1, 'short')`)
    })
    const pages = await deed(async em => (await run(em, sql`pragma page_count`))[0]!['page_count'] as number)
    const limit = (most: number) => deed(em => run(em, { text: `pragma max_page_count = ${most}`, values: [] }))
    await limit(pages)
    const small = () => deed(em => run(em, sql`update note set text = 'shorter' where id = 1`))
    const large = () => deed(em => run(em, sql`insert into note values (2, ${'x'.repeat(100_000)})`))
    const done = await Promise.allSettled([small(), large(), small(), large()])
    await limit(1_000_000)
    const full = { status: 'rejected', reason: { code: 'SQLITE_FULL' } }
    expect(done).toMatchObject([{ status: 'fulfilled' }, full, { status: 'fulfilled' }, full])
    expect(await house.database.rows(sql`select text from note`)).toEqual([['shorter']])
    await large()
  })
})
