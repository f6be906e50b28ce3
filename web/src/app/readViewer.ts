import { ViewerDocument } from '../generated/identity/viewer.ts'
import { client } from './client.ts'

/** Puts the viewer into the cache, where the shell finds them; null when the sign-in has ended. */
export const readViewer = () => read('cache-first')

/** As they stand on the server now. */
export const readViewerAnew = () => read('network-only')

async function read(fetchPolicy: 'cache-first' | 'network-only') {
  const { data } = await client.query({ query: ViewerDocument, fetchPolicy })
  return data?.viewer ?? null
}
