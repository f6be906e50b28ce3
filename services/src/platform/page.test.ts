import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPageArgs, writeCursor, type PageArgs } from './page.ts'

const code = (args: PageArgs): string => {
  try {
    readPageArgs(args)
    return 'answered'
  } catch (error) {
    return String((error as { extensions: { code: string } }).extensions.code)
  }
}
const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

describe('the arguments of a page', () => {
  test.each([
    [{}, { size: 20, forward: true, cursor: undefined }],
    [{ first: null, after: null, last: null, before: null }, { size: 20, forward: true, cursor: undefined }],
    [{ first: 1 }, { size: 1, forward: true, cursor: undefined }],
    [{ first: 100 }, { size: 100, forward: true, cursor: undefined }],
    [{ last: 7 }, { size: 7, forward: false, cursor: undefined }],
    [{ after: writeCursor({ key: 'k', id: 'ID' }) }, { size: 20, forward: true, cursor: { key: 'k', id: 'ID' } }],
    [{ last: 3, before: writeCursor({ key: 5, id: 9 }) }, { size: 3, forward: false, cursor: { key: 5, id: 9 } }],
  ])('%j', (args, page) => {
    expect(readPageArgs(args)).toEqual(page)
  })

  const cursor = writeCursor({ key: 'k', id: 'ID' })
  test.each([
    { first: 0 }, { first: -1 }, { first: 101 }, { first: 1_000_000 }, { last: 0 }, { last: -1 }, { last: 101 }, { first: 1, last: 1 },
    { before: cursor }, { first: 1, before: cursor }, { last: 1, after: cursor }, { after: cursor, before: cursor },
  ])('%j is refused', args => {
    expect(code(args)).toBe('BAD_USER_INPUT')
  })
})

describe('a cursor', () => {
  test('comes back as it was written, whatever it holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 100, unit: 'binary' }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), fc.oneof(fc.stringMatching(/^[0-9A-Z]{1,26}$/), fc.maxSafeInteger()), (key, id) => {
      fc.pre(!Object.is(key, -0) && (typeof key !== 'string' || key.isWellFormed()))
      expect(readPageArgs({ after: writeCursor({ key, id }) }).cursor).toEqual({ key, id })
    }))
  })

  test('is none of ours in any other spelling', () => {
    const good = writeCursor({ key: 'key', id: 'ID' })
    const others = [
      '', ' ', 'none', `${good}=`, `${good} `, ` ${good}`, good.toUpperCase(), good.slice(1), 'x'.repeat(2000), '\u0000', '\uD800',
      encoded('["key", "ID"]'), encoded('["key","ID"] '), encoded(['key']), encoded(['key', 'ID', 1]), encoded({ key: 'key', id: 'ID' }), encoded([null, 'ID']),
      encoded(['key', null]), encoded([['key'], 'ID']), encoded([true, 'ID']), encoded('[1e999,"ID"]'), encoded('[1e3,"ID"]'), encoded(['k'.repeat(401), 'ID']), encoded(['key', 'no id']), encoded(['key', 1.5]), encoded('nonsense'),
    ]
    for (const after of others) expect(code({ after }), after).toBe('BAD_USER_INPUT')
  })

  test('that is any text never breaks anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), after => {
      expect(['answered', 'BAD_USER_INPUT']).toContain(code({ after }))
    }))
  })
})
