import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { anonymous, type Lectern, PASSWORD, startLectern } from '../../test/lectern.ts'
import type { Database } from '../platform/database.ts'
import type { HashQueue } from './password.service.ts'
import { Role } from './user.entity.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id } errors { code } } }'
const signIn = (username: string, password = PASSWORD) => lectern.as(anonymous).ask(SIGN_IN, { input: { username, password } })

/** A letter with marks that would have to be put in order, which takes seconds. */
const MARKED = `a${'\u0301\u0316'.repeat(40_000)}`

/** Nobody's, and nothing that a statement may fail at. */
const HOSTILE = ['\u{1F99C}', '\ud800', 'a\0b', '@', 'x'.repeat(100_000), `${'x'.repeat(100_000)}@example.org`, MARKED]

/** What is asked for credentials goes another way, until the test is over. */
function reroute(way: (rows: Database['rows']) => Database['rows']): () => void {
  const { database } = lectern.app.services
  const { rows } = database
  const given = way(rows)
  const restore = (): void => void Object.assign(database, { rows })
  Object.assign(database, { rows: ((statement, signal) => (statement.text.includes('password_hash') ? given : rows)(statement, signal)) satisfies Database['rows'] })
  onTestFinished(restore)
  return restore
}

it('are read for all who wait together, and each hears of their own, at the price of one hash each', async () => {
  const { hashes } = lectern.app.services
  const [person, another] = [await lectern.person({ role: Role.TRAINEE }), await lectern.person({ role: Role.TRAINER })]
  let asked = 0
  reroute(rows => (statement, signal) => {
    asked++
    return rows(statement, signal)
  })
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const held: Promise<void>[] = []
  while (hashes.waiting === 0) held.push(hashes.run(() => opened))
  const { run } = hashes
  let hashed = 0
  const counting: HashQueue['run'] = (work, prepare) => {
    hashed++
    return run(work, prepare)
  }
  hashes.run = counting
  onTestFinished(() => {
    open()
    hashes.run = run
  })
  const names = [person.username, `${person.username}@example.org`, another.username, `${another.username}@EXAMPLE.org`, 'nobody-at-all', 'nobody@example.org', ...HOSTILE]
  const answers = names.map(name => signIn(name))
  await expect.poll(() => hashes.waiting).toBe(names.length + 1)
  open()
  const heard = (await Promise.all(answers)).map(({ status, headers, data }) => [status, data.signIn.user?.id ?? data.signIn.errors[0]?.code, 'set-cookie' in headers])
  const admitted = [person, person, another, another].map(({ id }) => [200, id, true])
  expect(heard).toEqual([...admitted, ...names.slice(4).map(() => [200, 'WRONG_CREDENTIALS', false])])
  expect(hashed).toBe(names.length)
  // Those for whom it is nearly their turn, one by one; then everybody.
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThanOrEqual(held.length)
  await Promise.all(held)
})

it('are waited for a few seconds when the database says nothing, and nobody has guessed then', async () => {
  const { username } = await lectern.person({ role: Role.TRAINEE })
  const restore = reroute(() => (_statement, signal) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))))
  const answers = await Promise.all([1, 2, 3, 4].map(() => signIn(username)))
  expect(answers.map(({ status, errors }) => [status, errors?.[0]?.extensions.code])).toEqual(answers.map(() => [503, 'UNAVAILABLE']))
  restore()
  for (let i = 0; i < 7; i++) expect((await signIn(username, 'wrong')).data.signIn.errors).toHaveLength(1)
  expect((await signIn(username)).data.signIn.errors).toEqual([])
})
