import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Membership, Memo, Notice, Person, Vault } from '../../test/clubs.ts'
import { readChildren } from './children.ts'
import type { Context } from './context.ts'
import type { Connection } from './page.ts'
import { nounOf } from './noun.ts'
import { countRows, readAll, readById, readPage, selecting } from './read.ts'
import type { Row } from './rows.ts'
import { name, sql } from './sql.ts'
import { anonymous, system } from './viewer.ts'
import { naming, orderBy } from './way.ts'

let house: ClubHouse
let host: Person
let ann: Person
let ben: Person
let clubs: Club[]

// Equal titles, capitals, spaces, and characters beyond the first plane, which JavaScript and databases sort differently.
const TITLES = ['Chess', 'Chess', 'chess', 'Go', '\u{1F600} Games', '\uFF5E Tilde', 'Ärger', 'Ab', 'A b', 'Zoo', 'Chess', '1']

beforeAll(async () => {
  house = await openClubHouse()
  ;[host, ann, ben] = await house.write(async work => {
    const people = [newPerson(work, { firstName: 'Hana' }), newPerson(work, { firstName: 'Ann' }), newPerson(work, { firstName: 'Ben' })] as [Person, Person, Person]
    work.em.persist(people)
    return people
  })
  clubs = await house.write(async work => {
    const made = TITLES.map((title, i) => newClub(work, work.em.getReference(Person, i < 8 ? host.id : ann.id), { title, isOpen: i % 2 === 0, meetsAt: i === 0 ? new Date('2026-03-04T10:00:00Z') : null, extras: { i } }))
    work.em.persist(made)
    for (const [i, club] of made.entries()) {
      work.em.persist(newMembership(work, club, work.em.getReference(Person, ben.id), 'OUT'))
      if (i < 2) work.em.persist(newMembership(work, club, work.em.getReference(Person, ann.id)))
    }
    return made
  })
})
afterAll(() => house.close())
beforeEach(() => void house.statements())

const FIELDS = { Club: ['id', 'title'], ClubConnection: ['nodes', 'edges'] }
const titles = ({ nodes }: Connection<Row<Club>>): string[] => nodes.map(({ title }) => title)

describe('one thing by its id', () => {
  test('comes as a plain row of just what was selected', async () => {
    const context = house.context(staff, { Club: ['title', 'isOpen', 'meetsAt', 'extras', 'members', 'places'] })
    const row = await readById(context, Club, clubs[0]!.id)
    expect(row).toEqual({ id: clubs[0]!.id, title: 'Chess', isOpen: true, meetsAt: '2026-03-04T10:00:00.000Z', extras: { i: 0 }, members: 1, places: null })
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  })

  test('is null when it is absent, invisible, or no id; what nobody sees only the server reads', async () => {
    const vault = await house.write(async work => {
      const made = Object.assign(new Vault(), { id: work.newId(), text: 'Gold' })
      work.em.persist(made)
      return made
    })
    const read = (viewer: typeof staff, id: string): Promise<unknown> => readById(house.context(viewer, { Club: ['title'] }), Club, id)
    expect(await read(viewerOf(ann.id), clubs[5]!.id)).toBeNull()
    expect(await read(anonymous, clubs[0]!.id)).toBeNull()
    for (const id of ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '', '\u0000', "' or 1 = 1 --", clubs[0]!.id.toLowerCase()]) expect(await read(staff, id)).toBeNull()
    expect(await readById(house.context(staff, { Vault: ['text'] }), Vault, vault.id)).toBeNull()
    expect(await readById(house.context(system, { Vault: ['text'] }), Vault, vault.id)).toMatchObject({ text: 'Gold' })
  })

  test('many in one tick are one statement, and each once', async () => {
    const context = house.context(staff, { Club: ['title'] })
    const rows = await Promise.all([...clubs, ...clubs].map(({ id }) => readById(context, Club, id)))
    expect(rows.map(row => row!.id)).toEqual([...clubs, ...clubs].map(({ id }) => id))
    expect(house.statements()).toHaveLength(1)
  })

  test('what it leads to comes by the same statement; its bare id by no join at all', async () => {
    const joined = await readById(house.context(staff, { Club: ['title', 'host'], Person: ['firstName'] }), Club, clubs[0]!.id)
    expect(joined).toEqual({ id: clubs[0]!.id, title: 'Chess', host: { id: host.id, firstName: 'Hana' } })
    expect(house.statements()).toHaveLength(1)
    const deep = await readById(house.context(staff, { Membership: ['club'], Club: ['host'], Person: ['firstName'] }), Membership, String((await house.database.rows(sql`select id from membership where club_id = ${clubs[0]!.id} limit 1`))[0]![0]))
    expect(deep).toMatchObject({ club: { id: clubs[0]!.id, host: { firstName: 'Hana' } } })
    expect(house.statements()).toHaveLength(1)
  })
})

describe('guarded fields', () => {
  const emailOf = async (viewer: typeof staff, id: string): Promise<unknown> => (await readById(house.context(viewer, { Person: ['email', 'firstName'] }), Person, id))?.email
  test('are null where the viewer sees the thing but may not read them', async () => {
    expect(await emailOf(staff, host.id)).toBe(host.email)
    expect(await emailOf(viewerOf(ann.id), ann.id)).toBe(ann.email)
    expect(await emailOf(viewerOf(ann.id), host.id)).toBeNull()
    expect(await emailOf(viewerOf(ann.id), ben.id)).toBeUndefined()
  })

  test('also where the thing is joined', async () => {
    const row = await readById(house.context(viewerOf(ann.id), { Club: ['host'], Person: ['email', 'firstName'] }), Club, clubs[0]!.id)
    expect(row!.host).toEqual({ id: host.id, email: null, firstName: 'Hana' })
  })
})

describe('a page', () => {
  const page = (context: Context, args: object, descending = false): Promise<Connection<Row<Club>>> => readPage(context, Club, { order: orderBy('title', descending), args })

  test('holds what the viewer sees, and counts it only when that is selected', async () => {
    const mine = await page(house.context(viewerOf(ann.id), FIELDS), {})
    expect(mine.nodes.map(({ id }) => id).toSorted()).toEqual([clubs[0]!.id, clubs[1]!.id].toSorted())
    expect(house.statements()).toHaveLength(1)
    const counted = await page(house.context(viewerOf(ann.id), { ...FIELDS, ClubConnection: ['totalCount', 'nodes'] }), { first: 1 })
    expect([counted.totalCount, counted.nodes.length, house.statements().length]).toEqual([2, 1, 2])
    expect((await page(house.context(anonymous, { ...FIELDS, ClubConnection: ['totalCount', 'nodes'] }), {})).totalCount).toBe(0)
  })

  test('walked either way, in any length, shows each row once and in one order', async () => {
    const walk = async (size: number, descending: boolean, forward: boolean): Promise<string[]> => {
      const found: string[] = []
      let cursor: string | null = null
      for (;;) {
        const context = house.context(staff, FIELDS)
        const part: Connection<Row<Club>> = await page(context, forward ? { first: size, after: cursor } : { last: size, before: cursor }, descending)
        const ids = part.nodes.map(({ id }) => id)
        if (forward) found.push(...ids)
        else found.unshift(...ids)
        cursor = forward ? part.pageInfo.endCursor : part.pageInfo.startCursor
        expect(part.edges.map(edge => edge.cursor)[forward ? ids.length - 1 : 0]).toBe(cursor)
        if (!(forward ? part.pageInfo.hasNextPage : part.pageInfo.hasPreviousPage)) return found
      }
    }
    const whole = (await page(house.context(staff, FIELDS), { first: 100 })).nodes.map(({ id }) => id)
    expect(new Set(whole).size).toBe(TITLES.length)
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 13 }), fc.boolean(), fc.boolean(), async (size, descending, forward) => {
      expect(await walk(size, descending, forward)).toEqual(descending ? whole.toReversed() : whole)
    }), { numRuns: 30 })
  })

  test('of another order refuses no cursor, but never answers what is out of sight', async () => {
    const { pageInfo } = await page(house.context(staff, FIELDS), { first: 3 })
    const mine = await page(house.context(viewerOf(ann.id), FIELDS), { first: 100, after: pageInfo.endCursor })
    expect(mine.nodes.every(({ id }) => id === clubs[0]!.id || id === clubs[1]!.id)).toBe(true)
  })
})

describe('children', () => {
  const children = (context: Context, parent: string, bounded: boolean, args: object, descending = false): Promise<Connection<Row<Club>>> =>
    readChildren(context, Club, { of: 'host', parent, key: JSON.stringify(args), bounded, order: orderBy('title', descending), args })

  test('of many parents are one statement, whichever way they are fetched, and the ways agree', async () => {
    const sizes = fc.record({ size: fc.integer({ min: 1, max: 9 }), descending: fc.boolean(), forward: fc.boolean() })
    await fc.assert(fc.asyncProperty(sizes, async ({ size, descending, forward }) => {
      const args = forward ? { first: size } : { last: size }
      const fetch = async (bounded: boolean): Promise<Connection<Row<Club>>[]> => {
        const context = house.context(staff, { ...FIELDS, ClubConnection: ['nodes', 'edges', 'pageInfo'] })
        house.statements()
        const pages = await Promise.all([host.id, ann.id, ben.id].map(parent => children(context, parent, bounded, args, descending)))
        expect(house.statements()).toHaveLength(1)
        return pages
      }
      const ways = [await fetch(true), await fetch(false)]
      expect(ways[0]).toEqual(ways[1])
      const alone = await children(house.context(staff, FIELDS), host.id, false, args, descending)
      expect(titles(ways[0]![0]!)).toEqual(titles(alone))
    }), { numRuns: 25 })
  })

  test('are under the law, and so is their number', async () => {
    const context = house.context(viewerOf(ann.id), { ...FIELDS, ClubConnection: ['nodes', 'totalCount'] })
    const [seen, none] = await Promise.all([children(context, host.id, true, {}), children(context, ann.id, true, {})])
    expect([seen!.totalCount, seen!.nodes.length, none!.totalCount, none!.nodes.length]).toEqual([2, 2, 0, 0])
    expect(house.statements()).toHaveLength(2)
  })

  test('with other arguments are fetched apart', async () => {
    const context = house.context(staff, FIELDS)
    const [one, two] = await Promise.all([children(context, host.id, false, { first: 1 }), children(context, host.id, false, { first: 2 })])
    expect([one!.nodes.length, two!.nodes.length]).toEqual([1, 2])
  })
})

describe('the rest', () => {
  test('all rows that meet a condition, under the law', async () => {
    const open = (viewer: typeof staff): Promise<Row<Club>[]> => readAll(house.context(viewer, FIELDS), Club, [sql`${name('t', 'is_open')} = ${true}`])
    expect(await open(staff)).toHaveLength(TITLES.length / 2)
    expect((await open(viewerOf(ann.id))).map(({ id }) => id)).toEqual([clubs[0]!.id])
    expect(await countRows(house.context(viewerOf(ann.id)), nounOf(Club), [])).toBe(2)
  })

  test('what is no id names nothing', async () => {
    const rows = await readAll(house.context(staff, FIELDS), Club, [naming(name('t', 'host_id'), "x' or '1' = '1")])
    expect(rows).toEqual([])
  })

  test('everybody reads what everybody sees; an owner theirs while the condition holds', async () => {
    const memo = await house.write(async work => {
      const made = Object.assign(new Memo(), { id: work.newId(), author: work.em.getReference(Person, ann.id), state: 'LIVE', text: 'Mine' })
      work.em.persist([made, Object.assign(new Notice(), { id: work.newId(), text: 'Open day' })])
      return made
    })
    expect(await readAll(house.context(anonymous, { Notice: ['text'] }), Notice, [])).toMatchObject([{ text: 'Open day' }])
    const mine = (viewer: typeof staff): Promise<unknown> => readById(selecting(house.context(viewer), { Memo: ['text'] }), Memo, memo.id)
    expect([await mine(viewerOf(ann.id)), await mine(viewerOf(ben.id)), await mine(staff)]).toEqual([{ id: memo.id, text: 'Mine' }, null, null])
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Memo, { id: memo.id }), { state: 'KEPT' }))
    expect(await mine(viewerOf(ann.id))).toBeNull()
  })
})
