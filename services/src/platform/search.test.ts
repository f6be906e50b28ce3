import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Person } from '../../test/clubs.ts'
import { nounOf } from './noun.ts'
import { readAll } from './read.ts'
import { matches, searchedWords, sortKey, wordsOf } from './search.ts'
import { sql } from './sql.ts'
import { anonymous, type Viewer } from './viewer.ts'

let house: ClubHouse
let jose: Person
let ann: Person

beforeAll(async () => {
  house = await openClubHouse()
  ;[jose, ann] = await house.write(async work => {
    const people = [
      newPerson(work, { firstName: 'José María', email: 'Jose.Garcia@example.org' }),
      newPerson(work, { firstName: 'Ann_Lee 100%', email: 'ann@club.test' }),
      newPerson(work, { firstName: 'محمد \u{20000}', email: 'mo@club.test' }),
    ] as const
    work.em.persist([...people])
    return people
  }) as unknown as [Person, Person]
})
afterAll(() => house.close())

const find = async (search: string, viewer: Viewer = staff): Promise<string[]> => {
  const rows = await readAll(house.context(viewer, { Person: ['firstName'] }), Person, matches(nounOf(Person), viewer, search).map(({ met }) => met))
  return rows.map(({ firstName }) => firstName).toSorted()
}
const wordsIn = async (thing: string): Promise<string[]> =>
  (await house.database.rows(sql`select word from word where thing = ${thing} order by word`)).map(([word]) => String(word))

describe('words', () => {
  test.each([
    ['Ärger über Öl', ['arger', 'uber', 'ol']],
    ['ÀÉÎ ﬁne ①', ['aei', 'fine', '1']],
    ['jose.garcia@example.org', ['jose', 'garcia', 'example', 'org', 'jose.garcia@example.org']],
    ['  , . ! ', ['.']],
    ['Anna-Lena Anna', ['anna', 'lena', 'anna-lena']],
    ['東京 타워', ['東京', '타워'.normalize('NFKD')]],
  ])('of %j', (text, words) => {
    expect(wordsOf(text).filter(word => word !== '.').toSorted()).toEqual([...words].filter(word => word !== '.').toSorted())
  })

  test('are short enough for their column, also where one character becomes many', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('\uFDFA', 'x', '\u{1F600}', 'é', ' ', '-'), maxLength: 300 }), text => {
      for (const word of [...wordsOf(text), ...searchedWords(text)]) expect([...word].length).toBeLessThanOrEqual(60)
      expect([...sortKey(text)].length).toBeLessThanOrEqual(200)
    }))
  })

  test('that are looked for are few, and none for nothing', () => {
    expect(searchedWords('a b c d e f g h')).toHaveLength(6)
    for (const nothing of ['', '   ', null, undefined, '!?*', '\u0000', '-', ' . - _ @ ']) expect(searchedWords(nothing)).toEqual([])
  })
})

describe('a search', () => {
  test('finds by the beginnings of words, without case and accents, every word', async () => {
    for (const search of ['jose', 'JOSÉ', 'mar', 'jos mar', 'María José', 'Jose\u0301']) expect(await find(search), search).toEqual(['José María'])
    for (const search of ['ose', 'jose ann', 'josex']) expect(await find(search), search).toEqual([])
    expect(await find('محم')).toEqual(['محمد \u{20000}'])
    expect(await find('\u{20000}')).toEqual(['محمد \u{20000}'])
  })

  test('takes marks of patterns and of code for what they are', async () => {
    for (const search of ['j_se', "' or 1=1 --", 'ann%see', 'j\\']) expect(await find(search), search).toEqual(search === 'j\\' ? ['José María'] : [])
    // What holds no word asks for nothing in particular.
    for (const search of ['%', '_', '*', '\\', '--']) expect(await find(search), search).toHaveLength(3)
    expect(await find('jose - maria')).toEqual(['José María'])
    expect(await find('100%')).toEqual(['Ann_Lee 100%'])
    expect(await find('ann_lee')).toEqual(['Ann_Lee 100%'])
  })

  test('takes any text without breaking', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async search => {
      expect(Array.isArray(await find(search))).toBe(true)
    }), { numRuns: 60 })
  })

  test('is no oracle for what the viewer may not read', async () => {
    expect(await find('garcia')).toEqual(['José María'])
    expect(await find('jose.garcia@example.org')).toEqual(['José María'])
    // Her own address she finds by; his, she sees neither nor searches.
    const her = viewerOf(ann.id)
    expect(await find('ann@club.test', her)).toEqual(['Ann_Lee 100%'])
    await house.write(async work => {
      const club = newClub(work, work.em.getReference(Person, jose.id))
      work.em.persist([club, newMembership(work, club, work.em.getReference(Person, ann.id))])
    })
    expect(await find('jose', her)).toEqual(['José María'])
    for (const search of ['garcia', 'jose.garcia@example.org', 'jose.g', 'example']) expect(await find(search, her), search).toEqual([])
    expect(await find('jose', anonymous)).toEqual([])
  })
})

describe('the words of a thing', () => {
  test('come, change and go with it, and only with what they stand in', async () => {
    const club = await house.write(async work => {
      const made = newClub(work, work.em.getReference(Person, ann.id), { title: 'Chess Chess evening' })
      work.em.persist(made)
      return made
    })
    expect(await wordsIn(club.id)).toEqual(['chess', 'evening'])
    const change = (details: Partial<Club>): Promise<void> => house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), details))
    await change({ title: 'Go evening' })
    expect(await wordsIn(club.id)).toEqual(['evening', 'go'])
    await change({ rules: 'Be kind' })
    expect(await wordsIn(club.id)).toEqual(['evening', 'go'])
    await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Club, { id: club.id })))
    expect(await wordsIn(club.id)).toEqual([])
  })

  test('twice in one transaction are those of the end; taken back, those of before', async () => {
    await house.write(async ({ em }) => {
      const person = await em.findOneOrFail(Person, { id: ann.id })
      person.firstName = 'One'
      await em.flush()
      person.firstName = 'Two'
    })
    expect((await wordsIn(ann.id)).filter(word => ['one', 'two'].includes(word))).toEqual(['two'])
    await house.write(async ({ em }) => {
      (await em.findOneOrFail(Person, { id: ann.id })).firstName = 'Three'
      await em.flush()
      throw new Error('taken back')
    }).catch(() => {})
    expect((await wordsIn(ann.id)).filter(word => ['two', 'three'].includes(word))).toEqual(['two'])
  })

  test('whatever a name holds, it can be written and found by its own first word', async () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'É', '\uFDFA', '\u{1F600}', '東', '-', '@', '.', ' ', 'ß', 'İ', '\u0301', '\u{20000}'), minLength: 1, maxLength: 60 })
    await fc.assert(fc.asyncProperty(name, async firstName => {
      const person = await house.write(async work => {
        const made = newPerson(work, { firstName })
        work.em.persist(made)
        return made
      })
      const [first] = searchedWords(firstName)
      const asWritten = wordsOf(firstName)
      if (first !== undefined && asWritten.some(word => word.startsWith(first))) expect(await find(first)).toContain(firstName)
      await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Person, { id: person.id })))
    }), { numRuns: 40 })
  }, 30_000)
})
