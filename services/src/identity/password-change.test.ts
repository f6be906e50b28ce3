import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, PASSWORD, startLectern } from '../../test/lectern.ts'
import { Role } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const LIST = 'query ($filter: PasswordChangeFilter) { passwordChanges(filter: $filter) { totalCount nodes { action at details user { id } performedBy { id } } } }'
const CREATE = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } temporaryPassword errors { code } } }'
const RESET = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { temporaryPassword errors { code } } }'
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code } } }'
const FOLLOW = 'subscription { passwordChanged { kind passwordChange { action user { id } performedBy { id } } } }'

describe('passwordChanges', () => {
  it('are the admins’ alone', async () => {
    expect((await lectern.as(anonymous).ask(LIST)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    for (const who of [lectern.trainer, lectern.trainee]) expect((await lectern.as(who).ask(LIST)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  })

  it('say who created, changed and reset whose password, newest first', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    await lectern.as(person).ask(CHANGE, { input: { currentPassword: PASSWORD, newPassword: 'nine silver otters' } })
    lectern.clock.advance(1000)
    await lectern.as(lectern.admin).ask(RESET, { input: { userId: person.id } })
    const ask = async (filter: object) => (await lectern.as(lectern.admin).ask(LIST, { filter })).data.passwordChanges
    const all = await ask({ userId: person.id })
    expect(all.nodes).toMatchObject([
      { action: 'RESET', user: { id: person.id }, performedBy: { id: lectern.admin.id } },
      { action: 'CHANGED', user: { id: person.id }, performedBy: { id: person.id } },
    ])
    expect((await ask({ userId: person.id, actions: ['CHANGED'] })).totalCount).toBe(1)
    expect((await ask({ userId: person.id, from: all.nodes[0].at })).nodes).toMatchObject([{ action: 'RESET' }])
    expect((await ask({ userId: person.id, to: all.nodes[0].at })).nodes).toMatchObject([{ action: 'CHANGED' }])
  })

  it('go with the person who is deleted', async () => {
    const input = { username: 'fleeting', email: 'fleeting@example.org', firstName: 'A', lastName: 'B', role: 'TRAINEE' }
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input })
    await lectern.as(lectern.admin).ask('mutation ($id: ID!) { deleteUser(input: { id: $id, version: 1 }) { errors { code } } }', { id: data.createUser.user.id })
    expect((await lectern.as(lectern.admin).ask(LIST, { filter: { userId: data.createUser.user.id } })).data.passwordChanges.totalCount).toBe(0)
  })
})

describe('passwordChanged', () => {
  it('refuses all but admins', async () => {
    for (const who of [anonymous, lectern.trainer, lectern.trainee]) {
      const followed = await lectern.follow(who, FOLLOW)
      const told = await followed.until(() => true).catch(() => 'refused')
      expect(told === 'refused' || told.errors !== undefined).toBe(true)
    }
  })

  it('tells of creations, changes and resets, and never a secret', async () => {
    await lectern.settle()
    const followed = await lectern.follow(lectern.admin, FOLLOW)
    await followed.until(({ kind }) => kind === 'BOOKMARK')
    const input = { username: 'watched', email: 'watched@example.org', firstName: 'W', lastName: 'W', role: 'TRAINEE' }
    const made = (await lectern.as(lectern.admin).ask(CREATE, { input })).data.createUser
    const reset = (await lectern.as(lectern.admin).ask(RESET, { input: { userId: made.user.id } })).data.resetPassword
    await lectern.settle()
    const heard = await Promise.all(['CREATED', 'RESET'].map(action => followed.until(({ passwordChange }) => passwordChange?.action === action)))
    for (const { kind, passwordChange } of heard) {
      expect({ kind, ...passwordChange }).toMatchObject({ kind: 'CREATED', user: { id: made.user.id }, performedBy: { id: lectern.admin.id } })
    }
    const journal = await lectern.as(lectern.admin).ask('query ($id: ID!) { user(id: $id) { history(first: 50) { nodes { noun verb fields before after } } } }', { id: made.user.id })
    const told = JSON.stringify([followed.messages, journal.data])
    for (const secret of [made.temporaryPassword, reset.temporaryPassword, 'argon2', 'passwordHash']) expect(told).not.toContain(secret)
    expect(journal.data.user.history.nodes.length).toBeGreaterThan(2)
  })
})
