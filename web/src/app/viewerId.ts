import type { ApolloClient } from '@apollo/client'
import { ViewerDocument } from '../generated/identity/viewer.ts'

/** Who is signed in, as the cache knows; undefined before the viewer was read. */
export const viewerIdIn = (client: ApolloClient): string | undefined =>
  client.readQuery({ query: ViewerDocument })?.viewer?.id
