import { expect, test } from 'vitest'
import { usernameFrom } from './username.ts'

test.each([
  ['Layla', 'Haddad', 'layla.haddad'],
  ['Björn', 'Nováková', 'bjorn.novakova'],
  ['Łukasz', 'Groß', 'lukasz.gross'],
  ['Anna Maria', "O'Neill", 'anna-maria.o-neill'],
  [' Wei ', '', 'wei'],
  ['ليلى', 'Haddad', 'haddad'],
])('%s %s becomes %s', (first, last, username) => {
  expect(usernameFrom(first, last)).toBe(username)
})

test('a name without Latin letters makes none, and one too short neither', () => {
  expect(usernameFrom('ليلى', 'حداد')).toBe('')
  expect(usernameFrom('Bo', '')).toBe('')
})

test('it never grows past what the server takes', () => {
  expect(usernameFrom('a'.repeat(60), 'b')).toHaveLength(40)
})
