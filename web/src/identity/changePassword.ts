import { freshToken } from '../app/access.ts'
import { post } from '../app/post.ts'
import { ChangePasswordDocument } from '../generated/identity/signIn.ts'
import type { MutationProblemFragment } from '../generated/operations.ts'

/** What the server holds against it; nothing when the password is changed. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<readonly MutationProblemFragment[]> {
  const answer = await post(ChangePasswordDocument, { input: { currentPassword, newPassword } }, await freshToken())
  return answer.changePassword.errors
}
