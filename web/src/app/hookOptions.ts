import type { OperationVariables } from '@apollo/client'
import type { useQuery } from '@apollo/client/react'

/** What a generated query hook takes: the variables where the operation wants some, and Apollo's own options. */
export type HookOptions<Data, Variables extends OperationVariables> = useQuery.Options<Data, Variables> &
  (Record<string, never> extends Variables ? { variables?: Variables } : { variables: Variables })
