import { ApolloClient, ApolloLink, gql, Observable } from '@apollo/client'
import { beforeEach, expect, test } from 'vitest'
import { createCache } from './cache.ts'
import { replayLink, writeChange } from './replay.ts'

const query = gql`
  query Title {
    session(id: "1") {
      id
      title
    }
  }
`
const fragment = gql`
  fragment Title on Session {
    title
  }
`

let answer: (title: string) => void
let client: ApolloClient

beforeEach(() => {
  const server = new ApolloLink(
    () =>
      new Observable((observer) => {
        answer = (title) => {
          observer.next({ data: { session: { __typename: 'Session', id: '1', title } } })
          observer.complete()
        }
      }),
  )
  client = new ApolloClient({ cache: createCache(), link: ApolloLink.from([replayLink, server]) })
})

const change = (title: string) =>
  writeChange('1', () => {
    client.cache.writeFragment({ id: 'Session:1', fragment, data: { __typename: 'Session', title } })
  })

const shown = () => client.cache.readFragment<{ title: string }>({ id: 'Session:1', fragment })?.title

test('an answer that was on its way before a change does not undo it', async () => {
  const asked = client.query({ query })
  change('new')
  answer('old')
  await asked
  await Promise.resolve()
  expect(shown()).toBe('new')
})

test('an answer asked after the change counts', async () => {
  change('first')
  const asked = client.query({ query })
  answer('second')
  await asked
  await Promise.resolve()
  expect(shown()).toBe('second')
})

test('of several changes the last one stays', async () => {
  const asked = client.query({ query })
  change('new')
  change('newer')
  answer('old')
  await asked
  await Promise.resolve()
  expect(shown()).toBe('newer')
})
