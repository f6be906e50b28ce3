import { ApolloLink, CombinedGraphQLErrors } from '@apollo/client'
import { OperationTypeNode } from 'graphql'
import { defer, from, retry, switchMap, tap, throwError, timer } from 'rxjs'
import type { ObservableInput } from 'rxjs'
import { accessEnded, freshAccess, renewAccess } from './access.ts'
import { failureOf } from './failure.ts'
import { jittered } from './post.ts'

// What the client does about errors by itself, after the table of the API: a dead token is renewed once, UNAVAILABLE is
// asked again, a temporary password is changed first. Everything else reaches whoever asked.

const tries = 3

// `randomUUID` wants a secure context, which plain http on another machine is not.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Rejects with the answer's errors when one of them is to be mended here. */
function refuseMendable({ errors }: ApolloLink.Result): void {
  const mendable = new Set(['UNAUTHENTICATED', 'PASSWORD_CHANGE_REQUIRED', 'UNAVAILABLE'])
  if (errors?.some(({ extensions }) => mendable.has(String(extensions?.['code'])))) {
    throw new CombinedGraphQLErrors({ errors }, errors)
  }
}

async function renewOrEnd(stale: string | undefined): Promise<void> {
  if (await renewAccess(stale)) return
  accessEnded()
  throw new Error('The sign-in has ended.')
}

export const recoverLink = new ApolloLink((operation, forward) => {
  // One key for all tries: the server does a mutation once, however often it arrives.
  const key = operation.operationType === OperationTypeNode.MUTATION ? { 'idempotency-key': newKey() } : {}
  let token: string | undefined
  let renewed = false

  const recover = (error: unknown, count: number): ObservableInput<unknown> => {
    const { code } = failureOf(error)
    if (code === 'UNAUTHENTICATED' && !renewed) {
      renewed = true
      return from(renewOrEnd(token))
    }
    if (code === 'PASSWORD_CHANGE_REQUIRED') window.location.assign('/password')
    const mayPass = code === 'UNAVAILABLE' || (code === 'NETWORK' && navigator.onLine)
    return mayPass && count < tries ? timer(jittered(300, count, 3000)) : throwError(() => error)
  }

  return defer(() => from(freshAccess())).pipe(
    switchMap((access) => {
      token = access?.token
      operation.setContext({ headers: { ...key, ...(token && { authorization: `Bearer ${token}` }) } })
      return forward(operation).pipe(tap(refuseMendable))
    }),
    retry({ delay: recover }),
  )
})
