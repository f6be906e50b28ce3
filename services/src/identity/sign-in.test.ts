import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, PASSWORD, type Person, startLectern } from '../../test/lectern.ts'
import { fault } from '../platform/fault.ts'
import { hashPassword } from './password.service.ts'
import { SignIn } from './sign-in.entity.ts'
import { Role, User } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  accessToken expiresAt mustChangePassword user { id email viewerCanUpdate trainers { totalCount } } errors { code field message } } }`
const REFRESH = 'mutation { refreshSignIn { accessToken mustChangePassword user { id } errors { code message } } }'
const SIGN_OUT = 'mutation ($input: SignOutInput!) { signOut(input: $input) { errors { code } } }'
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { mustChangePassword } errors { code field } } }'
const VIEWER = '{ viewer { id } }'
const DAY = 24 * 60 * 60_000
const COOKIE = 'lectern-4000'

const signIn = (username: string, password = PASSWORD) => lectern.as(anonymous).ask(SIGN_IN, { input: { username, password } })
const cookieOf = (headers: Readonly<Record<string, string>>) => new RegExp(`^${COOKIE}=([^;]*);`).exec(headers['set-cookie'] ?? '')?.[1]
const refresh = (token: string) => lectern.as(anonymous).ask(REFRESH, {}, { cookie: `theme=dark; ${COOKIE}=${token}` })
const isIn = async (person: Pick<Person, 'token'>) => (await lectern.as({ ...anonymous, ...person }).ask(VIEWER)).status === 200
const standing = (id: string) => lectern.write(async work => ({ ...(await work.em.findOneOrFail(SignIn, { id })) }))
const move = (person: Person, change: (user: User) => void) => lectern.write(async work => change(await work.em.findOneOrFail(User, { id: person.id })))

describe('signIn', () => {
  let person: Person
  beforeEach(async () => {
    person = await lectern.person({ role: Role.TRAINEE })
  })

  it('knows people by username and e-mail, whatever their case', async () => {
    for (const name of [person.username, ` ${person.username.toUpperCase()} `, `${person.username}@EXAMPLE.org`]) {
      const { data, headers } = await signIn(name)
      const user = { id: person.id, email: `${person.username}@example.org`, viewerCanUpdate: true, trainers: { totalCount: 0 } }
      expect(data.signIn).toMatchObject({ errors: [], mustChangePassword: false, user })
      expect(Date.parse(data.signIn.expiresAt) - lectern.clock.now().getTime()).toBeGreaterThan(14 * 60_000)
      expect(await isIn({ token: data.signIn.accessToken })).toBe(true)
      expect(headers['set-cookie']).toMatch(/^lectern-4000=[\w-]{43}; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/)
    }
  })

  it('refuses the unknown, the wrong, the deactivated and the expired alike, at the price of one hash each', async () => {
    const [inactive, expired] = [await lectern.person({ role: Role.TRAINEE, isActive: false }), await lectern.person({ role: Role.TRAINEE })]
    const hash = await hashPassword(lectern.app.services.hashes, 'a temporary one')
    await move(expired, user => user.takeTemporaryPassword({ hash, expiresAt: lectern.clock.now() }))
    const { hashes } = lectern.app.services
    const attempts: [string, string][] = [
      ['nobody-at-all', PASSWORD], ['nobody@example.org', PASSWORD], [person.username, 'wrong'], [person.username, ''], [inactive.username, PASSWORD],
      [expired.username, 'a temporary one'], ['', ''], ["' or 1 = 1 --", PASSWORD], [person.username, 'x'.repeat(5000)],
    ]
    for (const [username, password] of attempts) {
      const { run } = hashes
      let hashed = 0
      hashes.run = (work, prepare) => {
        hashed++
        return run(work, prepare)
      }
      const { data, headers, status } = await signIn(username, password)
      hashes.run = run
      expect({ status, hashed, cookie: headers['set-cookie'], ...data.signIn }).toEqual({
        status: 200, hashed: 1, cookie: undefined, accessToken: null, expiresAt: null, mustChangePassword: null, user: null,
        errors: [{ code: 'WRONG_CREDENTIALS', field: null, message: 'Username or password is wrong.' }],
      })
    }
  })

  it('is no guess when it could not be told whether it was right', async () => {
    const { hashes } = lectern.app.services
    const { run } = hashes
    hashes.run = () => Promise.reject(fault('UNAVAILABLE', 'Too many at once.'))
    for (let i = 0; i < 12; i++) expect((await signIn(person.username)).errors?.[0]?.extensions.code).toBe('UNAVAILABLE')
    hashes.run = run
    expect((await signIn(person.username)).data.signIn.errors).toEqual([])
  })

  it('is closed for a while after ten wrong guesses at a name, for known and unknown names alike, and for nobody else', async () => {
    for (const name of [person.username, 'a-name-of-nobody']) {
      for (let i = 0; i < 10; i++) expect((await signIn(name, 'wrong')).data.signIn.errors).toHaveLength(1)
      const { status, errors, headers } = await signIn(name)
      expect([status, errors?.[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED'])
      expect(errors?.[0]?.extensions['retryAfter']).toBeGreaterThan(0)
      expect(headers).toBeDefined()
    }
    expect((await signIn((await lectern.person({ role: Role.TRAINEE })).username)).data.signIn.errors).toEqual([])
  })

  it('counts no success: whoever knows the password is never shut out by it', async () => {
    for (let i = 0; i < 12; i++) expect((await signIn(person.username)).data.signIn.errors).toEqual([])
  })

  it('tells who signed in, and lets a temporary password do nothing but change itself', async () => {
    const hash = await hashPassword(lectern.app.services.hashes, 'a temporary one')
    await move(person, user => user.takeTemporaryPassword({ hash, expiresAt: new Date(lectern.clock.now().getTime() + DAY) }))
    const { data } = await signIn(person.username, 'a temporary one')
    expect(data.signIn).toMatchObject({ errors: [], mustChangePassword: true })
    const asPerson = lectern.as({ ...anonymous, token: data.signIn.accessToken })
    expect((await asPerson.ask(VIEWER)).data.viewer.id).toBe(person.id)
    expect((await asPerson.ask('{ assignments { totalCount } }')).errors?.[0]?.extensions.code).toBe('PASSWORD_CHANGE_REQUIRED')
    const changed = await asPerson.ask(CHANGE, { input: { currentPassword: 'a temporary one', newPassword: 'nine silver otters' } })
    expect(changed.data.changePassword).toEqual({ user: { mustChangePassword: false }, errors: [] })
    expect((await asPerson.ask('{ assignments { totalCount } }')).data.assignments.totalCount).toBe(0)
    await lectern.settle()
    const journal = await asPerson.ask('{ journal(filter: { noun: "SignIn", verbs: ["signIn"] }) { nodes { verb actor { id } fields after } } }')
    expect(journal.data.journal.nodes).toEqual([{ verb: 'signIn', actor: { id: person.id }, fields: [], after: null }])
  })
})

describe('a sign-in', () => {
  it('ends after 30 days without use, and after 90 in any case', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const live = (days: number) => new Date(lectern.clock.now().getTime() - days * DAY)
    const age = (lastUsed: number, created: number) =>
      lectern.write(async work => void Object.assign(await work.em.findOneOrFail(SignIn, { id: person.signInId }), { lastUsedAt: live(lastUsed), createdAt: live(created) }))
    await age(29.9, 89.9)
    expect(await isIn(person)).toBe(true)
    await age(30, 31)
    expect(await isIn(person)).toBe(false)
    expect((await refresh(person.refreshToken)).data.refreshSignIn.errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }])
    await age(0, 90)
    expect(await isIn(person)).toBe(false)
  })

  it('refuses dead and forged tokens with 401', async () => {
    const { token = '' } = await lectern.person({ role: Role.ADMIN })
    const [header = '', claims = '', signature = ''] = token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
    for (const forged of ['x', `${none}.${claims}.`, `${header}.${claims}.${signature.slice(0, -2)}AA`, `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`]) {
      const { status, errors } = await lectern.as({ ...anonymous, token: forged }).ask(VIEWER)
      expect([status, errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED'])
    }
    const { tokens } = lectern.app.services
    const another = await tokens.issue(lectern.admin.id, lectern.trainee.signInId)
    expect(await isIn(another)).toBe(false)
  })
})

describe('refreshSignIn', () => {
  it('refuses strangers, whatever cookie they bring', async () => {
    expect((await lectern.as(anonymous).ask(REFRESH)).data.refreshSignIn).toMatchObject({ accessToken: null, user: null, errors: [{ code: 'WRONG_CREDENTIALS' }] })
    for (const token of ['', 'short', 'A'.repeat(43), '%00']) {
      const { data, headers } = await refresh(token)
      expect(data.refreshSignIn.errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }])
      expect(headers['set-cookie']).toMatch(/^lectern-4000=; Max-Age=0/)
    }
  })

  it('needs the cookie alone and rotates it', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const { data, headers } = await refresh(person.refreshToken)
    expect(data.refreshSignIn).toMatchObject({ errors: [], mustChangePassword: false, user: { id: person.id } })
    expect(await isIn({ token: data.refreshSignIn.accessToken })).toBe(true)
    const next = cookieOf(headers)
    expect(next).toMatch(/^[\w-]{43}$/)
    expect(next).not.toBe(person.refreshToken)
    expect((await refresh(next!)).data.refreshSignIn.errors).toEqual([])
  })

  it('gives two tabs and a lost answer one and the same cookie within 30 seconds', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const answers = await Promise.all([1, 2, 3].map(() => refresh(person.refreshToken)))
    lectern.clock.advance(29_000)
    answers.push(await refresh(person.refreshToken))
    expect(new Set(answers.map(({ headers }) => cookieOf(headers))).size).toBe(1)
    for (const { data } of answers) expect(data.refreshSignIn).toMatchObject({ errors: [], user: { id: person.id } })
  })

  it('ends the sign-in when an older token comes after its grace, for thief and owner both', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const next = cookieOf((await refresh(person.refreshToken)).headers)!
    lectern.clock.advance(31_000)
    const stolen = await refresh(person.refreshToken)
    expect(stolen.data.refreshSignIn).toMatchObject({ accessToken: null, user: null, errors: [{ code: 'WRONG_CREDENTIALS', message: expect.stringContaining('two places') }] })
    expect(stolen.headers['set-cookie']).toMatch(/Max-Age=0/)
    expect(await standing(person.signInId)).toMatchObject({ endReason: 'REFRESH_TOKEN_REUSED', endedAt: expect.any(Date) })
    expect((await refresh(next)).data.refreshSignIn.errors).toMatchObject([{ code: 'WRONG_CREDENTIALS', message: expect.stringContaining('two places') }])
    expect(await isIn(person)).toBe(false)
  })

  it('follows its model, whichever token comes when', async () => {
    const use = fc.record({ back: fc.nat(3), wait: fc.constantFrom(0, 1_000, 29_000, 31_000) })
    await fc.assert(fc.asyncProperty(fc.array(use, { minLength: 1, maxLength: 10 }), async uses => {
      const person = await lectern.person({ role: Role.TRAINEE })
      const chain = [person.refreshToken]
      let rotated = 0
      let isOver = false
      for (const { back, wait } of uses) {
        lectern.clock.advance(wait)
        const present = chain.length - 1
        const at = Math.max(0, present - back)
        const now = lectern.clock.now().getTime()
        const inGrace = at === present - 1 && now - rotated < 29_900
        // The clock runs on while the server answers: what falls between says nothing.
        if (at === present - 1 && !inGrace && now - rotated <= 30_000) continue
        const { data, headers } = await refresh(chain[at]!)
        const isGood = !isOver && (at === present || inGrace)
        expect(data.refreshSignIn.errors).toHaveLength(isGood ? 0 : 1)
        if (at === present && isGood) {
          chain.push(cookieOf(headers)!)
          rotated = lectern.clock.now().getTime()
        } else if (isGood) expect(cookieOf(headers)).toBe(chain[present])
        if (at === present - 1 && !inGrace) isOver = true
      }
      expect(await isIn(person)).toBe(!isOver)
    }), { numRuns: 15 })
  }, 60_000)

  it('refuses whoever was deactivated', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    await move(person, user => user.deactivate())
    expect((await refresh(person.refreshToken)).data.refreshSignIn.errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }])
    expect(await isIn(person)).toBe(false)
  })
})

describe('signOut', () => {
  it('refuses strangers', async () => {
    expect((await lectern.as(anonymous).ask(SIGN_OUT, { input: {} })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it('ends this device, or all of them, at once', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const others = await Promise.all([1, 2].map(async () => ({ token: (await signIn(person.username)).data.signIn.accessToken as string })))
    const first = await lectern.as(person).ask(SIGN_OUT, { input: {} })
    expect(first.data.signOut.errors).toEqual([])
    expect(first.headers['set-cookie']).toMatch(/Max-Age=0/)
    expect([await isIn(person), await isIn(others[0]!), await isIn(others[1]!)]).toEqual([false, true, true])
    expect((await refresh(person.refreshToken)).data.refreshSignIn.errors).toHaveLength(1)
    await lectern.as({ ...anonymous, ...others[0] }).ask(SIGN_OUT, { input: { everywhere: true } })
    expect([await isIn(others[0]!), await isIn(others[1]!)]).toEqual([false, false])
  })

  it('closes the sockets of the device', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    await lectern.settle()
    const followed = await lectern.follow(person, 'subscription { userChanged { kind } }')
    await followed.until(({ kind }) => kind === 'BOOKMARK')
    await lectern.as(person).ask(SIGN_OUT, { input: {} })
    await lectern.settle()
    await expect(followed.until(({ kind }) => kind === 'REMOVED')).rejects.toThrow('ended')
  })
})

describe('changePassword', () => {
  const change = (who: Person, currentPassword: string, newPassword: string) =>
    lectern.as(who).ask(CHANGE, { input: { currentPassword, newPassword } })

  it('refuses strangers and who does not know the present one', async () => {
    expect((await change(anonymous, PASSWORD, 'nine silver otters')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    const person = await lectern.person({ role: Role.TRAINEE })
    expect((await change(person, 'wrong', 'nine silver otters')).data.changePassword.errors).toEqual([{ code: 'WRONG_CREDENTIALS', field: 'currentPassword' }])
    expect((await change(person, PASSWORD, 'short')).data.changePassword.errors).toEqual([{ code: 'WEAK_PASSWORD', field: 'newPassword' }])
    expect((await change(person, PASSWORD, PASSWORD)).data.changePassword.errors).toEqual([{ code: 'WEAK_PASSWORD', field: 'newPassword' }])
  })

  it('ends the other sign-ins, keeps this one, and the old password is good for nothing', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const other = { token: (await signIn(person.username)).data.signIn.accessToken as string }
    expect((await change(person, PASSWORD, 'nine silver otters')).data.changePassword.errors).toEqual([])
    expect([await isIn(person), await isIn(other)]).toEqual([true, false])
    expect((await signIn(person.username)).data.signIn.errors).toHaveLength(1)
    expect((await signIn(person.username, 'nine silver otters')).data.signIn.errors).toEqual([])
  })
})
