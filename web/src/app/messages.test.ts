import { readFileSync } from 'node:fs'
import { buildSchema, isEnumType } from 'graphql'
import { createIntl } from 'react-intl'
import { describe, expect, test } from 'vitest'
import { messages as account } from '../identity/accountMessages.ts'
import { messages as identity } from '../identity/messages.ts'
import { messages as personDialogs } from '../identity/personDialogMessages.ts'
import { messages as reporting } from '../reporting/messages.ts'
import { messages as attendance } from '../scheduling/attendanceMessages.ts'
import { messages as scheduling } from '../scheduling/messages.ts'
import { messages as homes } from './homes/messages.ts'
import { messages as app } from './messages.ts'

type Messages = Record<'en' | 'ar', Record<string, string>>

const files: [string, Messages][] = Object.entries({ app, account, identity, personDialogs, scheduling, attendance, reporting, homes })

describe.each(files)('%s', (_name, messages) => {
  test('says the same things in every language', () => {
    expect(Object.keys(messages.ar).sort()).toEqual(Object.keys(messages.en).sort())
  })

  test('says the same values in every language', () => {
    const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/gu)].map(([, name]) => name ?? ''))].sort()
    const differing = Object.keys(messages.en).filter((id) => {
      const missing = names(messages.ar[id]!).filter((name) => !names(messages.en[id]!).includes(name))
      return missing.length > 0
    })
    expect(differing).toEqual([])
  })

  test('holds no dates, which are formatted in their zone before they are put in', () => {
    const dated = Object.values(messages).flatMap((words) => Object.entries(words)).filter(([, text]) => /\{\w+, *(date|time)/u.test(text))
    expect(dated).toEqual([])
  })

  test.each(['en', 'ar'] as const)('can be read by the formatter in %s', (locale) => {
    const failures: string[] = []
    const intl = createIntl({
      locale,
      messages: messages[locale],
      onError: (error) => {
        // Values are missing here, and words may say other words' names; the form of a message is what counts.
        if (!/was not provided|FORMAT_ERROR/u.test(error.message)) failures.push(error.message)
      },
    })
    for (const id of Object.keys(messages[locale])) intl.formatMessage({ id }, { count: 2 })
    expect(failures).toEqual([])
  })
})

test('every refusal of the schema has its words', () => {
  const type = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')).getType('ErrorCode')
  const codes = isEnumType(type) ? type.getValues().map(({ name }) => name) : []
  expect(codes.length).toBeGreaterThan(10)
  expect(codes.filter((code) => !(`app.refused.${code}` in app.en))).toEqual([])
})
