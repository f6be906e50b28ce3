import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { journalAfter, newClub, newMembership, newPerson, openClubHouse, staff, type ClubHouse, type Written } from '../../test/club-house.ts'
import { Club, Membership, Memo, Notice, Person, Vault } from '../../test/clubs.ts'
import type { Work } from './context.ts'
import { isHeard } from './recorder.ts'
import { sql } from './sql.ts'

let house: ClubHouse
let host: Person
let ann: Person
let ben: Person
let club: Club
let seen = 0

beforeAll(async () => {
  house = await openClubHouse()
})
afterAll(() => house.close())

beforeEach(async () => {
  ;[host, ann, ben] = await house.write(async work => {
    const people = [newPerson(work), newPerson(work), newPerson(work)] as const
    work.em.persist([...people])
    return people
  }) as [Person, Person, Person]
  club = await house.write(async work => {
    const made = newClub(work, work.em.getReference(Person, host.id))
    work.em.persist(made)
    return made
  })
  await written()
})

/** What the journal has gained since it was last looked at. */
async function written(): Promise<Written[]> {
  const rows = await journalAfter(house, seen)
  seen = rows.at(-1)?.id ?? seen
  return rows
}

const about = (rows: readonly Written[], noun: string, id?: string): Written[] => rows.filter(row => row.noun === noun && (id === undefined || row.nounId === id))
const join = (member: Person, state = 'IN', into: Club = club): Promise<Membership> => house.write(async work => {
  const made = newMembership(work, work.em.getReference(Club, into.id), work.em.getReference(Person, member.id), state)
  work.em.persist(made)
  return made
})

describe('one row of the journal for each changed thing', () => {
  test('a thing that is made: its fields, nothing before, and who is told', async () => {
    const meetsAt = new Date('2026-03-04T10:00:00.000Z')
    const made = await house.write(async work => {
      const fresh = newClub(work, work.em.getReference(Person, host.id), { title: 'Chess', isOpen: false, meetsAt, extras: { tables: 3 } })
      work.em.persist(fresh)
      return fresh
    }, { viewer: staff, verb: 'createClub', reason: 'New year' })
    const rows = await written()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      verb: 'createClub', actorId: staff.id, noun: 'Club', nounId: made.id, kind: 'CREATED', reason: 'New year', before: null, requestId: 'request',
      rootId: made.id, aboutId: null, audience: { gain: ['STAFF'], keep: [], lose: [] },
      after: { title: 'Chess', host: host.id, isOpen: false, meetsAt: meetsAt.toISOString(), extras: { tables: 3 } },
    })
    expect(rows[0]!.fields.toSorted()).toEqual(['createdAt', 'extras', 'host', 'isOpen', 'meetsAt', 'title'])
  })

  test('a thing that is changed: just the fields that changed, before and after', async () => {
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), { title: 'Go', isOpen: false }))
    const [row, ...others] = await written()
    expect(others).toEqual([])
    expect(row).toMatchObject({ kind: 'UPDATED', nounId: club.id, before: { title: club.title, isOpen: true }, after: { title: 'Go', isOpen: false } })
    expect(row!.fields.toSorted()).toEqual(['isOpen', 'title'])
    expect(row!.audience).toEqual({ gain: [], keep: ['STAFF'], lose: [] })
  })

  test('a thing that is removed: what it was', async () => {
    await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Club, { id: club.id })))
    expect(await written()).toMatchObject([{ kind: 'REMOVED', nounId: club.id, after: null, before: { title: club.title, host: host.id, isOpen: true }, audience: { gain: [], lose: ['STAFF'] } }])
  })

  test('nothing for a flush that changes nothing, nor for bookkeeping alone', async () => {
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), { title: club.title }))
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Person, { id: ann.id }), { seenAt: new Date('2026-03-04T10:00:00Z') }))
    expect(await written()).toEqual([])
  })

  test('every row of a flush by one statement, each in the transaction of its change', async () => {
    const people = await house.write(async work => {
      const many = Array.from({ length: 40 }, () => newPerson(work))
      work.em.persist(many)
      return many
    })
    expect((await written()).map(({ nounId }) => nounId).toSorted()).toEqual(people.map(({ id }) => id).toSorted())
  })
})

describe('secrets', () => {
  test('stand in no row, when made, changed or removed', async () => {
    const person = await house.write(async work => {
      const made = newPerson(work, { pin: 'sesame-1' })
      work.em.persist(made)
      return made
    })
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Person, { id: person.id }), { pin: 'sesame-2', firstName: 'New' }))
    await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Person, { id: person.id })))
    const rows = await written()
    expect(rows.map(({ kind }) => kind)).toEqual(['CREATED', 'UPDATED', 'REMOVED'])
    expect(JSON.stringify(rows)).not.toContain('sesame')
    expect(JSON.stringify(rows)).not.toContain('"pin"')
    expect(rows[1]!.fields).toEqual(['firstName'])
  })

  test('that alone changed leave a row that says nothing but that it was done', async () => {
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Person, { id: ann.id }), { pin: 'sesame-3' }), { verb: 'changePin' })
    const [row] = await written()
    expect(row).toMatchObject({ verb: 'changePin', kind: 'UPDATED', fields: [], before: {}, after: {} })
  })

  test('and bytes are never copied', async () => {
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), { badge: Buffer.from('badge-bytes'), title: 'Badged' }))
    expect(JSON.stringify((await written()).map(({ before, after }) => [before, after]))).not.toMatch(/badge-bytes|YmFkZ2|98,97,100/)
  })
})

describe('who is told', () => {
  test('a child that comes gives its owner the parent, tells the parent\'s count, and nothing twice', async () => {
    const membership = await join(ann)
    const rows = await written()
    expect(about(rows, 'Membership')).toMatchObject([{ nounId: membership.id, kind: 'CREATED', rootId: club.id, aboutId: ann.id, audience: { gain: ['STAFF', ann.id], keep: [], lose: [] } }])
    expect(about(rows, 'Club')).toMatchObject([{ nounId: club.id, kind: 'TOUCHED', fields: ['members'], audience: { gain: [ann.id], keep: ['STAFF'], lose: [] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ kind: 'TOUCHED', fields: [], audience: { gain: [ann.id], keep: [], lose: [] } }])
    expect(rows).toHaveLength(3)
  })

  test('those who stay hear of a newcomer as a change, and the newcomer as a beginning', async () => {
    await join(ann)
    await written()
    await join(ben)
    expect(about(await written(), 'Club')).toMatchObject([{ audience: { gain: [ben.id], keep: ['STAFF', ann.id], lose: [] } }])
  })

  test('what a newcomer saw already by another way is no beginning', async () => {
    await join(ann)
    const other = await house.write(async work => {
      const made = newClub(work, work.em.getReference(Person, host.id))
      work.em.persist(made)
      return made
    })
    await written()
    await join(ann, 'IN', other)
    const rows = await written()
    expect(about(rows, 'Club', other.id)).toMatchObject([{ kind: 'TOUCHED', audience: { gain: [ann.id], keep: ['STAFF'], lose: [] } }])
    expect(about(rows, 'Person')).toEqual([])
  })

  test('a child that ends takes the sight along', async () => {
    const membership = await join(ann)
    await join(ben)
    await written()
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Membership, { id: membership.id }), { state: 'OUT' }))
    const rows = await written()
    expect(about(rows, 'Membership')).toMatchObject([{ kind: 'UPDATED', fields: ['state'], audience: { gain: [], keep: ['STAFF'], lose: [ann.id] } }])
    expect(about(rows, 'Club')).toMatchObject([{ kind: 'TOUCHED', audience: { gain: [], keep: ['STAFF', ben.id], lose: [ann.id] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ audience: { gain: [], keep: [], lose: [ann.id] } }])
  })

  test('what a child says besides is its own matter', async () => {
    const membership = await join(ann)
    await written()
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Membership, { id: membership.id }), { note: 'Brings cake' }))
    expect((await written()).map(({ noun, fields }) => [noun, fields])).toEqual([['Membership', ['note']]])
  })

  test('a child that moves tells both parents, and its owner loses one and gains the other', async () => {
    const membership = await join(ann)
    const other = await house.write(async work => {
      const made = newClub(work, work.em.getReference(Person, ben.id))
      work.em.persist(made)
      return made
    })
    await written()
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Membership, { id: membership.id }), { club: em.getReference(Club, other.id) }))
    const rows = await written()
    expect(about(rows, 'Membership')).toMatchObject([{ before: { club: club.id }, after: { club: other.id }, rootId: other.id }])
    expect(about(rows, 'Club', club.id)).toMatchObject([{ kind: 'TOUCHED', audience: { lose: [ann.id], gain: [] } }])
    expect(about(rows, 'Club', other.id)).toMatchObject([{ kind: 'TOUCHED', audience: { gain: [ann.id], lose: [] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ audience: { lose: [ann.id] } }])
    expect(about(rows, 'Person', ben.id)).toMatchObject([{ audience: { gain: [ann.id] } }])
  })

  test('a removed child is known by what it was, also when its collection let go of it', async () => {
    await join(ann)
    const membership = await join(ben)
    await written()
    await house.write(async ({ em }) => {
      const loaded = await em.findOneOrFail(Club, { id: club.id }, { populate: ['memberships'] as never })
      loaded.memberships.remove(loaded.memberships.getItems().find(({ id }) => id === membership.id)!)
    })
    const rows = await written()
    expect(about(rows, 'Membership')).toMatchObject([{ nounId: membership.id, kind: 'REMOVED', rootId: club.id, aboutId: ben.id, audience: { gain: [], lose: ['STAFF', ben.id] } }])
    expect(about(rows, 'Club')).toMatchObject([{ kind: 'TOUCHED', fields: ['members'], audience: { keep: ['STAFF', ann.id], lose: [ben.id] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ audience: { lose: [ben.id] } }])
  })

  test('who holds a thing changes: those who see it by a path over it lose the one and gain the other', async () => {
    await join(ann)
    await written()
    await house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), { host: em.getReference(Person, ben.id) }))
    const rows = await written()
    expect(about(rows, 'Club')).toMatchObject([{ kind: 'UPDATED', fields: ['host'], audience: { keep: ['STAFF', ann.id] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ kind: 'TOUCHED', audience: { lose: [ann.id], gain: [], keep: [] } }])
    expect(about(rows, 'Person', ben.id)).toMatchObject([{ kind: 'TOUCHED', audience: { gain: [ann.id], lose: [], keep: [] } }])
  })

  test('a parent made with its children in one flush is told once, to all of them', async () => {
    const made = await house.write(async work => {
      const fresh = newClub(work, work.em.getReference(Person, host.id))
      work.em.persist([fresh, newMembership(work, fresh, work.em.getReference(Person, ann.id)), newMembership(work, fresh, work.em.getReference(Person, ben.id), 'OUT')])
      return fresh
    })
    const rows = about(await written(), 'Club')
    expect(rows).toMatchObject([{ nounId: made.id, kind: 'CREATED', audience: { gain: ['STAFF', ann.id], keep: [], lose: [] } }])
  })

  test('a parent removed with its children is told once, to those who saw it', async () => {
    await join(ann)
    await written()
    await house.write(async ({ em }) => {
      for (const membership of await em.find(Membership, { club: club.id })) em.remove(membership)
      em.remove(await em.findOneOrFail(Club, { id: club.id }))
    })
    const rows = await written()
    expect(about(rows, 'Club')).toMatchObject([{ kind: 'REMOVED', audience: { gain: [], keep: [], lose: ['STAFF', ann.id] } }])
    expect(about(rows, 'Person', host.id)).toMatchObject([{ audience: { lose: [ann.id] } }])
  })

  test('sight that another row still gives is neither lost nor gained', async () => {
    const second = await house.write(async work => {
      const made = newClub(work, work.em.getReference(Person, host.id))
      work.em.persist(made)
      return made
    })
    const first = await join(ann)
    await join(ann, 'IN', second)
    await written()
    await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Membership, { id: first.id })))
    expect(about(await written(), 'Person')).toEqual([])
  })

  test('an owner by condition: gained when it begins to hold, lost when it ends', async () => {
    const memo = await house.write(async work => {
      const made = Object.assign(new Memo(), { id: work.newId(), author: work.em.getReference(Person, ann.id), state: 'DRAFT', text: 'Hello' })
      work.em.persist(made)
      return made
    })
    const put = (state: string): Promise<void> => house.write(async ({ em }) => void Object.assign(await em.findOneOrFail(Memo, { id: memo.id }), { state }))
    await put('LIVE')
    await put('KEPT')
    expect((await written()).map(({ audience }) => audience)).toEqual([
      { gain: [], keep: [], lose: [] }, { gain: [ann.id], keep: [], lose: [] }, { gain: [], keep: [], lose: [ann.id] },
    ])
  })

  test('everybody, and nobody', async () => {
    await house.write(async work => work.em.persist([
      Object.assign(new Notice(), { id: work.newId(), text: 'Open day' }), Object.assign(new Vault(), { id: work.newId(), text: 'Gold' }),
    ]) as never)
    const rows = await written()
    expect(about(rows, 'Notice')[0]!.audience).toEqual({ gain: ['*'], keep: [], lose: [] })
    expect(about(rows, 'Vault')[0]!.audience).toEqual({ gain: [], keep: [], lose: [] })
  })
})

describe('transactions', () => {
  const failing = async (act: Parameters<ClubHouse['write']>[0]): Promise<void> => {
    await expect(house.write(async work => {
      await act(work)
      await work.em.flush()
      throw new Error('taken back')
    })).rejects.toThrow('taken back')
  }

  test('a rollback takes the rows along', async () => {
    await failing(async work => void work.em.persist(newPerson(work)))
    await failing(async ({ em }) => void Object.assign(await em.findOneOrFail(Club, { id: club.id }), { title: 'Never' }))
    expect(await written()).toEqual([])
    expect(await house.database.rows(sql`select title from club where id = ${club.id}`)).toEqual([[club.title]])
  })

  test('two flushes of one thing are two rows, the second from what the first left', async () => {
    await house.write(async ({ em }) => {
      const loaded = await em.findOneOrFail(Club, { id: club.id })
      loaded.title = 'One'
      await em.flush()
      loaded.title = 'Two'
    })
    expect((await written()).map(({ before, after }) => [before, after])).toEqual([[{ title: club.title }, { title: 'One' }], [{ title: 'One' }, { title: 'Two' }]])
  })

  test('a flush outside a transaction is refused, and nothing stays', async () => {
    const em = house.database.orm.em.fork()
    const loaded = await em.findOneOrFail(Club, { id: club.id })
    loaded.title = 'Unwritten'
    await expect(em.flush()).rejects.toThrow('outside a transaction')
    expect(await house.database.rows(sql`select title from club where id = ${club.id}`)).toEqual([[club.title]])
    expect(await written()).toEqual([])
  })

  test('a transaction that does not say what it does is refused, and nothing stays', async () => {
    const unsigned = house.database.orm.em.fork({ useContext: true }).transactional(async em => {
      const loaded = await em.findOneOrFail(Club, { id: club.id })
      loaded.title = 'Unsigned'
    })
    await expect(unsigned).rejects.toThrow('under which verb')
    expect(await house.database.rows(sql`select title from club where id = ${club.id}`)).toEqual([[club.title]])
  })

  test('what is made is stamped with the instant of the deed, also in the row', async () => {
    const [made, now] = await house.write(async work => {
      const fresh = newPerson(work)
      work.em.persist(fresh)
      return [fresh, work.now] as const
    })
    expect([made.createdAt, made.updatedAt]).toEqual([now, now])
    expect((await written())[0]!.after).toMatchObject({ createdAt: now.toISOString() })
  })
})

test('what is new and seen by nobody is heard by nobody; its changes, its end and all else are', async () => {
  const isHeardAfter = async (act: (work: Work) => unknown): Promise<boolean> => isHeard(await house.write(async work => {
    await act(work)
    return work
  }))
  const newVault = ({ newId }: Work): Vault => Object.assign(new Vault(), { id: newId(), text: 'Gold' })
  const standing = ({ em }: Work): Promise<Vault> => em.findOneOrFail(Vault, { text: 'Gold' })
  expect(await isHeardAfter(work => work.em.persist(newVault(work)))).toBe(false)
  expect(await isHeardAfter(() => undefined)).toBe(false)
  expect(await isHeardAfter(work => work.em.persist([newVault(work), newPerson(work)]))).toBe(true)
  expect(await isHeardAfter(async work => Object.assign(await standing(work), { text: 'Silver' }))).toBe(true)
  expect(await isHeardAfter(async work => work.em.remove(await standing(work)))).toBe(true)
})
