import { SignOutDocument } from '../generated/identity/signIn.ts'
import { accessEnded, freshToken } from './access.ts'
import { post } from './post.ts'

/** Ends this sign-in, or all of the viewer's; whatever the server says, nobody is signed in here afterwards. */
export async function signOut(everywhere = false): Promise<void> {
  await post(SignOutDocument, { input: { everywhere } }, await freshToken())
  accessEnded({ remember: false })
}
