import fc from 'fast-check'
import { GraphQLObjectType, getNamedType, GraphQLID } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLectern, type Answer, type Lectern, type Person } from '../test/lectern.ts'
import { createSchema } from './app.ts'
import { forgetKeys } from './platform/idempotency.ts'
import { allNouns } from './platform/noun.ts'
import { takesKey } from './platform/schema.ts'
import { sql } from './platform/sql.ts'
import { Session } from './scheduling/session.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const CREATE = 'mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id title version } errors { code field } } }'
const DAY = 24 * 60 * 60_000

let count = 0
const newKey = (): string => `key-${++count}`
const keyed = (key: string): Record<string, string> => ({ 'idempotency-key': key })
const sessionOf = (trainer: Person, title: string, details: object = {}): object => ({
  title, trainerId: trainer.id, startsAt: new Date(lectern.clock.now().getTime() + DAY).toISOString(), durationMinutes: 60, timeZone: 'UTC', ...details,
})
const create = (who: Person, key: string, input: object): Promise<Answer<any>> => lectern.as(who).ask(CREATE, { input }, keyed(key)) // oxlint-disable-line typescript/no-explicit-any -- read without ceremony
const titled = (title: string): Promise<number> => lectern.write(work => work.em.count(Session, { title }))

describe('a mutation that comes again under its key', () => {
  it('is not done again, and is answered as it was', async () => {
    const [key, input] = [newKey(), sessionOf(lectern.trainer, 'Once')]
    const first = await create(lectern.trainer, key, input)
    expect(first.data.createSession.errors).toEqual([])
    const again = await create(lectern.trainer, key, input)
    expect(again).toMatchObject({ status: 200, data: first.data })
    expect(await titled('Once')).toBe(1)
  })

  it('may name its fields in another order, and select others', async () => {
    const [key, input] = [newKey(), sessionOf(lectern.trainer, 'Reordered', { location: 'Here' })]
    const { data: { createSession: { session } } } = await create(lectern.trainer, key, input)
    const reversed = Object.fromEntries(Object.entries(input).toReversed())
    const document = 'mutation ($input: CreateSessionInput!) { made: createSession(input: $input) { session { id location } } }'
    expect((await lectern.as(lectern.trainer).ask(document, { input: reversed }, keyed(key))).data).toEqual({ made: { session: { id: session.id, location: 'Here' } } })
    expect(await titled('Reordered')).toBe(1)
  })

  it('shows its things as they stand now, and those that are gone no more', async () => {
    const [key, input] = [newKey(), sessionOf(lectern.trainer, 'Passing')]
    const { data: { createSession: { session } } } = await create(lectern.trainer, key, input)
    await lectern.write(async work => {
      (await work.em.findOneOrFail(Session, { id: session.id })).title = 'Passed'
    })
    expect((await create(lectern.trainer, key, input)).data.createSession).toMatchObject({ session: { id: session.id, title: 'Passed' }, errors: [] })
    await lectern.write(async work => void work.em.remove(await work.em.findOneOrFail(Session, { id: session.id })))
    expect((await create(lectern.trainer, key, input)).data.createSession).toEqual({ session: null, errors: [] })
    expect(await titled('Passing')).toBe(0)
  })

  it('tells the id of what it deleted', async () => {
    const { data: { createSession: { session } } } = await create(lectern.trainer, newKey(), sessionOf(lectern.trainer, 'Deleted'))
    const [key, document] = [newKey(), 'mutation ($input: DeleteSessionInput!) { deleteSession(input: $input) { deletedId errors { code } } }']
    for (let i = 0; i < 2; i++) {
      const { data } = await lectern.as(lectern.admin).ask(document, { input: { id: session.id, version: 1 } }, keyed(key))
      expect(data.deleteSession).toEqual({ deletedId: session.id, errors: [] })
    }
    expect((await lectern.as(lectern.admin).ask(document, { input: { id: session.id, version: 1 } })).data.deleteSession.errors).toEqual([{ code: 'NOT_FOUND' }])
  })

  it('is refused with another input, and for another mutation', async () => {
    const [key, input] = [newKey(), sessionOf(lectern.trainer, 'Mine')]
    const { data: { createSession: { session } } } = await create(lectern.trainer, key, input)
    const other = await create(lectern.trainer, key, { ...input, title: 'Other' })
    expect(other).toMatchObject({ status: 409, errors: [{ extensions: { code: 'IDEMPOTENCY_MISMATCH' } }] })
    const cancel = 'mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { errors { code } } }'
    const third = await lectern.as(lectern.trainer).ask(cancel, { input: { id: session.id, version: 1, reason: 'no' } }, keyed(key))
    expect(third.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_MISMATCH')
    expect(await titled('Other')).toBe(0)
  })

  it('is done anew after a day, before and after the keys are cleared away', async () => {
    const later = await startLectern()
    const { database, tokens } = later.app.services
    const [key, other, input] = [newKey(), newKey(), sessionOf(later.trainer, 'Daily')]
    const idOf = async (of: string): Promise<string> => {
      const { token } = await tokens.issue(later.trainer.id, later.trainer.signInId)
      return (await later.as({ ...later.trainer, token }).ask(CREATE, { input }, keyed(of))).data.createSession.session.id
    }
    const first = [await idOf(key), await idOf(other)]
    later.clock.advance(DAY - 60 * 60_000)
    await forgetKeys(database, later.clock.now())
    expect([await idOf(key), await idOf(other)]).toEqual(first)
    later.clock.advance(60 * 60_000)
    // One is too old by its age alone, the other is cleared away.
    const anew = await idOf(key)
    await forgetKeys(database, later.clock.now())
    expect(await database.rows(sql`select count(*) from idempotency_key`)).toEqual([[1]])
    expect(await idOf(key)).toBe(anew)
    expect(new Set([...first, anew, await idOf(other)]).size).toBe(4)
    await later.stop()
  })
})

describe('a key', () => {
  const code = async (key: string, document = CREATE, variables: object = { input: sessionOf(lectern.trainer, 'Never') }): Promise<string | undefined> =>
    (await lectern.as(lectern.trainer).ask(document, variables as Record<string, unknown>, keyed(key))).errors?.[0]?.extensions.code

  it('is 1 to 255 printable characters, and one', async () => {
    for (const wrong of ['', ' ', 'a b', 'one, two', 'é', 'x'.repeat(256), 'a\u0000b']) expect(await code(wrong), wrong).toBe('BAD_USER_INPUT')
    expect(await code('"8e03978e-40d5-43dd-bc93-6894a57f9324"')).toBeUndefined()
    expect(await titled('Never')).toBe(1)
  })

  it('is for one mutation, wherever it stands in the document', async () => {
    const two = `mutation ($input: CreateSessionInput!) { a: createSession(input: $input) { errors { code } } ...More }
      fragment More on Mutation { b: createSession(input: $input) { errors { code } } }`
    expect(await code(newKey(), two)).toBe('BAD_USER_INPUT')
    expect(await titled('Never')).toBe(1)
    expect(await code('not a key', '{ viewer { id } }', {})).toBeUndefined()
  })

  it('keeps no secret: a temporary password is told once', async () => {
    const document = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { username } temporaryPassword errors { code } } }'
    const given = 'a password that nobody guesses'
    for (const temporaryPassword of [undefined, given]) {
      const [key, username] = [newKey(), `keyed-${count}`]
      const input = { username, email: `${username}@example.org`, firstName: 'Kim', lastName: 'Keyed', role: 'TRAINEE', temporaryPassword }
      const ask = () => lectern.as(lectern.admin).ask(document, { input }, keyed(key))
      const told = (await ask()).data.createUser
      expect(told).toMatchObject({ user: { username }, errors: [] })
      expect((await ask()).data.createUser).toEqual({ user: { username }, temporaryPassword: null, errors: [] })
      const rows = JSON.stringify(await lectern.app.services.database.rows(sql`select * from idempotency_key`))
      expect(rows).not.toContain(told.temporaryPassword)
    }
  })

  it('does nothing for sign-in and passwords', async () => {
    const someone = await lectern.person({ role: 'TRAINEE' as never })
    const key = newKey()
    const reset = () => lectern.as(lectern.admin).ask('mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { temporaryPassword } }', { input: { userId: someone.id } }, keyed(key))
    const [first, second] = [(await reset()).data.resetPassword.temporaryPassword, (await reset()).data.resetPassword.temporaryPassword]
    expect(first).not.toBe(second)
  })

  it('is known for what every mutation answers, but for the secrets that are told once', () => {
    const things = new Set(allNouns().map(({ name }) => name))
    const unkept: string[] = []
    const fields = Object.values(createSchema().getMutationType()!.getFields())
    for (const { name, type } of fields.filter(field => takesKey(field.name))) {
      for (const field of Object.values((getNamedType(type) as GraphQLObjectType).getFields())) {
        const of = getNamedType(field.type)
        if (field.name !== 'errors' && of !== GraphQLID && !things.has(of.name)) unkept.push(`${name}.${field.name}`)
      }
    }
    expect(unkept).toEqual(['createUser.temporaryPassword'])
    expect(fields.map(({ name }) => name).filter(name => !takesKey(name)).toSorted()).toEqual(['changePassword', 'refreshSignIn', 'resetPassword', 'signIn'])
  })
})

describe('what goes wrong under a key', () => {
  it('what was done but could not be shown is shown to whoever asks again', async () => {
    const [key, input] = [newKey(), sessionOf(lectern.trainer, 'Unseen')]
    const { database } = lectern.app.services
    const real = database.rows
    const broken = database as { rows: typeof real }
    const reads = /\bfrom `session`/
    broken.rows = statement => (reads.test(statement.text) ? Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' })) : real(statement))
    const unseen = await create(lectern.trainer, key, input)
    broken.rows = real
    expect(unseen).toMatchObject({ status: 503, errors: [{ message: expect.stringContaining('was done') as unknown, extensions: { code: 'UNAVAILABLE' } }] })
    expect((await create(lectern.trainer, key, input)).data.createSession).toMatchObject({ session: { title: 'Unseen' }, errors: [] })
    expect(await titled('Unseen')).toBe(1)
  })

  it('whatever comes in whatever order: one effect a key, one answer, and nothing that was taken back stays', async () => {
    const call = fc.record({ viewer: fc.nat(1), key: fc.nat(1), input: fc.constantFrom('a', 'b', 'refused'), commit: fc.constantFrom('kept', 'kept', 'kept', 'lost', 'unheard') })
    await fc.assert(fc.asyncProperty(fc.array(fc.array(call, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }), async groups => {
      const run = newKey()
      const model = new Map<string, Done>()
      for (const group of groups) await together(run, group, model)
      for (const [use, { input }] of model) expect(await titled(`${run} ${use} ${input}`)).toBe(1)
      expect(await lectern.write(work => work.em.count(Session, { title: { $like: `${run} %` } }))).toBe(model.size)
    }), { numRuns: 20 })
  }, 120_000)
})

interface Call { readonly viewer: number; readonly key: number; readonly input: string; readonly commit: string }
/** What a key was used for, and the session that every answer names from the first one on. */
interface Done { readonly input: string; id?: string }

const useOf = ({ viewer, key }: Call): string => `${viewer}/${key}`

/** Sends calls at once, or one whose commit goes wrong, and compares the answers with what may be. */
async function together(run: string, group: readonly Call[], model: Map<string, Done>): Promise<void> {
  const [only] = group
  if (group.length === 1 && only && only.commit !== 'kept') spoilNextCommit(only.commit === 'unheard')
  const answers = await Promise.all(group.map(async call => {
    const who = call.viewer === 0 ? lectern.admin : lectern.trainer
    // A refusal of the deed itself: nothing that the input alone would show.
    const trainer = call.input === 'refused' ? lectern.trainee : lectern.trainer
    const { data, errors } = await create(who, `${run}-${call.key}`, { ...sessionOf(trainer, `${run} ${useOf(call)} ${call.input}`), startsAt: '2026-03-09T09:00:00Z' })
    const [refusal] = data?.createSession?.errors ?? []
    return { ...call, said: errors?.[0]?.extensions.code ?? refusal?.code ?? 'DONE', id: data?.createSession?.session?.id as string | undefined }
  }))
  restoreCommit()
  for (const use of new Set(group.map(useOf))) {
    const of = answers.filter(answer => useOf(answer) === use)
    const lost = of.find(({ said }) => said === 'UNAVAILABLE')
    const winner = of.find(({ said }) => said === 'DONE') ?? (lost?.commit === 'unheard' ? lost : undefined)
    if (winner && !model.has(use)) model.set(use, { input: winner.input })
    const done = model.get(use)
    for (const { input, said, id } of of.filter(answer => answer !== lost)) {
      if (done?.input === input) {
        expect(said).toBe('DONE')
        done.id ??= id
        expect(id).toBe(done.id)
      } else if (input === 'refused') {
        // Before another was done under the key, or after.
        expect(['NOT_A_TRAINER', 'FORBIDDEN', 'IDEMPOTENCY_MISMATCH']).toContain(said)
      } else {
        expect(said).toBe('IDEMPOTENCY_MISMATCH')
      }
    }
    if (lost) expect(of).toEqual([lost])
  }
}

let restoreCommit = (): void => {}

/** The next commit is answered by silence: `happens` says whether the database had done it. */
function spoilNextCommit(happens: boolean): void {
  const connection = lectern.app.services.database.orm.em.getConnection()
  const real = connection.commit.bind(connection) as (...given: never[]) => Promise<void>
  restoreCommit = () => {
    connection.commit = real
  }
  connection.commit = async (...given: never[]) => {
    restoreCommit()
    if (happens) await real(...given)
    throw Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' })
  }
}
