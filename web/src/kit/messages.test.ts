import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import { messages } from './messages.ts'

test('every language says the same things', () => {
  expect(Object.keys(messages.ar)).toEqual(Object.keys(messages.en))
})

const values = { count: 3, n: 3, m: 5, from: 1, to: 50, total: 386, size: 50, name: 'x', zone: 'x', city: 'x', offset: 'x', ago: 'x', time: 'x', value: 'x', id: 'x' }

test.each(Object.entries(messages))('every message in %s can be formatted', (locale, words) => {
  const failures: unknown[] = []
  const intl = createIntl({ locale, messages: words, onError: (error) => failures.push(error) })
  for (const id of Object.keys(words)) intl.formatMessage({ id }, values)
  expect(failures).toEqual([])
})
