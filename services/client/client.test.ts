import { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ADMIN, openServer, type OpenServer } from '../test/open-server.ts'
import { getSdk, type Sdk } from './lectern.ts'

// The typed client as an integrator uses it: over HTTP, against a server that listens.

// Real hashes, real migrations: slow where many suites share two cores.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let server: OpenServer
let admin: Sdk

const clientFor = (token?: string): Sdk =>
  getSdk(new GraphQLClient(`${server.address}/graphql`, token ? { headers: { authorization: `Bearer ${token}` } } : {}))

async function signedIn(username: string, password: string): Promise<Sdk> {
  const { signIn } = await clientFor().signIn({ input: { username, password } })
  expect(signIn.errors).toEqual([])
  return clientFor(signIn.accessToken!)
}

beforeAll(async () => {
  server = await openServer()
  admin = await signedIn(ADMIN.username, ADMIN.password)
})
afterAll(() => server.close())

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString()

async function newUser(username: string, role: 'TRAINER' | 'TRAINEE'): Promise<string> {
  const { createUser } = await admin.createUser({
    input: { username, email: `${username}@example.org`, firstName: 'Client', lastName: username, role },
  })
  expect(createUser.errors).toEqual([])
  return createUser.user!.id
}

test('a stranger is told that nobody is signed in', async () => {
  expect(await clientFor().viewer()).toMatchObject({ viewer: null, viewerPermissions: ['organization', 'refreshSignIn', 'signIn', 'viewer', 'viewerPermissions'] })
  await expect(clientFor().users()).rejects.toMatchObject({ response: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } })
  const { signIn } = await clientFor().signIn({ input: { username: ADMIN.username, password: 'wrong' } })
  expect(signIn).toMatchObject({ accessToken: null, errors: [{ code: 'WRONG_CREDENTIALS' }] })
})

test('a session is held from its making to its report', async () => {
  const trainerId = await newUser('client.trainer', 'TRAINER')
  const traineeId = await newUser('client.trainee', 'TRAINEE')
  const { assignTrainee } = await admin.assignTrainee({ input: { trainerId, traineeId } })
  expect(assignTrainee.errors).toEqual([])

  const { createSession } = await admin.createSession({
    input: { title: 'First aid at work', trainerId, startsAt: new Date(Date.now() - 60_000).toISOString(), durationMinutes: 90, timeZone: 'Africa/Cairo', capacity: 1 },
  })
  const { id: sessionId, version } = createSession.session!
  const { addTrainees } = await admin.addTrainees({ input: { sessionId, traineeIds: [traineeId] } })
  expect(addTrainees).toMatchObject({ session: { seatsTaken: 1, version }, errors: [] })
  const { markAttendance } = await admin.markAttendance({ input: { sessionId, marks: [{ traineeId, attendance: 'LATE' }] } })
  expect(markAttendance.session?.attendanceCounts).toContainEqual({ attendance: 'LATE', count: 1 })

  const { bookings } = await admin.bookings({ filter: { traineeId } })
  expect(bookings.nodes).toMatchObject([{ attendance: 'LATE', session: { title: 'First aid at work' } }])
  const { analytics } = await admin.analytics()
  expect(analytics.usersByRole).toContainEqual({ role: 'TRAINER', count: 1 })
  const { journal } = await admin.journal({ filter: { nounId: sessionId } })
  expect(journal.nodes.map(({ verb }) => verb)).toContain('createSession')
  expect((await admin.assignments()).assignments.nodes).toHaveLength(1)
  expect((await admin.passwordChanges()).passwordChanges.nodes.length).toBeGreaterThan(1)

  const { generateReport } = await admin.generateReport({ input: { kind: 'ATTENDANCE', format: 'CSV' } })
  const { id } = generateReport.report!
  await server.settle()
  const { report } = await admin.report({ id })
  expect(report).toMatchObject({ status: 'READY', progress: 1 })
  const file = await fetch(`${server.address}${report!.url}`)
  expect(await file.text()).toContain('First aid at work')
})

test('what a person can mend is returned, beside its field', async () => {
  const { users } = await admin.users({ filter: { roles: ['ADMIN'] } })
  const trainerId = users.nodes[0]!.id
  const { createSession } = await admin.createSession({ input: { title: ' ', trainerId, startsAt: inAnHour(), durationMinutes: 60, timeZone: 'UTC' } })
  expect(createSession).toMatchObject({ session: null, errors: [{ code: 'INVALID', field: 'title' }] })
})

test('two editors: the second is told that the first was there', async () => {
  const { users } = await admin.users({ filter: { roles: ['ADMIN'] } })
  const { createSession } = await admin.createSession({
    input: { title: 'Safe lifting', trainerId: users.nodes[0]!.id, startsAt: inAnHour(), durationMinutes: 60, timeZone: 'UTC' },
  })
  const { id, version } = createSession.session!
  const { updateSession } = await admin.updateSession({ input: { id, version, title: 'Safe lifting, part 1' } })
  expect(updateSession).toMatchObject({ session: { title: 'Safe lifting, part 1', version: version + 1 }, errors: [] })
  const { cancelSession } = await admin.cancelSession({ input: { id, version, reason: 'Trainer ill' } })
  expect(cancelSession.errors).toMatchObject([{ code: 'CONFLICT' }])
})

test('signing out ends the token at once', async () => {
  const leaving = await signedIn(ADMIN.username, ADMIN.password)
  await leaving.signOut({ input: {} })
  await expect(leaving.users()).rejects.toMatchObject({ response: { status: 401 } })
})
