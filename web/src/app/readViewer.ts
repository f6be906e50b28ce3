import { ViewerDocument } from '../generated/identity/viewer.ts'
import { client } from './client.ts'

/** Puts the viewer into the cache, where the shell finds them; null when the sign-in has ended. */
export async function readViewer() {
  const { data } = await client.query({ query: ViewerDocument })
  return data?.viewer ?? null
}
