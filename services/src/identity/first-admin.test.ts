import { describe, expect, it } from 'vitest'
import { anonymous, type Lectern, startLectern } from '../../test/lectern.ts'
import { createContext, noCookie } from '../platform/context.ts'
import { system } from '../platform/viewer.ts'
import { ensureFirstAdmin, resetAdmin } from './first-admin.service.ts'
import { Role, User } from './user.entity.ts'

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { mustChangePassword user { id name role email } errors { code } } }'
const signIn = async (lectern: Lectern, username: string, password: string) => (await lectern.as(anonymous).ask(SIGN_IN, { input: { username, password } })).data.signIn
const serverOf = ({ app }: Lectern) =>
  createContext(app.services, { viewer: system, requestId: 'shell', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })

async function within(environment: Record<string, string>, act: (lectern: Lectern) => Promise<void>): Promise<void> {
  const lectern = await startLectern(environment)
  try {
    await act(lectern)
  } finally {
    await lectern.stop()
  }
}

describe('the first start', () => {
  it('makes one admin with a generated temporary password, once', () =>
    within({}, async lectern => {
      expect(await signIn(lectern, 'admin', lectern.app.firstAdminPassword!)).toMatchObject({ mustChangePassword: true, user: { name: 'First Admin', role: 'ADMIN', email: 'admin@localhost' }, errors: [] })
      expect(await ensureFirstAdmin(serverOf(lectern))).toBeUndefined()
      lectern.clock.advance(7 * 24 * 60 * 60_000)
      expect((await signIn(lectern, 'admin', lectern.app.firstAdminPassword!)).errors).toEqual([{ code: 'WRONG_CREDENTIALS' }])
    }))

  it('takes a given password and does not tell it again', () =>
    within({ LECTERN_ADMIN_PASSWORD: 'given to the server' }, async lectern => {
      expect(lectern.app.firstAdminPassword).toBeUndefined()
      expect(await signIn(lectern, 'admin', 'given to the server')).toMatchObject({ mustChangePassword: true, errors: [] })
    }))

  it('makes one admin when several processes begin at once', () =>
    within({}, async lectern => {
      await lectern.write(async work => {
        for (const user of await work.em.find(User, {})) work.em.remove(user)
      })
      const passwords = await Promise.all([1, 2, 3].map(() => ensureFirstAdmin(serverOf(lectern))))
      expect(passwords.filter(password => password !== undefined)).toHaveLength(1)
      expect(await lectern.write(work => work.em.count(User, {}))).toBe(1)
    }))
})

describe('the way back from the shell', () => {
  it('resets an admin, promotes a person and makes whom there is not', () =>
    within({}, async lectern => {
      const admin = await resetAdmin(serverOf(lectern))
      expect(admin).toMatchObject({ username: 'admin', made: false })
      expect(await signIn(lectern, 'admin', admin.temporaryPassword)).toMatchObject({ mustChangePassword: true, errors: [] })

      const person = await lectern.person({ role: Role.TRAINEE, isActive: false })
      const promoted = await resetAdmin(serverOf(lectern), person.username.toUpperCase())
      expect(await signIn(lectern, person.username, promoted.temporaryPassword)).toMatchObject({ user: { id: person.id, role: 'ADMIN' }, errors: [] })
      expect((await lectern.as(person).ask('{ viewer { id } }')).status).toBe(401)

      const made = await resetAdmin(serverOf(lectern), 'rescue')
      expect(made.made).toBe(true)
      expect(await signIn(lectern, 'rescue', made.temporaryPassword)).toMatchObject({ user: { role: 'ADMIN', email: 'rescue@localhost' }, errors: [] })
    }))
})
