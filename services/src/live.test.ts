import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous, startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { Role } from './identity/user.entity.ts'
import { feedCursor } from './platform/feed.ts'

const FOLLOW = `subscription Follow($after: String) {
  sessionChanged(after: $after) { cursor kind id fields actor { id } session { id title version seatsTaken trainer { id } } }
}`
const FOLLOW_USERS = 'subscription { userChanged { cursor kind id fields user { id name email } } }'
const CREATE = `mutation ($input: CreateSessionInput!) { createSession(input: $input) { session { id version } errors { code field message } } }`
const UPDATE = `mutation ($input: UpdateSessionInput!) { updateSession(input: $input) { session { id version title } errors { code } } }`
const ADD = `mutation ($input: AddTraineesInput!) { addTrainees(input: $input) { session { seatsTaken } errors { code field } } }`
const REMOVE = `mutation ($input: RemoveTraineesInput!) { removeTrainees(input: $input) { session { seatsTaken } errors { code } } }`

let lectern: Lectern
let admin: Person
let trainer: Person
let trainee: Person

beforeAll(async () => {
  lectern = await startLectern()
  ;({ admin, trainer, trainee } = lectern)
})
afterAll(() => lectern.stop())

async function createSession(title: string, traineeIds: string[] = []): Promise<{ id: string; version: number }> {
  const input = { title, trainerId: trainer.id, startsAt: '2026-03-04T10:00:00Z', durationMinutes: 60, timeZone: 'Africa/Cairo', traineeIds }
  const { data } = await lectern.as(admin).ask(CREATE, { input })
  expect(data.createSession.errors).toEqual([])
  return data.createSession.session
}

const bookmark = (message: { kind: string }): boolean => message.kind === 'BOOKMARK'
const about = (id: string, kind: string) => (message: { id: string; kind: string }) => message.id === id && message.kind === kind

describe('following', () => {
  test('nobody without a token gets in', async () => {
    const followed = await lectern.follow(anonymous, FOLLOW)
    await expect(followed.until(bookmark)).rejects.toThrow()
    expect(followed.messages).toEqual([])
  })

  test('a role hears what it may: passwordChanged is for admins', async () => {
    const followed = await lectern.follow(trainer, 'subscription { passwordChanged { kind } }')
    await expect(followed.until(bookmark)).rejects.toThrow()
  })

  test('the first message is a BOOKMARK; a change comes with the session as it is now', async () => {
    const followed = await lectern.follow(trainer, FOLLOW)
    await followed.until(bookmark)
    const { id, version } = await createSession('Fire warden briefing')
    const created = await followed.until(about(id, 'CREATED'))
    expect(created).toMatchObject({ actor: { id: admin.id }, session: { title: 'Fire warden briefing', version, seatsTaken: 0 } })
    await lectern.as(admin).ask(UPDATE, { input: { id, version, title: 'Fire wardens' } })
    const updated = await followed.until(about(id, 'UPDATED'))
    expect(updated).toMatchObject({ fields: ['title'], session: { title: 'Fire wardens', version: version + 1 } })
  })

  test('a booking gives a trainee the session and its trainer, its end takes both away; staff hear of the seats', async () => {
    const sessions = await lectern.follow(trainee, FOLLOW)
    const users = await lectern.follow(trainee, FOLLOW_USERS)
    const staff = await lectern.follow(trainer, FOLLOW)
    await Promise.all([sessions.until(bookmark), users.until(bookmark), staff.until(bookmark)])
    const { id } = await createSession('Food hygiene')
    await lectern.as(admin).ask(ADD, { input: { sessionId: id, traineeIds: [trainee.id] } })
    expect(await sessions.until(about(id, 'CREATED'))).toMatchObject({ session: { seatsTaken: 1, trainer: { id: trainer.id } } })
    expect(await users.until(about(trainer.id, 'CREATED'))).toMatchObject({ user: { email: null } })
    expect(await staff.until(about(id, 'UPDATED'))).toMatchObject({ fields: ['seatsTaken'], session: { seatsTaken: 1 } })
    await lectern.as(admin).ask(REMOVE, { input: { sessionId: id, traineeIds: [trainee.id] } })
    expect(await sessions.until(about(id, 'REMOVED'))).toMatchObject({ fields: [], session: null })
    expect(await users.until(about(trainer.id, 'REMOVED'))).toMatchObject({ user: null })
  })

  test('a trainee hears nothing of sessions that they are not booked on', async () => {
    const followed = await lectern.follow(trainee, FOLLOW)
    await followed.until(bookmark)
    const other = await createSession('Not yours')
    const mine = await createSession('Yours', [trainee.id])
    await followed.until(about(mine.id, 'CREATED'))
    expect(followed.messages.some(message => message.id === other.id)).toBe(false)
  })
})

describe('coming back', () => {
  test('what was missed comes once, in order, then a BOOKMARK; then what follows', async () => {
    const first = await lectern.follow(admin, FOLLOW)
    const { cursor } = await first.until(bookmark)
    first.stop()
    const session = await createSession('Missed')
    for (const title of ['Missed 1', 'Missed 2', 'Missed 3']) {
      const { data } = await lectern.as(admin).ask(UPDATE, { input: { ...session, title } })
      session.version = data.updateSession.session.version
    }
    await lectern.settle()
    const second = await lectern.follow(admin, FOLLOW, { after: cursor })
    await second.until(bookmark)
    const heard = second.messages.filter(message => message.id === session.id)
    expect(heard.map(message => message.kind)).toEqual(['CREATED', 'UPDATED', 'UPDATED', 'UPDATED'])
    expect(second.messages.at(-1).kind).toBe('BOOKMARK')
    expect(new Set(second.messages.map(message => message.cursor)).size).toBeGreaterThanOrEqual(heard.length)
  })

  test('a cursor beyond the reach of the feed, or of another role, gets RESET', async () => {
    const at = lectern.clock.now().toISOString()
    const other = await lectern.follow(admin, FOLLOW, { after: feedCursor({ position: 1, at }, Role.TRAINER) })
    await other.until(bookmark)
    expect(other.messages[0].kind).toBe('RESET')
    const ahead = await lectern.follow(admin, FOLLOW, { after: feedCursor({ position: 1_000_000, at }, Role.ADMIN) })
    await ahead.until(bookmark)
    expect(ahead.messages[0].kind).toBe('RESET')
  })

  test('a cursor that is none is refused', async () => {
    const followed = await lectern.follow(admin, FOLLOW, { after: 'none' })
    await expect(followed.until(bookmark)).rejects.toThrow()
  })
})

describe('rights that end', () => {
  test('sign-out, deactivation and a change of role close the socket', async () => {
    const leaver = await lectern.person({ role: Role.TRAINER })
    const followed = await lectern.follow(leaver, FOLLOW)
    await followed.until(bookmark)
    await lectern.as(leaver).ask('mutation { signOut(input: {}) { errors { code } } }')
    await lectern.settle()
    await expect(followed.until(message => message.kind === 'never')).rejects.toThrow()

    const promoted = await lectern.person({ role: Role.TRAINER })
    const ended = await lectern.follow(promoted, FOLLOW)
    await ended.until(bookmark)
    const { data } = await lectern.as(admin).ask('query ($id: ID!) { user(id: $id) { version } }', { id: promoted.id })
    const change = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code field } } }`
    const answer = await lectern.as(admin).ask(change, { input: { id: promoted.id, version: data.user.version, role: 'ADMIN' } })
    expect(answer.data.updateUser.errors).toEqual([])
    await expect(ended.until(message => message.kind === 'never')).rejects.toThrow()
  })
})

describe('equals', () => {
  test('twenty staff on one operation and a personal one hear the same change', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => lectern.person({ role: Role.TRAINER })))
    const equals = await Promise.all(people.map(who => lectern.follow(who, FOLLOW)))
    const personal = await lectern.follow(people[0]!, 'subscription { sessionChanged { kind id session { id viewerCanUpdate } } }')
    await Promise.all([...equals, personal].map(followed => followed.until(bookmark)))
    const { id } = await createSession('For everybody')
    const heard = await Promise.all(equals.map(followed => followed.until(about(id, 'CREATED'))))
    expect(new Set(heard.map(message => JSON.stringify(message))).size).toBe(1)
    expect(await personal.until(about(id, 'CREATED'))).toMatchObject({ session: { viewerCanUpdate: false } })
  })
})
