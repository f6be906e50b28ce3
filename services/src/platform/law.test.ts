import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Membership, Memo, Notice, Person, Vault } from '../../test/clubs.ts'
import { audienceQueries, audienceRoles, guardsOf, lawInWords, linkedThings, moversOf, seenByRole, sees, sightInWords, sightsOf, visible, type Sight } from './law.ts'
import { nounOf, type Class } from './noun.ts'
import { name, sql, type Sql } from './sql.ts'
import { anonymous, system, type Viewer } from './viewer.ts'

let house: ClubHouse
const people: Record<'host' | 'other' | 'ann' | 'ben', Person> = {} as never
const clubs: Record<'chess' | 'go', Club> = {} as never
const ids: Record<string, string> = {}

beforeAll(async () => {
  house = await openClubHouse()
  await house.write(async work => {
    for (const key of ['host', 'other', 'ann', 'ben'] as const) work.em.persist(people[key] = newPerson(work))
    work.em.persist([clubs.chess = newClub(work, people.host), clubs.go = newClub(work, people.other)])
    const memberships = { annIn: newMembership(work, clubs.chess, people.ann), benOut: newMembership(work, clubs.chess, people.ben, 'OUT'), benIn: newMembership(work, clubs.go, people.ben) }
    const memos = {
      live: Object.assign(new Memo(), { id: work.newId(), author: people.ann, state: 'LIVE', text: 'a' }),
      draft: Object.assign(new Memo(), { id: work.newId(), author: people.ann, state: 'DRAFT', text: 'b' }),
    }
    const rest = { notice: Object.assign(new Notice(), { id: work.newId(), text: 'n' }), vault: Object.assign(new Vault(), { id: work.newId(), text: 'v' }) }
    work.em.persist([...Object.values(memberships), ...Object.values(memos), ...Object.values(rest)])
    for (const [key, { id }] of Object.entries({ ...people, ...clubs, ...memberships, ...memos, ...rest })) ids[key] = id
  })
})
afterAll(() => house.close())

const keyOf = (id: unknown): string => Object.entries(ids).find(([, value]) => value === id)?.[0] ?? String(id)
const columnOfKeys = async (statement: Sql): Promise<string[]> => (await house.database.rows(statement)).map(([id]) => keyOf(id)).toSorted()
const pairs = async (statements: readonly Sql[]): Promise<string[]> =>
  (await Promise.all(statements.map(statement => house.database.rows(statement)))).flat().map(([thing, viewer]) => `${keyOf(thing)}: ${keyOf(viewer)}`).toSorted()
const reached = (type: Class, viewer: Viewer): Promise<string[]> => {
  const noun = nounOf(type)
  return columnOfKeys(sql`select ${name('x', 'id')} from ${name(noun.table)} ${name('x')} where ${visible(noun, viewer, 'x')}`)
}
const as = (key: keyof typeof people, role = 'MEMBER'): Viewer => viewerOf(ids[key]!, role)

describe('what a viewer reaches', () => {
  test('by role: all of it, whoever they are', async () => {
    expect(await reached(Club, staff)).toEqual(['chess', 'go'])
    expect(await reached(Membership, staff)).toEqual(['annIn', 'benIn', 'benOut'])
    expect(await reached(Memo, staff)).toEqual([])
  })

  test('by a link, while its condition holds', async () => {
    expect(await reached(Club, as('ann'))).toEqual(['chess'])
    expect(await reached(Club, as('ben'))).toEqual(['go'])
    expect(await reached(Club, as('host'))).toEqual([])
  })

  test('by a link over a path, and oneself', async () => {
    expect(await reached(Person, as('ann'))).toEqual(['ann', 'host'])
    expect(await reached(Person, as('ben'))).toEqual(['ben', 'other'])
    expect(await reached(Person, as('host'))).toEqual(['host'])
  })

  test('by owning it, while its condition holds', async () => {
    expect(await reached(Membership, as('ben'))).toEqual(['benIn'])
    expect(await reached(Memo, as('ann'))).toEqual(['live'])
  })

  test('as everybody, as nobody, and as the server', async () => {
    expect(await reached(Notice, anonymous)).toEqual(['notice'])
    for (const type of [Club, Person, Membership, Memo, Vault]) expect(await reached(type, anonymous)).toEqual([])
    expect(await reached(Vault, staff)).toEqual([])
    expect(await reached(Vault, system)).toEqual(['vault'])
  })

  test('is never by an id or a role that is none: anonymous and the server are nobody\'s owner', async () => {
    for (const viewer of [{ ...anonymous, id: ids['ann']! }, { ...anonymous, id: '' }]) {
      expect(await reached(Person, viewer)).toEqual([])
      expect(await reached(Memo, viewer)).toEqual([])
    }
    expect(await reached(Club, viewerOf(ids['host']!, ''))).toEqual([])
  })

  test('is asked by `in`, never by `exists`, and holds no value in its text', () => {
    const { text, values } = visible(nounOf(Club), as('ann'), 't')
    expect(text).toContain(' in (select ')
    expect(text).not.toContain('exists')
    expect(text).not.toContain(ids['ann'])
    expect(values).toEqual([ids['ann'], 'IN'])
  })
})

describe('the audience of a change', () => {
  test('is whom the reading reaches, the roles apart', async () => {
    expect(await pairs(audienceQueries(nounOf(Club), [ids['chess']!, ids['go']!]))).toEqual(['chess: ann', 'go: ben'])
    expect(await pairs(audienceQueries(nounOf(Person), Object.values(people).map(({ id }) => id)))).toEqual(['ann: ann', 'ben: ben', 'host: ann', 'host: host', 'other: ben', 'other: other'])
    expect(await pairs(audienceQueries(nounOf(Membership), ['annIn', 'benOut', 'benIn'].map(key => ids[key]!)))).toEqual(['annIn: ann', 'benIn: ben'])
    expect(await pairs(audienceQueries(nounOf(Memo), [ids['live']!, ids['draft']!]))).toEqual(['live: ann'])
    expect([audienceRoles(nounOf(Club)), audienceRoles(nounOf(Notice)), audienceRoles(nounOf(Vault))]).toEqual([['STAFF'], ['*'], []])
  })

  test('narrows to those whose sight may have moved', async () => {
    const all = Object.values(people).map(({ id }) => id)
    expect(await pairs(audienceQueries(nounOf(Person), all, { viewers: [ids['ben']!] }))).toEqual(['ben: ben', 'other: ben'])
    expect(await pairs(audienceQueries(nounOf(Club), [ids['chess']!], { viewers: [ids['ben']!] }))).toEqual([])
    expect(await pairs(audienceQueries(nounOf(Club), [], { viewers: [ids['ben']!] }))).toEqual([])
  })

  test('agrees with the reading for every person and every thing', async () => {
    for (const type of [Club, Person, Membership, Memo] as Class[]) {
      const noun = nounOf(type)
      const things = (await house.database.rows(sql`select id from ${name(noun.table)}`)).map(([id]) => String(id))
      const told = await pairs(audienceQueries(noun, things))
      const seen = await Promise.all((Object.keys(people) as (keyof typeof people)[]).map(async key => (await reached(type, as(key))).map(thing => `${thing}: ${key}`)))
      expect(told).toEqual(seen.flat().toSorted())
    }
  })
})

describe('what moves the sight of what', () => {
  const movers = (type: Class): [string, number, readonly string[]][] => moversOf(nounOf(type)).map(({ thing, depth, watched }) => [thing.name, depth, watched])

  test('is read off the links', () => {
    expect(movers(Membership)).toEqual([['Person', 0, ['club', 'member', 'state']], ['Club', 0, ['club', 'member', 'state']]])
    expect(movers(Club)).toEqual([['Person', 1, ['host']]])
    for (const type of [Person, Memo, Notice, Vault]) expect(movers(type)).toEqual([])
  })

  test('a link says which things it opens to a viewer', async () => {
    const byPath = sightsOf(Person).find((sight): sight is Extract<Sight, { kind: 'link' }> => sight.kind === 'link')!
    expect(await columnOfKeys(linkedThings(byPath, as('ann')))).toEqual(['host'])
  })
})

describe('the law in words', () => {
  test('says what it does', () => {
    expect(lawInWords(Person)).toBe('Seen by STAFF, oneself, the member of a Membership whose club.host it is (IN).')
    expect(lawInWords(Memo)).toBe('Seen by its author (LIVE).')
    expect(lawInWords(Notice)).toBe('Seen by everybody.')
    expect(lawInWords(Vault)).toBe('Seen by nobody.')
    expect(guardsOf(Person).map(({ properties, sights }) => [properties, sights.map(sightInWords)])).toEqual([[['email'], ['STAFF', 'oneself']]])
  })

  test('adds up when an upper slice adds to it', async () => {
    expect(seenByRole(sightsOf(Vault), 'KEEPER')).toBe(false)
    sees(Vault, { kind: 'role', role: 'KEEPER' })
    expect(seenByRole(sightsOf(Vault), 'KEEPER')).toBe(true)
    expect(await reached(Vault, as('ann', 'KEEPER'))).toEqual(['vault'])
    expect(await reached(Vault, as('ann'))).toEqual([])
  })
})
