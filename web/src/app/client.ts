import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client'
import { OperationTypeNode } from 'graphql'
import { accessEnded, freshToken, renewAccess } from './access.ts'
import { createCache } from './cache.ts'
import { connected, connectionIdle, connectionLost, wentOffline } from './connection.ts'
import { createFeedLink } from './feedLink.ts'
import { recoverLink } from './recoverLink.ts'
import { replayLink } from './replay.ts'

const feedUrl = () => {
  const { protocol, host } = window.location
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`
}

const feedLink = createFeedLink({
  url: feedUrl(),
  token: freshToken,
  renewToken: async () => {
    if (!(await renewAccess(await freshToken()))) accessEnded()
  },
  onConnected: connected,
  onLost: connectionLost,
  onIdle: connectionIdle,
})

/** Ends the waiting of the connection: tries at once. */
export const tryConnectionNow = () => feedLink.tryNow()

window.addEventListener('online', () => feedLink.tryNow())
window.addEventListener('offline', () => {
  wentOffline()
  feedLink.cut()
})

const httpLink = new HttpLink({ uri: '/graphql', credentials: 'same-origin' })

export const client = new ApolloClient({
  cache: createCache(),
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    feedLink,
    ApolloLink.from([replayLink, recoverLink, httpLink]),
  ),
  defaultOptions: {
    // What is known is shown at once and asked again: it may have changed while another page was on the screen.
    watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
  },
})
