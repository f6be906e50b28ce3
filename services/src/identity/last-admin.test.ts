import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lectern, type Person, startLectern } from '../../test/lectern.ts'
import { Role, User } from './user.entity.ts'

const errors = 'errors { code field }'
const UPDATE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { ${errors} } }`
const DEACTIVATE = `mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { ${errors} } }`
const REACTIVATE = `mutation ($input: ReactivateUserInput!) { reactivateUser(input: $input) { ${errors} } }`
const DELETE = `mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { ${errors} } }`

const activeAdmins = (lectern: Lectern) => lectern.write(work => work.em.count(User, { role: Role.ADMIN, isActive: true }))

async function within(act: (lectern: Lectern) => Promise<void>): Promise<void> {
  const lectern = await startLectern()
  try {
    await act(lectern)
  } finally {
    await lectern.stop()
  }
}

describe('the last active admin', () => {
  it('can be neither demoted, deactivated nor deleted', () =>
    within(async lectern => {
      const asAdmin = lectern.as(lectern.admin)
      const { data } = await asAdmin.ask('{ users(filter: { search: "first admin" }) { nodes { id viewerCanDeactivate viewerCanDelete viewerCanResetPassword } } viewer { viewerCanDeactivate viewerCanDelete } }')
      const [first] = data.users.nodes
      expect(first).toMatchObject({ viewerCanDeactivate: true, viewerCanDelete: true, viewerCanResetPassword: true })
      expect(data.viewer).toEqual({ viewerCanDeactivate: false, viewerCanDelete: false })
      const { id } = lectern.admin
      const me = { id, version: 1, reason: 'me' }
      expect((await asAdmin.ask(DEACTIVATE, { input: me })).data.deactivateUser.errors).toEqual([{ code: 'FORBIDDEN', field: 'id' }])
      expect((await asAdmin.ask(DEACTIVATE, { input: { ...me, id: first.id } })).data.deactivateUser.errors).toEqual([])
      expect((await asAdmin.ask(UPDATE, { input: { id, version: 1, role: 'TRAINER' } })).data.updateUser.errors).toEqual([{ code: 'LAST_ADMIN', field: 'role' }])
      expect((await asAdmin.ask(DEACTIVATE, { input: me })).data.deactivateUser.errors).toEqual([{ code: 'LAST_ADMIN', field: 'id' }])
      expect((await asAdmin.ask(DELETE, { input: { id, version: 1 } })).data.deleteUser.errors).toEqual([{ code: 'LAST_ADMIN', field: 'id' }])
      expect((await asAdmin.ask(UPDATE, { input: { id, version: 1, role: 'ADMIN', lastName: 'Alone' } })).data.updateUser.errors).toEqual([])
    }))

  it('is there whatever admins do to each other, at the same time or in turn', () =>
    within(async lectern => {
      const deed = fc.record({ by: fc.nat(3), of: fc.nat(3), what: fc.constantFrom('demote', 'deactivate', 'delete', 'reactivate', 'promote'), together: fc.boolean() })
      await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async deeds => {
        const people = [await lectern.person({ role: Role.ADMIN }), await lectern.person({ role: Role.ADMIN }), await lectern.person({ role: Role.ADMIN })]
        await retire(lectern, people)
        const running: Promise<void>[] = []
        for (const { by, of, what, together } of deeds) {
          running.push(act(lectern, people[by % 3]!, people[of % 3]!, what))
          if (!together) await Promise.all(running.splice(0))
        }
        await Promise.all(running)
        expect(await activeAdmins(lectern)).toBeGreaterThan(0)
      }), { numRuns: 12 })
    }), 60_000)
})

/** Leaves none but these as active admins. */
async function retire(lectern: Lectern, kept: readonly Person[]): Promise<void> {
  await lectern.write(async work => {
    for (const user of await work.em.find(User, { role: Role.ADMIN, isActive: true })) if (!kept.some(({ id }) => id === user.id)) user.deactivate()
  })
}

async function act(lectern: Lectern, by: Person, of: Person, what: string): Promise<void> {
  const version = await lectern.write(async work => (await work.em.findOne(User, { id: of.id }))?.version ?? 1)
  const input = { id: of.id, version }
  const asks: Record<string, [string, object]> = {
    demote: [UPDATE, { ...input, role: 'TRAINER' }], promote: [UPDATE, { ...input, role: 'ADMIN' }], deactivate: [DEACTIVATE, { ...input, reason: 'x' }],
    reactivate: [REACTIVATE, input], delete: [DELETE, input],
  }
  const [document, given] = asks[what]!
  const { status } = await lectern.as(by).ask(document, { input: given })
  // 401: whom an earlier deed shut out, acts no more.
  expect([200, 401]).toContain(status)
}
