import { accessTokens } from '../src/identity/token.service.ts'
import { systemClock } from '../src/platform/clock.ts'
import { keyRing } from '../src/platform/keys.ts'
import type { RoleName } from './evidence.ts'
import type { Post } from './post.ts'
import { ADMIN_PASSWORD, PUBLIC_URL, SECRET } from './stage.ts'

/** Somebody who is signed in for as long as the run lasts. */
export interface Person {
  readonly id: string
  readonly username: string
  readonly role: RoleName
  /** Good for some minutes from now; made without asking anybody, for the last sign-in. */
  readonly token: () => Promise<string>
  /** For whom was signed out, because their role changed; tried again by whoever is refused again. */
  readonly signInAgain: () => Promise<void>
}

export interface Cast {
  readonly admins: readonly Person[]
  readonly trainers: readonly Person[]
  readonly trainees: readonly Person[]
  /** Trainer today, trainee tomorrow: an admin keeps changing this one's role. */
  readonly changeling: Person
}

const PASSWORD = 'a storm is only weather'
const TEMPORARY = 'until you choose your own'

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { accessToken user { id } errors { code message } } }`
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code message } } }`
const CREATE = `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code field message } } }`

const tokens = accessTokens(keyRing([SECRET], 'access token'), PUBLIC_URL, systemClock)

/** Signs everybody up through the API, before anything is hurt. */
export async function gather(post: Post): Promise<Cast> {
  const admin = await enter(post, { username: 'admin', role: 'ADMIN' }, ADMIN_PASSWORD)
  const invite = async (role: RoleName, name: string): Promise<Person> => {
    const input = { username: name, email: `${name}@example.org`, firstName: name, lastName: 'Before', phone: '100', role, temporaryPassword: TEMPORARY }
    await asked(post, CREATE, 'createUser', input, await admin.token())
    return enter(post, { username: name, role }, TEMPORARY)
  }
  const several = async (role: RoleName, ...names: readonly string[]): Promise<Person[]> => {
    const people: Person[] = []
    for (const name of names) people.push(await invite(role, name))
    return people
  }
  return {
    admins: [admin, ...(await several('ADMIN', 'adele'))],
    trainers: await several('TRAINER', 'tom', 'tess', 'tian'),
    trainees: await several('TRAINEE', 'ann', 'ben', 'cem', 'dan', 'eve', 'fay'),
    changeling: await invite('TRAINER', 'changeling'),
  }
}

async function enter(post: Post, { username, role }: Pick<Person, 'username' | 'role'>, temporary: string): Promise<Person> {
  const first = await signIn(post, username, temporary)
  await asked(post, CHANGE, 'changePassword', { currentPassword: temporary, newPassword: PASSWORD }, first.accessToken)
  let { signInId } = first
  return {
    id: first.id, username, role,
    token: async () => (await tokens.issue(first.id, signInId)).token,
    signInAgain: async () => {
      ;({ signInId } = await signIn(post, username, PASSWORD).catch(() => ({ signInId })))
    },
  }
}

async function signIn(post: Post, username: string, password: string): Promise<{ accessToken: string; id: string; signInId: string }> {
  const { accessToken, user } = await asked<{ accessToken: string; user: { id: string } }>(post, SIGN_IN, 'signIn', { username, password })
  const { sid } = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString()) as { sid: string }
  return { accessToken, id: user.id, signInId: sid }
}

async function asked<Payload>(post: Post, query: string, field: string, input: object, token?: string): Promise<Payload> {
  const answer = await post(0, { query, input, headers: token ? { authorization: `Bearer ${token}` } : {} })
  const payload = answer?.data?.[field] as (Payload & { errors: readonly object[] }) | undefined
  if (!payload || payload.errors.length > 0) throw new Error(`${field} failed: ${JSON.stringify(answer)}`)
  return payload
}
