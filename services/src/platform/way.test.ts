import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Person } from '../../test/clubs.ts'
import { nounOf } from './noun.ts'
import type { Connection } from './page.ts'
import { readAll, readPage } from './read.ts'
import type { Row } from './rows.ts'
import { matches, thingsWith } from './search.ts'
import { name, sql } from './sql.ts'
import type { Viewer } from './viewer.ts'
import { orderBy, type Condition, type Limits, type PageRequest } from './way.ts'

// Whichever way a page is come by, it is the same page.

const HOSTS = ['Golda', 'Chester', 'Ann']
const WORDS = ['go', 'gold', 'chess', 'bridge', 'anvil', 'zither']
const COUNT = 60

let house: ClubHouse
let hosts: Person[]
let member: Viewer
let all: Row<Club>[]
const seenByMember = new Set<string>()

beforeAll(async () => {
  house = await openClubHouse()
  hosts = await house.write(work => {
    const made = HOSTS.map(firstName => newPerson(work, { firstName }))
    work.em.persist(made)
    return Promise.resolve(made)
  })
  const [, , ann] = hosts as [Person, Person, Person]
  member = viewerOf(ann.id)
  // Some at a time, so that many have one instant and not all of them.
  for (let begun = 0; begun < COUNT; begun += 15) {
    await house.write(work => {
      for (let i = begun; i < begun + 15; i++) {
        const title = `${WORDS[(i * 5) % 4]!} ${WORDS[(i * i) % WORDS.length]!}${i % 3 === 0 ? '' : ` ${i}`}`
        const club = newClub(work, work.em.getReference(Person, hosts[i % 7 === 0 ? 0 : 1]!.id), { title, isOpen: i % 4 !== 0 })
        work.em.persist(club)
        if (i % 5 < 2) work.em.persist(newMembership(work, club, work.em.getReference(Person, ann.id)))
        if (i % 5 < 2) seenByMember.add(club.id)
      }
      return Promise.resolve()
    })
  }
  all = await readAll(house.context(staff, { Club: ['title', 'isOpen', 'host', 'createdAt'] }), Club, [])
})
afterAll(() => house.close())
beforeEach(() => void house.statements())

interface Asked { readonly condition: (viewer: Viewer) => Condition; readonly meets: (club: Row<Club>) => boolean }

const begins = (text: string, word: string): boolean => text.toLowerCase().split(' ').some(one => one.startsWith(word))
const hostOf = ({ host }: Row<Club>): string => HOSTS[hosts.findIndex(({ id }) => id === (host as { id: string }).id)]!

const byWord = (word: string): Asked => ({ condition: viewer => matches(nounOf(Club), viewer, word)[0]!, meets: ({ title }) => begins(title, word) })
/** Found in two places, as sessions are by their title and by their trainer's name. */
const byWordOrHost = (word: string): Asked => {
  const people = thingsWith(nounOf(Person), word)
  return {
    condition: viewer => {
      const { met, found } = matches(nounOf(Club), viewer, word)[0]!
      return { met: sql`${name('t', 'host_id')} in (${people}) or ${met}`, found: [...found, sql`select id from club where host_id in (${people})`] }
    },
    meets: club => begins(club.title, word) || begins(hostOf(club), word),
  }
}
const plain = (condition: Condition, meets: Asked['meets']): Asked => ({ condition: () => condition, meets })
const open = (isOpen: boolean): Asked => plain(sql`${name('t', 'is_open')} = ${isOpen}`, club => club.isOpen === isOpen)
const mostlyOpen = plain({ met: sql`${name('t', 'is_open')} = ${true}` }, ({ isOpen }) => isOpen)
const from = (text: string): Asked => plain(sql`${name('t', 'title')} >= ${text}`, ({ title }) => title >= text)
const before = (text: string): Asked => plain(sql`${name('t', 'title')} < ${text}`, ({ title }) => title < text)

const asked = fc.oneof(
  fc.constantFrom(...WORDS, 'g', 'nothing', '1').map(byWord),
  fc.constantFrom('go', 'chess', 'a').map(byWordOrHost),
  fc.boolean().map(open),
  fc.constant(mostlyOpen),
  fc.constantFrom('c', 'go', 'h').map(from),
  fc.constantFrom('c', 'go', 'h').map(before),
)

async function walked(viewer: Viewer, request: Omit<PageRequest, 'args'>, size: number, forward: boolean): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = null; ;) {
    const context = house.context(viewer, { Club: ['title', 'members'], ClubConnection: ['nodes', 'pageInfo', 'totalCount'] })
    const page: Connection<Row<Club>> = await readPage(context, Club, { ...request, args: forward ? { first: size, after: cursor } : { last: size, before: cursor } })
    const { nodes, pageInfo, totalCount } = page
    const ids = nodes.map(({ id }) => id)
    if (forward) found.push(...ids)
    else found.unshift(...ids)
    if (forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage) cursor = forward ? pageInfo.endCursor : pageInfo.startCursor
    else return expect(totalCount).toBe(found.length), found
  }
}

describe('every page of every question', () => {
  test('is what plain looking finds, however soon a way is left', async () => {
    const question = fc.record({
      conditions: fc.array(asked, { maxLength: 3 }), isMember: fc.boolean(), byTitle: fc.boolean(), descending: fc.boolean(), forward: fc.boolean(),
      size: fc.integer({ min: 4, max: 12 }), few: fc.nat(COUNT), walk: fc.integer({ min: 1, max: COUNT }), many: fc.nat(COUNT),
    })
    await fc.assert(fc.asyncProperty(question, async ({ conditions, isMember, byTitle, descending, forward, size, few, walk, many }) => {
      const viewer = isMember ? member : staff
      const keyOf = ({ title, createdAt, id }: Row<Club>): string => `${byTitle ? title : createdAt}\u0000${id}`
      const expected = all.filter(club => (!isMember || seenByMember.has(club.id)) && conditions.every(({ meets }) => meets(club)))
        .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(({ id }) => id)
      const where = conditions.map(({ condition }) => condition(viewer))
      const found = await walked(viewer, { where, order: orderBy(byTitle ? 'title' : 'created_at', descending), limits: { few, walk, many } }, size, forward)
      expect(found).toEqual(descending ? expected.toReversed() : expected)
    }), { numRuns: 120 })
  }, 60_000)
})

describe('the way to a page', () => {
  const ways = async (word: string, limits: Limits): Promise<string[]> => {
    house.statements()
    const request = { where: matches(nounOf(Club), staff, word), order: orderBy('title'), args: { first: 4 }, limits }
    await readPage(house.context(staff, { Club: ['title'], ClubConnection: ['nodes'] }), Club, request)
    return house.statements().map(text =>
      text.startsWith('select (select count(*)') ? 'count' : / offset \d+$/.test(text) ? 'look ahead' : text.includes('is true') ? 'walk' : 'pick out')
  }

  test('begins with what is few; of more it walks a little, and begins with what is found when that was in vain', async () => {
    expect(await ways('zither', { few: COUNT, walk: COUNT, many: COUNT })).toEqual(['count', 'pick out'])
    // All the bridges stand before the first chess.
    expect(await ways('chess', { few: 0, walk: COUNT / 2, many: COUNT })).toEqual(['count', 'look ahead', 'walk'])
    expect(await ways('chess', { few: 0, walk: 3, many: COUNT })).toEqual(['count', 'look ahead', 'walk', 'count', 'pick out'])
    expect(await ways('chess', { few: 0, walk: 3, many: 0 })).toEqual(['count', 'look ahead', 'walk', 'count', 'walk'])
  })
})
