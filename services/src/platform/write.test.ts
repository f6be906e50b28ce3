import { GraphQLError } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isMySql, journalAfter, newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Memo, Person, Vault } from '../../test/clubs.ts'
import type { Context, Work } from './context.ts'
import type { Database } from './database.ts'
import { may, role } from './permission.ts'
import { Refusal, Refusals } from './refusal.ts'
import { sql } from './sql.ts'
import { findAllForChange, findForChange, refusalsOf, transact } from './write.ts'

let house: ClubHouse
let host: Person
let ann: Person

beforeAll(async () => {
  house = await openClubHouse()
  ;[host, ann] = await house.write(async work => {
    const people = [newPerson(work), newPerson(work)] as [Person, Person]
    work.em.persist(people)
    return people
  })
})
afterAll(() => house.close())

may('renameClub', role('STAFF').when('of open clubs', (_viewer, club: Club) => club.isOpen), role('MEMBER').when('who hosts it', (viewer, club: Club) => club.host.id === viewer.id))

const makeClubs = (count: number, details: Partial<Club> = {}): Promise<Club[]> => house.write(async work => {
  const made = Array.from({ length: count }, () => newClub(work, work.em.getReference(Person, host.id), details))
  work.em.persist(made)
  return made
})
const makeClub = async (details: Partial<Club> = {}): Promise<Club> => (await makeClubs(1, details))[0]!
const placesOf = async (id: string): Promise<number> => Number((await house.database.rows(sql`select places from club where id = ${id}`))[0]![0])

/** The refusals that a deed ends with. */
async function refused(deed: Promise<unknown>): Promise<{ code: string; field: string | null }[]> {
  try {
    await deed
  } catch (error) {
    const refusals = refusalsOf(error)
    if (refusals) return refusals.map(({ code, field }) => ({ code, field }))
    throw error
  }
  return []
}

/** A deed on a connection of its own, as another process would do it. */
const through = <T>(database: Database, act: (work: Work) => Promise<T>): Promise<T> => {
  const context: Context = { ...house.context(), database }
  return transact(context, { verb: 'test', reason: null, prepared: undefined }, act)
}

describe('a transaction', () => {
  test('commits what it did, and answers what the deed answers', async () => {
    const club = await makeClub()
    const answer = await house.write(async work => {
      (await findForChange(work, Club, club.id)).title = 'Written'
      return 'done'
    })
    expect(answer).toBe('done')
    expect(await house.database.rows(sql`select title, version from club where id = ${club.id}`)).toEqual([['Written', 2]])
  })

  test('takes everything back when the deed is refused, the words of the search and the journal too', async () => {
    const before = [await house.database.rows(sql`select count(*) from word`), (await journalAfter(house)).length]
    const deed = house.write(async work => {
      work.em.persist(newPerson(work, { firstName: 'Takenback' }))
      await work.em.flush()
      throw new Refusals([new Refusal('INVALID', 'firstName'), new Refusal('TAKEN', 'handle')])
    })
    expect(await refused(deed)).toEqual([{ code: 'INVALID', field: 'firstName' }, { code: 'TAKEN', field: 'handle' }])
    expect([await house.database.rows(sql`select count(*) from word`), (await journalAfter(house)).length]).toEqual(before)
  })

  test('readers see nothing of it before its end', async () => {
    const club = await makeClub()
    await house.write(async work => {
      (await findForChange(work, Club, club.id)).title = 'Half done'
      await work.em.flush()
      expect(await house.database.rows(sql`select title from club where id = ${club.id}`)).toEqual([[club.title]])
    })
  })

  test('an unexpected failure is passed on as it is', async () => {
    await expect(house.write(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError)
  })
})

describe('finding a thing to change', () => {
  test('absent, invisible, and no id at all are refused alike', async () => {
    const club = await makeClub()
    const member = viewerOf(ann.id)
    for (const id of [club.id, '01ARZ3NDEKTSV4RRFFQ69G5FAV', '', 'x', '\u0000', `${club.id} `, club.id.toLowerCase(), 'é'.repeat(26)]) {
      expect(await refused(house.write(work => findForChange(work, Club, id, { verb: 'renameClub', version: 99 }), { viewer: member })), id).toEqual([{ code: 'NOT_FOUND', field: 'id' }])
    }
  })

  test('seen, then allowed, then compared: a stranger learns nothing from the version', async () => {
    const [open, closed] = [await makeClub(), await makeClub({ isOpen: false })]
    const find = (id: string, options: Parameters<typeof findForChange>[3]): Promise<{ code: string; field: string | null }[]> =>
      refused(house.write(work => findForChange(work, Club, id, options), { viewer: staff }))
    expect(await find(closed.id, { verb: 'renameClub', version: 99 })).toEqual([{ code: 'FORBIDDEN', field: null }])
    expect(await find(open.id, { verb: 'renameClub', version: 99 })).toEqual([{ code: 'CONFLICT', field: 'version' }])
    expect(await find(open.id, { verb: 'renameClub', version: 1 })).toEqual([])
    expect(await find('X', { field: 'clubIds.2' })).toEqual([{ code: 'NOT_FOUND', field: 'clubIds.2' }])
  })

  test('several: those that are seen, each once, whatever stands among the ids', async () => {
    const clubs = await makeClubs(3)
    await house.write(async work => work.em.persist(newMembership(work, work.em.getReference(Club, clubs[1]!.id), work.em.getReference(Person, ann.id))) as never)
    const ids = [...clubs.map(({ id }) => id), clubs[0]!.id, 'none', '', '\u0000']
    const found = (viewer: typeof staff): Promise<string[]> => house.write(async work => [...(await findAllForChange(work, Club, ids)).keys()].toSorted(), { viewer })
    expect(await found(staff)).toEqual(clubs.map(({ id }) => id).toSorted())
    expect(await found(viewerOf(ann.id))).toEqual([clubs[1]!.id])
    expect(await house.write(async work => (await findAllForChange(work, Club, [])).size)).toBe(0)
  })

  test('what the law opens to nobody is found by nobody, and what a condition closes is closed', async () => {
    const [vault, memo] = await house.write(async work => {
      const made = [
        Object.assign(new Vault(), { id: work.newId(), text: 'Gold' }),
        Object.assign(new Memo(), { id: work.newId(), author: work.em.getReference(Person, ann.id), state: 'DRAFT', text: 'Hello' }),
      ] as const
      work.em.persist([...made])
      return made
    })
    expect(await refused(house.write(work => findForChange(work, Vault, vault.id), { viewer: staff }))).toEqual([{ code: 'NOT_FOUND', field: 'id' }])
    expect(await refused(house.write(work => findForChange(work, Memo, memo.id), { viewer: viewerOf(ann.id) }))).toEqual([{ code: 'NOT_FOUND', field: 'id' }])
  })
})

describe('what two may fight over', () => {
  test('a version that moved on between reading and writing is a conflict', async () => {
    const club = await makeClub()
    const deed = house.write(async work => {
      const loaded = await work.em.findOneOrFail(Club, { id: club.id })
      // As if another had written since: the version in the row is not the one that was read.
      await work.em.getConnection().execute('update club set version = version + 1 where id = ?', [club.id], 'run', work.em.getTransactionContext() as never)
      loaded.title = 'Too late'
    })
    expect(await refused(deed)).toEqual([{ code: 'CONFLICT', field: 'version' }])
  })

  test('two changed rows of a class are each compared with their version', async () => {
    const clubs = await makeClubs(2)
    const deed = house.write(async work => {
      const loaded = await work.em.find(Club, { id: { $in: clubs.map(({ id }) => id) } })
      await work.em.getConnection().execute('update club set version = version + 1 where id = ?', [clubs[0]!.id], 'run', work.em.getTransactionContext() as never)
      for (const each of loaded) each.title = 'Both'
    })
    expect(await refused(deed)).toEqual([{ code: 'CONFLICT', field: 'version' }])
  })

  test('what must be unique names its field', async () => {
    const deed = house.write(async work => work.em.persist(newPerson(work, { handle: ann.handle })) as never)
    expect(await refused(deed)).toEqual([{ code: 'TAKEN', field: 'handle' }])
  })

  test('what was typed does not speak for the database', async () => {
    const handle = "x' for key 'club_title_unique'".slice(0, 40)
    const make = (): Promise<unknown> => house.write(async work => work.em.persist(newPerson(work, { handle })) as never)
    await make()
    expect(await refused(make())).toEqual([{ code: 'TAKEN', field: 'handle' }])
  })

  test('a pair that must be unique is taken as a whole', async () => {
    const club = await makeClub()
    const pair = (): Promise<unknown> => house.write(async work => work.em.persist(newMembership(work, work.em.getReference(Club, club.id), work.em.getReference(Person, ann.id))) as never)
    await pair()
    expect(await refused(pair())).toEqual([{ code: 'TAKEN', field: null }])
  })

  test('counts raised by two processes at once lose no step, one row or several', async () => {
    const databases = [house.database, await house.openAgain()]
    const clubs = (await makeClubs(3, { places: 0 })).map(({ id }) => id).toSorted()
    const raised = new Map(clubs.map(id => [id, 0]))
    const worker = async (seed: number): Promise<void> => {
      for (let i = 0; i < 10; i++) {
        const two = [clubs[(seed + i) % 3]!, clubs[(seed + i + 1 + (i % 2)) % 3]!]
        await through(databases[seed % 2]!, async work => {
          for (const club of (await findAllForChange(work, Club, two)).values()) club.places = (club.places ?? 0) + 1
        })
        for (const id of two) raised.set(id, raised.get(id)! + 1)
      }
    }
    await Promise.all([0, 1, 2, 3].map(worker))
    for (const id of clubs) expect(await placesOf(id)).toBe(raised.get(id))
    expect((await house.database.rows(sql`select version from club where id = ${clubs[0]!}`))[0]).toEqual([raised.get(clubs[0]!)! + 1])
  }, 30_000)

  test.runIf(isMySql)('deeds that lock crosswise are run again until both are done', async () => {
    const other = await house.openAgain()
    const [one, two] = await makeClubs(2, { places: 0 })
    let runs = 0
    const crosswise = (database: Database, meet: () => Promise<void>, first: Club, second: Club): Promise<void> => through(database, async work => {
      runs++
      for (const { id } of [first, second]) {
        const club = await findForChange(work, Club, id)
        club.places = (club.places ?? 0) + 1
        await work.em.flush()
        await meet()
      }
    })
    for (let i = 0; i < 3; i++) {
      const meet = meeting(2)
      await Promise.all([crosswise(house.database, meet, one!, two!), crosswise(other, meet, two!, one!)])
    }
    expect(runs).toBeGreaterThan(6)
    expect([await placesOf(one!.id), await placesOf(two!.id)]).toEqual([6, 6])
    // What was rolled back left nothing in the journal either.
    expect((await journalAfter(house)).filter(({ nounId, kind }) => nounId === one!.id && kind === 'UPDATED')).toHaveLength(6)
  }, 30_000)
})

/** Where so many wait for each other, once: who comes later passes. */
function meeting(expected: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come >= expected) resolve()
    return promise
  }
}

describe('running again', () => {
  const busy = (code: object): (() => Promise<never>) => () => Promise.reject(Object.assign(new Error('busy'), code))

  test.each([[{ errno: 1213 }], [{ errno: 1205 }], [{ errno: 1020 }], [{ code: 'SQLITE_BUSY' }], [{ code: 'SQLITE_BUSY_SNAPSHOT' }]])('%j is tried five times, each with a fresh unit of work, then told as UNAVAILABLE', async code => {
    const seen = new Set<unknown>()
    const error = await house.write(({ em }) => {
      seen.add(em)
      return busy(code)()
    }).catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(GraphQLError)
    expect((error as GraphQLError).extensions['code']).toBe('UNAVAILABLE')
    expect(seen.size).toBe(5)
  })

  test('a refusal, or another failure, is not tried again', async () => {
    let runs = 0
    for (const error of [new Refusal('INVALID'), Object.assign(new Error('syntax'), { errno: 1064 }), new Error('plain')]) {
      await house.write(() => {
        runs++
        return Promise.reject(error)
      }).catch(() => {})
    }
    expect(runs).toBe(3)
  })

  test('what succeeds at last is written once', async () => {
    let runs = 0
    const club = await makeClub({ places: 0 })
    await house.write(async work => {
      const loaded = await findForChange(work, Club, club.id)
      loaded.places = (loaded.places ?? 0) + 1
      await work.em.flush()
      if (++runs < 3) await busy({ errno: 1213 })()
    })
    expect(await placesOf(club.id)).toBe(1)
    expect((await journalAfter(house)).filter(({ nounId, kind }) => nounId === club.id && kind === 'UPDATED')).toHaveLength(1)
  })
})
