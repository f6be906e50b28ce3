import { SignOutDocument } from '../generated/identity/signIn.ts'
import { accessEnded, freshToken } from './access.ts'
import { failureOf } from './failure.ts'
import { post } from './post.ts'

/** Ends this sign-in, or all of the viewer's. One that had ended elsewhere is ended here too; when the server cannot be reached, it stays. */
export async function signOut(everywhere = false): Promise<void> {
  await post(SignOutDocument, { input: { everywhere } }, await freshToken()).catch((error: unknown) => {
    if (failureOf(error).code !== 'UNAUTHENTICATED') throw error
  })
  accessEnded({ remember: false })
}
