import { freshToken } from '../app/access.ts'
import { postOnce } from '../app/post.ts'
import { ChangePasswordDocument } from '../generated/identity/signIn.ts'
import type { MutationProblemFragment } from '../generated/operations.ts'

/** What the server holds against it; nothing when the password is changed. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<readonly MutationProblemFragment[]> {
  // Done, and its answer lost, a second one would be told that the password is wrong.
  const answer = await postOnce(ChangePasswordDocument, { input: { currentPassword, newPassword } }, await freshToken())
  return answer.changePassword.errors
}
