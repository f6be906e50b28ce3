import type { Browser } from 'playwright-core'
import { openProgram, password } from './browser.ts'
import type { Program } from './browser.ts'

/** What a journey needs to be there before it begins, made the way a program makes it. */

interface Planned {
  title: string
  trainer: string
  startsInMinutes: number
  minutes?: number
  capacity?: number
  classLink?: string
  trainees?: readonly string[]
}

interface User {
  id: string
  name: string
  username: string
}

export async function personOf({ ask }: Program, username: string): Promise<User> {
  const { users } = await ask<{ users: { nodes: User[] } }>(
    'query($search: String) { users(first: 50, filter: { search: $search }) { nodes { id name username } } }',
    { search: username },
  )
  const found = users.nodes.find((user) => user.username === username)
  if (!found) throw new Error(`Nobody is called ${username}`)
  return found
}

/** A new trainee, for whom nothing is planned; signs in with the password of all. */
export async function addTrainee({ ask }: Program, browser: Browser, url: string, username: string): Promise<void> {
  const temporaryPassword = `${password}, for now`
  const input = { username, role: 'TRAINEE', firstName: 'Tove', lastName: 'Traveller', email: `${username}@delta-training.example`, temporaryPassword }
  await ask('mutation($input: CreateUserInput!) { createUser(input: $input) { errors { message } } }', { input })
  const own = await openProgram(browser, url, username, temporaryPassword)
  await own.ask('mutation($input: ChangePasswordInput!) { changePassword(input: $input) { errors { message } } }', {
    input: { currentPassword: temporaryPassword, newPassword: password },
  })
}

/** Trainees who can be booked, each by a name that no other has. */
export async function someTrainees({ ask }: Program, count: number): Promise<User[]> {
  const { users } = await ask<{ users: { nodes: User[] } }>(
    '{ users(first: 100, filter: { roles: [TRAINEE], isActive: true }, orderBy: { by: USERNAME, direction: ASC }) { nodes { id name username } } }',
  )
  const names = users.nodes.map(({ name }) => name)
  const plain = users.nodes.filter(({ name, username }) => username !== 'noor' && /^[A-Za-z ]+$/.test(name) && names.indexOf(name) === names.lastIndexOf(name))
  return plain.slice(0, count)
}

export async function planSession(program: Program, { title, trainer, startsInMinutes, minutes = 60, capacity, classLink, trainees = [] }: Planned): Promise<string> {
  const people = await Promise.all([trainer, ...trainees].map((username) => personOf(program, username)))
  const [holder, ...booked] = people.map(({ id }) => id)
  const input = {
    title, trainerId: holder, traineeIds: booked, capacity, durationMinutes: minutes, timeZone: 'Africa/Cairo',
    startsAt: new Date(Date.now() + startsInMinutes * 60_000).toISOString(), location: 'Hall A', classLink,
  }
  const { createSession } = await program.ask<{ createSession: { session: { id: string } | null; errors: unknown[] } }>(
    'mutation($input: CreateSessionInput!) { createSession(input: $input) { session { id } errors { field message } } }',
    { input },
  )
  if (!createSession.session) throw new Error(JSON.stringify(createSession.errors))
  return createSession.session.id
}
