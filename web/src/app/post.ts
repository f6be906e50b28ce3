import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { Failure, failureOfAnswer, servedErrors } from './failure.ts'

const attempts = 4

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Half to one and a half of the doubled step, so that many clients do not come back as one. */
export const jittered = (step: number, attempt: number, most: number) =>
  Math.min(most, step * 2 ** attempt) * (0.5 + Math.random())

/** As `post`, but sent once: what does harm when it is done twice. */
export async function postOnce<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  token?: string,
): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query: print(document), variables }),
  }).catch((error: unknown) => {
    throw new Failure('NETWORK', String(error))
  })
  const text = await response.text()
  const errors = servedErrors(text)
  if (!response.ok || errors) throw failureOfAnswer(response.status, errors)
  return (JSON.parse(text) as { data: Data }).data
}

/**
 * One operation without the Apollo client: for what happens before there is a viewer. The sign-in page stays light by
 * it, and renewing the token cannot wait for itself.
 */
export async function post<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  token?: string,
): Promise<Data> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await postOnce(document, variables, token)
    } catch (error) {
      const mayPass = error instanceof Failure && (error.code === 'UNAVAILABLE' || error.code === 'NETWORK')
      if (!mayPass || attempt + 1 >= attempts) throw error
      await pause(jittered(300, attempt, 4000))
    }
  }
}
