import { GraphQLClient } from 'graphql-request'
import { getSdk } from '../client/lectern.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/platform/config.ts'
import { freshDatabase } from './lectern.ts'

/** The first admin, once they have chosen their own password. */
export const ADMIN = { username: 'admin', password: 'four words that nobody guesses' }
const TEMPORARY = 'a temporary password of the tests'

/** A Lectern that listens on a free port, as it stands after its first start and the admin's first sign-in. */
export interface OpenServer {
  readonly address: string
  readonly settle: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openServer(): Promise<OpenServer> {
  const place = await freshDatabase()
  const app = await createApp(readConfig({ ...place.environment, PORT: '0', LECTERN_LOG_LEVEL: 'fatal', LECTERN_ADMIN_PASSWORD: TEMPORARY }))
  const address = await app.listen()
  await chooseOwnPassword(`${address}/graphql`)
  return {
    address,
    settle: app.settle,
    close: async () => {
      await app.close()
      await place.drop()
    },
  }
}

async function chooseOwnPassword(url: string): Promise<void> {
  const { signIn } = await getSdk(new GraphQLClient(url)).signIn({ input: { username: ADMIN.username, password: TEMPORARY } })
  const admin = getSdk(new GraphQLClient(url, { headers: { authorization: `Bearer ${signIn.accessToken}` } }))
  const { changePassword } = await admin.changePassword({ input: { currentPassword: TEMPORARY, newPassword: ADMIN.password } })
  if (changePassword.errors.length > 0) throw new Error(changePassword.errors[0]!.message)
}
