import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { anonymous, type Lectern, PASSWORD, type Person, startLectern } from '../../test/lectern.ts'
import { createContext, noCookie } from '../platform/context.ts'
import { anonymous as nobody } from '../platform/viewer.ts'
import type { HashQueue } from './password.service.ts'
import { beginSignIn } from './sign-in.service.ts'
import { Role, User } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken user { id } errors { code } } }'
const VIEWER = '{ viewer { id } journal(filter: { verbs: ["signIn"] }) { nodes { actor { id } } } }'
const signIn = (username: string) => lectern.as(anonymous).ask(SIGN_IN, { input: { username, password: PASSWORD } })

/** Nobody goes on with a password that was right until all of so many have theirs; `then` is done first. Somebody waits for a core all the while. */
function startTogether(many: number, then: () => Promise<void>): void {
  const { hashes } = lectern.app.services
  const { run } = hashes
  const all = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  let hashed = 0
  const beginRush = async (): Promise<void> => {
    await then()
    while (hashes.waiting === 0) void run(() => end.promise)
    all.resolve()
  }
  const gathering: HashQueue['run'] = async (work, prepare) => {
    const answer = await run(work, prepare)
    if (++hashed === many) void beginRush()
    await all.promise
    return answer
  }
  hashes.run = gathering
  onTestFinished(() => {
    end.resolve()
    hashes.run = run
  })
}

it('is done in one transaction for those who have their turn in a rush, for each as if alone', async () => {
  const people: Person[] = []
  for (let i = 0; i < 4; i++) people.push(await lectern.person({ role: Role.TRAINEE }))
  const [one, two, three, late] = people as [Person, Person, Person, Person]
  await lectern.settle()
  const statements: string[] = []
  startTogether(5, async () => {
    await lectern.write(async work => (await work.em.findOneOrFail(User, { id: late.id })).deactivate())
    lectern.app.services.database.orm.config.getLogger().logQuery = ({ query = '' }) => void statements.push(query)
  })
  const answers = await Promise.all([one, two, three, one, late].map(({ username }) => signIn(username)))

  expect(answers.map(({ data }) => data.signIn.user?.id ?? data.signIn.errors[0].code)).toEqual([one.id, two.id, three.id, one.id, 'WRONG_CREDENTIALS'])
  const cookies = answers.map(({ headers }) => headers['set-cookie'])
  expect(new Set(cookies).size).toBe(5)
  expect(cookies[4]).toBeUndefined()
  expect(statements.filter(text => text.startsWith('insert into `sign_in`'))).toHaveLength(1)
  expect(statements.filter(text => text.startsWith('commit'))).toHaveLength(1)
  await lectern.settle()
  for (const [{ data: { signIn: { accessToken } } }, { id }, times] of [[answers[1]!, two, 1], [answers[3]!, one, 2]] as const) {
    const { data } = await lectern.as({ ...anonymous, token: accessToken as string }).ask(VIEWER)
    expect(data).toEqual({ viewer: { id }, journal: { nodes: Array.from({ length: times }, () => ({ actor: { id } })) } })
  }
})

it('lets a request go on as who signed in once that is committed, and not before', async () => {
  const { id } = await lectern.person({ role: Role.TRAINEE })
  const { services } = lectern.app
  const { passwordHash } = await lectern.write(work => work.em.findOneOrFail(User, { id }))
  await lectern.write(async work => {
    const request = createContext(services, { ...work, viewer: nobody, cookie: noCookie })
    const access = { token: '', expiresAt: work.now }
    await beginSignIn({ ...work, prepared: { request, userId: id, signInId: services.newId(), access, passwordHash } })
    expect(request.viewer).toBe(nobody)
    for (const act of work.afterwards) act()
    expect(request.viewer).toMatchObject({ kind: 'user', id })
  })
})
