import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, PASSWORD, type Person, startLectern } from '../../test/lectern.ts'
import { Assignment } from './assignment.entity.ts'
import { Role, User } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const errors = 'errors { code field message }'
const CREATE = `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id username email name mustChangePassword version } temporaryPassword ${errors} } }`
const UPDATE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { username email name role phone locale timeZone version } ${errors} } }`
const DEACTIVATE = `mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { user { isActive version } ${errors} } }`
const REACTIVATE = `mutation ($input: ReactivateUserInput!) { reactivateUser(input: $input) { user { isActive } ${errors} } }`
const DELETE = `mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedId ${errors} } }`
const RESET = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { user { mustChangePassword } temporaryPassword ${errors} } }`

interface Page { users: { nodes: { firstName: string }[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } } }

const form = { firstName: 'Nora', lastName: 'Nadel', role: 'TRAINEE' }
let number = 0
const newForm = () => ({ ...form, username: `nora-${++number}`, email: `Nora.${number}@Example.org` })
const code = (answer: { errors: readonly { extensions: { code: string } }[] | undefined }) => answer.errors?.[0]?.extensions.code
const assign = (trainee: Person, trainer: Person) =>
  lectern.write(async work => {
    const [of, to] = [work.em.getReference(User, trainee.id), work.em.getReference(User, trainer.id)]
    work.em.persist(Assignment.make(work.newId(), of, to, work.now))
  })
const versionOf = async (person: Person) => (await lectern.as(lectern.admin).ask('query ($id: ID!) { user(id: $id) { version } }', { id: person.id })).data.user.version as number
const names = async (who: Person, filter: object) => {
  const { data } = await lectern.as(who).ask('query ($filter: UserFilter) { users(filter: $filter, first: 100) { nodes { id username } } }', { filter })
  return (data.users.nodes as { id: string; username: string }[]).map(({ username }) => username)
}

describe('viewer', () => {
  it('is nobody for a stranger, who may ask for little', async () => {
    const { data } = await lectern.as(anonymous).ask('{ viewer { id } viewerPermissions }')
    expect(data).toEqual({ viewer: null, viewerPermissions: ['organization', 'refreshSignIn', 'signIn', 'viewer', 'viewerPermissions'] })
  })

  it('reads everything of oneself', async () => {
    const { data } = await lectern.as(lectern.trainee).ask('{ viewer { id name email mustChangePassword viewerCanUpdate viewerCanDelete viewerCanResetPassword } viewerPermissions }')
    expect(data.viewer).toEqual({
      id: lectern.trainee.id, name: 'Tina Trainee', email: 'trainee-3@example.org', mustChangePassword: false,
      viewerCanUpdate: true, viewerCanDelete: false, viewerCanResetPassword: false,
    })
    expect(data.viewerPermissions).toContain('updateUser')
    expect(data.viewerPermissions).not.toContain('users')
  })
})

describe('user and users', () => {
  it('are closed to strangers, the list to trainees too', async () => {
    expect(code(await lectern.as(anonymous).ask('query ($id: ID!) { user(id: $id) { id } }', { id: lectern.admin.id }))).toBe('UNAUTHENTICATED')
    expect(code(await lectern.as(anonymous).ask('{ users { nodes { id } } }'))).toBe('UNAUTHENTICATED')
    expect(code(await lectern.as(lectern.trainee).ask('{ users { nodes { id } } }'))).toBe('FORBIDDEN')
  })

  it('answer null for the absent and the invisible alike', async () => {
    const ask = (id: string) => lectern.as(lectern.trainee).ask('query ($id: ID!) { user(id: $id) { id } }', { id })
    expect((await ask(lectern.admin.id)).data).toEqual({ user: null })
    expect((await ask('no such id')).data).toEqual({ user: null })
    expect((await ask(lectern.trainee.id)).data.user.id).toBe(lectern.trainee.id)
  })

  it('keep e-mail and phone for admins, oneself and the assigned; a temporary password for admins and oneself', async () => {
    const trainer = await lectern.person({ role: Role.TRAINER, phone: '+20 2 1234' })
    const [mine, other] = [await lectern.person({ role: Role.TRAINEE, phone: '0151 1' }), await lectern.person({ role: Role.TRAINEE })]
    await assign(mine, trainer)
    const ask = (who: Person, id: string) => lectern.as(who).ask('query ($id: ID!) { user(id: $id) { email phone mustChangePassword } }', { id }).then(({ data }) => data.user)
    expect(await ask(trainer, mine.id)).toEqual({ email: `${mine.username}@example.org`, phone: '0151 1', mustChangePassword: null })
    expect(await ask(trainer, other.id)).toEqual({ email: null, phone: null, mustChangePassword: null })
    expect(await ask(mine, trainer.id)).toEqual({ email: `${trainer.username}@example.org`, phone: '+20 2 1234', mustChangePassword: null })
    expect(await ask(other, trainer.id)).toBeNull()
    expect(await ask(lectern.admin, mine.id)).toEqual({ email: `${mine.username}@example.org`, phone: '0151 1', mustChangePassword: false })
  })

  it('search the beginnings of words, over nothing that the viewer may not read', async () => {
    const trainer = await lectern.person({ role: Role.TRAINER })
    const mine = await lectern.person({ role: Role.TRAINEE, firstName: 'Zoë', lastName: 'Zuckmayer', email: 'quince@orchard.example' })
    const other = await lectern.person({ role: Role.TRAINEE, firstName: 'Zora', lastName: 'Zander', email: 'quincy@orchard.example' })
    await assign(mine, trainer)
    expect(await names(lectern.admin, { search: 'zoe zuck' })).toEqual([mine.username])
    expect((await names(lectern.admin, { search: 'quinc' })).toSorted()).toEqual([mine.username, other.username].toSorted())
    expect(await names(trainer, { search: 'quinc' })).toEqual([mine.username])
    expect(await names(trainer, { search: 'orchard.example' })).toEqual([])
    expect(await names(trainer, { search: 'zander' })).toEqual([other.username])
  })

  it('filter by role, activity, assignment and temporary password', async () => {
    const [trainer, rival] = [await lectern.person({ role: Role.TRAINER }), await lectern.person({ role: Role.TRAINER })]
    const [a, b] = [await lectern.person({ role: Role.TRAINEE, lastName: 'Filter' }), await lectern.person({ role: Role.TRAINEE, lastName: 'Filter', isActive: false })]
    await assign(a, trainer)
    await assign(b, rival)
    const search = 'filter'
    expect(await names(lectern.admin, { search, isActive: false })).toEqual([b.username])
    expect(await names(lectern.admin, { search, roles: ['ADMIN'] })).toEqual([])
    expect(await names(lectern.admin, { trainerId: trainer.id })).toEqual([a.username])
    expect(await names(lectern.admin, { traineeId: b.id })).toEqual([rival.username])
    expect((await names(lectern.admin, { search, hasTrainer: true })).length).toBe(2)
    expect(await names(lectern.admin, { search, hasTrainer: false })).toEqual([])
    // A trainer learns nothing of other trainers' assignments, nor of temporary passwords.
    expect(await names(trainer, { trainerId: rival.id })).toEqual([])
    expect(await names(trainer, { traineeId: b.id })).toEqual([])
    expect(await names(trainer, { search, hasTrainer: true })).toEqual([a.username])
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input: newForm() })
    expect(await names(lectern.admin, { mustChangePassword: true })).toContain(data.createUser.user.username)
    expect(await names(trainer, { mustChangePassword: true })).toEqual([])
    expect(await names(trainer, { mustChangePassword: false })).toEqual([trainer.username])
  })

  it('order by name without case and accents, page after page', async () => {
    for (const firstName of ['élan', 'Eland', 'ELBA']) await lectern.person({ role: Role.TRAINEE, firstName, lastName: 'Ordered' })
    const PAGE = 'query ($after: String) { users(first: 1, after: $after, filter: { search: "ordered" }, orderBy: { by: NAME, direction: DESC }) { nodes { firstName } pageInfo { endCursor hasNextPage } totalCount } }'
    const found: string[] = []
    for (let after: string | null = null; ; ) {
      const { data }: { data: Page } = await lectern.as(lectern.trainer).ask(PAGE, { after })
      found.push(data.users.nodes[0]!.firstName)
      expect(data.users.totalCount).toBe(3)
      after = data.users.pageInfo.endCursor
      if (!data.users.pageInfo.hasNextPage) break
    }
    expect(found).toEqual(['ELBA', 'Eland', 'élan'])
  })

  it('give the other side of the assignments that the viewer sees', async () => {
    const [trainer, rival] = [await lectern.person({ role: Role.TRAINER }), await lectern.person({ role: Role.TRAINER })]
    const trainee = await lectern.person({ role: Role.TRAINEE })
    await assign(trainee, trainer)
    await assign(trainee, rival)
    const ask = (who: Person) => lectern.as(who).ask('query ($id: ID!) { user(id: $id) { trainers(first: 5) { totalCount nodes { username email } edges { cursor node { id } } pageInfo { hasNextPage } } trainees { totalCount } } }', { id: trainee.id })
    const { data } = await ask(lectern.admin)
    expect(data.user.trainers.nodes.map((node: { username: string }) => node.username)).toEqual([trainer.username, rival.username])
    expect(data.user.trainers.edges[1].node.id).toBe(rival.id)
    expect(data.user).toMatchObject({ trainers: { totalCount: 2, pageInfo: { hasNextPage: false } }, trainees: { totalCount: 0 } })
    expect((await ask(trainee)).data.user.trainers.totalCount).toBe(2)
    expect((await ask(trainer)).data.user.trainers).toMatchObject({ totalCount: 1, nodes: [{ username: trainer.username }] })
    expect((await ask(lectern.trainer)).data.user.trainers).toMatchObject({ totalCount: 0, nodes: [] })
  })
})

describe('createUser', () => {
  it('is the admins’ alone', async () => {
    expect(code(await lectern.as(anonymous).ask(CREATE, { input: newForm() }))).toBe('UNAUTHENTICATED')
    for (const who of [lectern.trainer, lectern.trainee]) {
      expect((await lectern.as(who).ask(CREATE, { input: newForm() })).data.createUser).toMatchObject({ user: null, temporaryPassword: null, errors: [{ code: 'FORBIDDEN' }] })
    }
  })

  it('makes a person with a temporary password that is shown once', async () => {
    const input = { ...newForm(), username: 'Upper.Case', phone: ' +49 (0)30 12-34 ' }
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input })
    expect(data.createUser).toMatchObject({ errors: [], user: { username: 'upper.case', email: input.email, name: 'Nora Nadel', mustChangePassword: true, version: 1 } })
    expect(data.createUser.temporaryPassword).toMatch(/^[a-z0-9]{6}-[a-z0-9]{6}-[a-z0-9]{6}$/)
    const given = await lectern.as(lectern.admin).ask(CREATE, { input: { ...newForm(), temporaryPassword: 'seven grey pebbles' } })
    expect(given.data.createUser).toMatchObject({ errors: [], temporaryPassword: 'seven grey pebbles' })
    const weak = await lectern.as(lectern.admin).ask(CREATE, { input: { ...newForm(), temporaryPassword: 'password1234' } })
    expect(weak.data.createUser.errors).toMatchObject([{ code: 'WEAK_PASSWORD', field: 'temporaryPassword' }])
  })

  it('refuses what is taken, whatever its case, at each field', async () => {
    const input = newForm()
    await lectern.as(lectern.admin).ask(CREATE, { input })
    const again = { ...input, username: input.username.toUpperCase(), email: input.email.toUpperCase() }
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input: again })
    expect(data.createUser.errors).toMatchObject([{ code: 'TAKEN', field: 'username' }, { code: 'TAKEN', field: 'email' }])
  })

  it.each([
    ['username', 'a@b.example'], ['username', 'ab'], ['username', 'two words'], ['username', 'ä-umlaut'], ['email', 'nobody'], ['email', 'a b@example.org'],
    ['email', 'a@b@c.example'], ['firstName', '  '], ['lastName', 'x'.repeat(101)], ['phone', 'call me'], ['locale', 'no_such!'],
  ])('refuses as %s: %s', async (field, value) => {
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input: { ...newForm(), [field]: value } })
    expect(data.createUser.errors).toMatchObject([{ code: 'INVALID', field }])
  })

  it('lets one of two who race for a name have it', async () => {
    const input = newForm()
    const answers = await Promise.all([1, 2].map(i => lectern.as(lectern.admin).ask(CREATE, { input: { ...input, email: `race${i}@example.org` } })))
    expect(answers.map(({ data }) => data.createUser.errors.map((error: { code: string; field: string }) => [error.code, error.field])).toSorted()).toEqual([[], [['TAKEN', 'username']]])
  })
})

describe('updateUser', () => {
  it('is closed to strangers and, but for oneself, to all but admins', async () => {
    const input = { id: lectern.trainee.id, version: 1, firstName: 'Mallory' }
    expect(code(await lectern.as(anonymous).ask(UPDATE, { input }))).toBe('UNAUTHENTICATED')
    expect((await lectern.as(lectern.trainer).ask(UPDATE, { input })).data.updateUser.errors).toMatchObject([{ code: 'FORBIDDEN', field: null }])
    expect((await lectern.as(lectern.trainee).ask(UPDATE, { input: { ...input, id: lectern.admin.id } })).data.updateUser.errors).toMatchObject([{ code: 'NOT_FOUND', field: 'id' }])
  })

  it('lets people change their own names, phone, zone and language, and nothing else', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const own = { id: person.id, version: 1, firstName: 'Näme', lastName: 'New', phone: '1234', timeZone: 'Africa/Cairo', locale: 'AR-eg' }
    expect((await lectern.as(person).ask(UPDATE, { input: own })).data.updateUser).toMatchObject({
      errors: [], user: { name: 'Näme New', phone: '1234', timeZone: 'Africa/Cairo', locale: 'ar-EG', version: 2 },
    })
    const more = { id: person.id, version: 2, firstName: 'X', role: 'ADMIN', email: 'x@example.org', username: person.username }
    expect((await lectern.as(person).ask(UPDATE, { input: more })).data.updateUser.errors.map((error: { field: string }) => error.field).toSorted()).toEqual(['email', 'role'])
    const cleared = await lectern.as(person).ask(UPDATE, { input: { id: person.id, version: 2, phone: null } })
    expect(cleared.data.updateUser).toMatchObject({ errors: [], user: { phone: null, name: 'Näme New' } })
  })

  it('tells nobody but admins whether an e-mail is in use', async () => {
    const input = { id: lectern.trainee.id, version: 1, email: `${lectern.admin.username}@example.org` }
    expect((await lectern.as(lectern.trainee).ask(UPDATE, { input })).data.updateUser.errors).toMatchObject([{ code: 'FORBIDDEN', field: 'email' }])
    expect((await lectern.as(lectern.admin).ask(UPDATE, { input: { ...input, version: await versionOf(lectern.trainee) } })).data.updateUser.errors).toMatchObject([{ code: 'TAKEN', field: 'email' }])
  })

  it('refuses a form that was made against an older version', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const input = { id: person.id, version: 1, firstName: 'First' }
    expect((await lectern.as(lectern.admin).ask(UPDATE, { input })).data.updateUser.errors).toEqual([])
    expect((await lectern.as(lectern.admin).ask(UPDATE, { input })).data.updateUser.errors).toMatchObject([{ code: 'CONFLICT', field: 'version' }])
  })

  it('ends the sign-ins of whom it gives another role, at once', async () => {
    const person = await lectern.person({ role: Role.TRAINER })
    expect((await lectern.as(lectern.admin).ask(UPDATE, { input: { id: person.id, version: 1, role: 'TRAINEE' } })).data.updateUser).toMatchObject({ errors: [], user: { role: 'TRAINEE' } })
    const answer = await lectern.as(person).ask('{ viewer { id } }')
    expect([answer.status, code(answer)]).toEqual([401, 'UNAUTHENTICATED'])
  })

  it('keeps the role that assignments stand on', async () => {
    const [trainee, trainer] = [await lectern.person({ role: Role.TRAINEE }), await lectern.person({ role: Role.TRAINER })]
    await assign(trainee, trainer)
    for (const person of [trainee, trainer]) {
      expect((await lectern.as(lectern.admin).ask(UPDATE, { input: { id: person.id, version: 1, role: 'ADMIN' } })).data.updateUser.errors).toMatchObject([{ code: 'IN_USE', field: 'role' }])
    }
  })
})

describe('deactivateUser and reactivateUser', () => {
  it('are the admins’ alone', async () => {
    const input = { id: lectern.trainee.id, version: 1, reason: 'because' }
    expect(code(await lectern.as(anonymous).ask(DEACTIVATE, { input }))).toBe('UNAUTHENTICATED')
    expect((await lectern.as(lectern.trainer).ask(DEACTIVATE, { input })).data.deactivateUser.errors).toMatchObject([{ code: 'FORBIDDEN' }])
    expect((await lectern.as(lectern.trainee).ask(REACTIVATE, { input })).data.reactivateUser.errors).toMatchObject([{ code: 'FORBIDDEN' }])
  })

  it('end the sign-ins at once, keep the record and let the person in again', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const deactivate = (input: object) => lectern.as(lectern.admin).ask(DEACTIVATE, { input: { id: person.id, ...input } }).then(({ data }) => data.deactivateUser)
    expect((await deactivate({ version: 1, reason: ' ' })).errors).toMatchObject([{ code: 'INVALID', field: 'reason' }])
    expect(await deactivate({ version: 1, reason: 'Left us' })).toEqual({ errors: [], user: { isActive: false, version: 2 } })
    expect((await lectern.as(person).ask('{ viewer { id } }')).status).toBe(401)
    expect((await deactivate({ version: 2, reason: 'Again' })).errors).toMatchObject([{ code: 'INACTIVE', field: 'id' }])
    const { data } = await lectern.as(lectern.admin).ask(REACTIVATE, { input: { id: person.id, version: 2 } })
    expect(data.reactivateUser).toEqual({ errors: [], user: { isActive: true } })
    expect((await lectern.as(person).ask('{ viewer { id } }')).status).toBe(401)
  })
})

describe('deleteUser', () => {
  it('is the admins’ alone', async () => {
    const input = { id: lectern.trainee.id, version: 1 }
    expect(code(await lectern.as(anonymous).ask(DELETE, { input }))).toBe('UNAUTHENTICATED')
    expect((await lectern.as(lectern.trainer).ask(DELETE, { input })).data.deleteUser.errors).toMatchObject([{ code: 'FORBIDDEN' }])
  })

  const RIGHT = 'query ($id: ID!) { user(id: $id) { viewerCanDelete } }'

  it('deletes whom nothing stands on, with their sign-ins and password log', async () => {
    const { data } = await lectern.as(lectern.admin).ask(CREATE, { input: newForm() })
    const { id, version } = data.createUser.user
    expect((await lectern.as(lectern.admin).ask(RIGHT, { id })).data.user).toEqual({ viewerCanDelete: true })
    expect((await lectern.as(lectern.admin).ask(DELETE, { input: { id, version } })).data.deleteUser).toEqual({ deletedId: id, errors: [] })
    expect((await lectern.as(lectern.admin).ask('query ($id: ID!) { user(id: $id) { id } }', { id })).data.user).toBeNull()
  })

  it('refuses whom an assignment stands on, and says so beforehand', async () => {
    const [trainee, trainer] = [await lectern.person({ role: Role.TRAINEE }), await lectern.person({ role: Role.TRAINER })]
    await assign(trainee, trainer)
    for (const { id } of [trainee, trainer]) {
      expect((await lectern.as(lectern.admin).ask(RIGHT, { id })).data.user).toEqual({ viewerCanDelete: false })
      expect((await lectern.as(lectern.admin).ask(DELETE, { input: { id, version: 1 } })).data.deleteUser).toMatchObject({ deletedId: null, errors: [{ code: 'IN_USE', field: 'id' }] })
    }
  })
})

describe('resetPassword', () => {
  it('is the admins’ alone', async () => {
    const input = { userId: lectern.trainee.id }
    expect(code(await lectern.as(anonymous).ask(RESET, { input }))).toBe('UNAUTHENTICATED')
    expect((await lectern.as(lectern.trainer).ask(RESET, { input })).data.resetPassword).toMatchObject({ temporaryPassword: null, errors: [{ code: 'FORBIDDEN' }] })
    expect((await lectern.as(lectern.admin).ask(RESET, { input: { userId: 'nobody' } })).data.resetPassword.errors).toMatchObject([{ code: 'NOT_FOUND', field: 'userId' }])
  })

  it('gives a temporary password and ends all sign-ins of the person', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const { data } = await lectern.as(lectern.admin).ask(RESET, { input: { userId: person.id } })
    expect(data.resetPassword).toMatchObject({ errors: [], user: { mustChangePassword: true } })
    expect((await lectern.as(person).ask('{ viewer { id } }')).status).toBe(401)
    const signIn = (password: string) => lectern.as(anonymous).ask('mutation ($input: SignInInput!) { signIn(input: $input) { mustChangePassword errors { code } } }', { input: { username: person.username, password } })
    expect((await signIn(PASSWORD)).data.signIn.errors).toEqual([{ code: 'WRONG_CREDENTIALS' }])
    expect((await signIn(data.resetPassword.temporaryPassword)).data.signIn).toEqual({ mustChangePassword: true, errors: [] })
  })
})

describe('userChanged', () => {
  it('refuses strangers and tells each what they may read', async () => {
    await expect(lectern.follow(anonymous, 'subscription { userChanged { kind } }').then(({ until }) => until(() => true))).rejects.toThrow()
    const person = await lectern.person({ role: Role.TRAINEE })
    await lectern.settle()
    const document = 'subscription { userChanged { kind id fields user { firstName email } actor { id } } }'
    const [admin, trainer, self] = await Promise.all([lectern.admin, lectern.trainer, person].map(who => lectern.follow(who, document)))
    for (const followed of [admin!, trainer!, self!]) await followed.until(({ kind }) => kind === 'BOOKMARK')
    await lectern.as(lectern.admin).ask(UPDATE, { input: { id: person.id, version: 1, firstName: 'Live', email: 'live@example.org' } })
    await lectern.settle()
    const heard = async (followed: typeof admin) => {
      const message = await followed!.until(({ id }) => id === person.id)
      return { ...message, fields: message.fields.toSorted() }
    }
    const told = { kind: 'UPDATED', id: person.id }
    const whole = { ...told, fields: ['email', 'firstName'], user: { firstName: 'Live', email: 'live@example.org' } }
    expect(await heard(admin)).toEqual({ ...whole, actor: { id: lectern.admin.id } })
    expect(await heard(trainer)).toEqual({ ...told, fields: ['firstName'], user: { firstName: 'Live', email: null }, actor: { id: lectern.admin.id } })
    expect(await heard(self)).toEqual({ ...whole, actor: null })
  })
})
