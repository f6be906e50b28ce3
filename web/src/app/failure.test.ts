import { CombinedGraphQLErrors, ServerError } from '@apollo/client'
import { expect, test } from 'vitest'
import { failureOf } from './failure.ts'

const served = (code: string, more: object = {}) => [{ message: 'words', extensions: { code, ...more } }]

test('reads the code of an answer with errors', () => {
  const errors = served('FORBIDDEN')
  expect(failureOf(new CombinedGraphQLErrors({ errors }, errors)).code).toBe('FORBIDDEN')
})

test.each([
  [401, JSON.stringify({ errors: served('UNAUTHENTICATED') }), 'UNAUTHENTICATED'],
  [503, JSON.stringify({ errors: served('UNAVAILABLE') }), 'UNAVAILABLE'],
  [502, '<html>proxy</html>', 'UNAVAILABLE'],
  [401, '', 'UNAUTHENTICATED'],
  [418, 'tea', 'INTERNAL'],
])('reads an answer of status %i', (status, bodyText, code) => {
  const error = new ServerError('failed', { response: new Response(bodyText, { status }), bodyText })
  expect(failureOf(error).code).toBe(code)
})

test('keeps how long to wait, and the reference of an inner mistake', () => {
  const limited = served('RATE_LIMITED', { retryAfter: 7 })
  expect(failureOf(new CombinedGraphQLErrors({ errors: limited }, limited)).retryAfter).toBe(7)
  const inner = served('INTERNAL', { requestId: 'r1' })
  expect(failureOf(new CombinedGraphQLErrors({ errors: inner }, inner)).requestId).toBe('r1')
})

test('a code that nobody knows is a mistake of the server', () => {
  const errors = served('SOMETHING_NEW')
  expect(failureOf(new CombinedGraphQLErrors({ errors }, errors)).code).toBe('INTERNAL')
})

test('no answer at all is the network', () => {
  expect(failureOf(new TypeError('Failed to fetch')).code).toBe('NETWORK')
})
