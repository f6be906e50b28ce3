import { OrganizationChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { ViewerDocument } from '../generated/identity/viewer.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../generated/scheduling/live.ts'
import { client } from './client.ts'
import { feedOf } from './feed.ts'

/** The first page has begun to listen by then. */
const openFor = 10_000

/** Puts the viewer into the cache, where the shell finds them; null when the sign-in has ended. */
export function readViewer() {
  openFeeds()
  return read('cache-first')
}

/** As they stand on the server now. */
export const readViewerAnew = () => read('network-only')

async function read(fetchPolicy: 'cache-first' | 'network-only') {
  const { data } = await client.query({ query: ViewerDocument, fetchPolicy })
  return data?.viewer ?? null
}

/** What nearly every page listens to: a page asks nothing before its feeds stand, and the socket takes three ways there and back. */
function openFeeds(): void {
  const silent = { change: () => undefined, reset: () => undefined }
  const closings = [UserChangedDocument, OrganizationChangedDocument, SessionChangedDocument, BookingChangedDocument].map((document) => feedOf<unknown>(client, document).listen(silent))
  setTimeout(() => closings.forEach((close) => close()), openFor)
}
