import { createIntl } from 'react-intl'
import { expect, test } from 'vitest'
import { messages as assignments } from './assignmentMessages.ts'
import { messages as journal } from './journalMessages.ts'
import { messages as people } from './messages.ts'
import { messages as personDialogs } from './personDialogMessages.ts'

const files = { people, personDialogs, assignments, journal }
/** Something for each that a message asks for. */
const valuesFor = (words: string) => ({
  ...Object.fromEntries([...words.matchAll(/\{(\w+)/gu)].map(([, name]) => [name, 3])),
  b: (parts: unknown[]) => parts.join(''),
  page: (parts: unknown[]) => parts.join(''),
})

test.each(Object.entries(files))('every language says the same things about %s', (_, { en, ar }) => {
  expect(Object.keys(ar)).toEqual(Object.keys(en))
})

test.each(Object.entries(files).flatMap(([name, file]) => Object.entries(file).map(([locale, said]) => [name, locale, said] as const)))(
  'every message about %s in %s can be formatted',
  (_, locale, said: Readonly<Record<string, string>>) => {
    const failures: unknown[] = []
    const intl = createIntl({ locale, messages: said, onError: (error) => failures.push(error) })
    for (const [id, words] of Object.entries(said)) intl.formatMessage({ id }, valuesFor(words))
    expect(failures).toEqual([])
  },
)
