/** What pages may use of Apollo beside the generated hooks: not asking yet, and the cache. */
export { skipToken, useApolloClient } from '@apollo/client/react'
