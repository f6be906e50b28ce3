import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, type Person, startLectern } from '../../test/lectern.ts'
import { Role, User } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const ENTRIES = 'cursor at verb noun nounId kind fields reason before after actor { id }'
const JOURNAL = `query ($filter: JournalFilter, $first: Int, $after: String) { journal(filter: $filter, first: $first, after: $after) { totalCount nodes { id ${ENTRIES} } edges { cursor } pageInfo { endCursor hasNextPage } } }`
const HISTORY = `query ($id: ID!) { user(id: $id) { history { totalCount nodes { ${ENTRIES} } } } }`
const UPDATE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code } } }'
const read = async (who: Person, filter: object = {}, page: object = { first: 100 }) => (await lectern.as(who).ask(JOURNAL, { filter, ...page })).data.journal
const history = async (who: Person, id: string) => (await lectern.as(who).ask(HISTORY, { id })).data.user?.history
const edit = async (person: Person, input: object) => {
  expect((await lectern.as(lectern.admin).ask(UPDATE, { input: { id: person.id, version: 1, ...input } })).data.updateUser.errors).toEqual([])
  await lectern.settle()
}

describe('journal', () => {
  it('is closed to strangers', async () => {
    expect((await lectern.as(anonymous).ask(JOURNAL)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it('says who did what to what, from what to what, newest first', async () => {
    const person = await lectern.person({ role: Role.TRAINEE, firstName: 'Old' })
    await edit(person, { firstName: 'New', email: 'new@example.org' })
    await lectern.as(lectern.admin).ask('mutation ($id: ID!) { deactivateUser(input: { id: $id, version: 2, reason: "Moved away" }) { errors { code } } }', { id: person.id })
    await lectern.settle()
    const { nodes, totalCount } = await read(lectern.admin, { noun: 'User', nounId: person.id })
    expect(totalCount).toBe(3)
    expect(nodes).toMatchObject([
      { verb: 'deactivateUser', kind: 'UPDATED', reason: 'Moved away', fields: ['isActive'], before: { isActive: true }, after: { isActive: false }, actor: { id: lectern.admin.id } },
      { verb: 'updateUser', kind: 'UPDATED', before: { firstName: 'Old', email: `${person.username}@example.org` }, after: { firstName: 'New', email: 'new@example.org' } },
      { verb: 'test', kind: 'CREATED', before: null, actor: null },
    ])
    expect(new Set(nodes.map(({ cursor }: { cursor: string }) => cursor)).size).toBe(3)
  })

  it('shows others what they did and what was done to them, masked as the thing itself is', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    await edit(person, { lastName: 'Seen', email: 'seen@example.org' })
    const mine = await read(person)
    expect(mine.nodes.map(({ nounId }: { nounId: string }) => nounId)).toContain(person.id)
    expect(mine.nodes.find(({ verb }: { verb: string }) => verb === 'updateUser')).toMatchObject({
      after: { lastName: 'Seen', email: 'seen@example.org' }, actor: null,
    })
    expect((await read(lectern.trainer, { nounId: person.id })).totalCount).toBe(0)
    expect((await read(lectern.trainee, { nounId: person.id })).totalCount).toBe(0)
  })

  it('keeps what somebody did in sight, but not the content that their rights no longer reach', async () => {
    const former = await lectern.person({ role: Role.ADMIN })
    const person = await lectern.person({ role: Role.TRAINEE })
    await lectern.as(former).ask(UPDATE, { input: { id: person.id, version: 1, lastName: 'Once', email: 'once@example.org' } })
    const become = async (role: Role) => {
      await lectern.write(async work => (await work.em.findOneOrFail(User, { id: former.id })).revise({ role }))
      await lectern.settle()
      return (await read(former, { nounId: person.id, verbs: ['updateUser'] })).nodes
    }
    expect(await become(Role.ADMIN)).toMatchObject([{ after: { lastName: 'Once', email: 'once@example.org' } }])
    const [asTrainer] = await become(Role.TRAINER)
    expect(asTrainer).toMatchObject({ fields: ['lastName'], after: { lastName: 'Once' }, actor: { id: former.id } })
    expect(Object.keys(asTrainer.after)).toEqual(['lastName'])
    expect(await become(Role.TRAINEE)).toMatchObject([{ fields: [], before: null, after: null, nounId: person.id }])
  })

  it('is found by noun, actor, verb and time, page after page', async () => {
    const before = lectern.clock.now().toISOString()
    lectern.clock.advance(60_000)
    for (let i = 0; i < 3; i++) await edit(await lectern.person({ role: Role.TRAINEE }), { phone: `12${i}` })
    const filter = { actorId: lectern.admin.id, verbs: ['updateUser'], noun: 'User', from: before }
    expect((await read(lectern.admin, filter)).totalCount).toBe(3)
    expect((await read(lectern.admin, { ...filter, verbs: ['deleteUser'] })).totalCount).toBe(0)
    expect((await read(lectern.admin, { ...filter, to: before })).totalCount).toBe(0)
    const first = await read(lectern.admin, filter, { first: 2 })
    const second = await read(lectern.admin, filter, { first: 2, after: first.pageInfo.endCursor })
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage, first.edges.length]).toEqual([true, false, 2])
    expect([...first.nodes, ...second.nodes].map(({ after }) => after.phone)).toEqual(['122', '121', '120'])
  })

  it('shows no bookkeeping of the feed', async () => {
    const { nodes } = await read(lectern.admin)
    for (const { kind } of nodes) expect(['CREATED', 'UPDATED', 'REMOVED']).toContain(kind)
  })
})

describe('User.history', () => {
  it('is what was done to a person, for admins and themselves alone', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    await edit(person, { locale: 'de' })
    const [admin, self] = await Promise.all([lectern.admin, person].map(who => history(who, person.id)))
    expect(admin.nodes[0]).toMatchObject({ verb: 'updateUser', fields: ['locale'], before: { locale: null }, after: { locale: 'de' } })
    expect(self.totalCount).toBe(admin.totalCount)
    expect(await history(lectern.trainer, person.id)).toEqual({ totalCount: 0, nodes: [] })
  })
})
