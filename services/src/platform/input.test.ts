import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Club, Person } from '../../test/clubs.ts'
import { cleanInput, Fills, OPTIONAL_REASON, REASON } from './input.ts'
import { refusalsOf } from './write.ts'

@Fills(Club, { reason: REASON, remark: OPTIONAL_REASON })
class ClubForm {}
@Fills(Person)
class PersonForm {}

type Answer = Record<string, unknown> | { refused: { code: string; field: string | null }[] }

function clean(input: Record<string, unknown>, form: { name: string } = ClubForm): Answer {
  try {
    return cleanInput(form.name, input)
  } catch (error) {
    const refusals = refusalsOf(error)
    if (!refusals) throw error
    return { refused: refusals.map(({ code, field }) => ({ code, field })) }
  }
}
const refusedAt = (...fields: string[]): Answer => ({ refused: fields.map(field => ({ code: 'INVALID', field })) })

describe('what a person typed', () => {
  test.each([
    ['trimmed', '  Chess \t', 'Chess'],
    ['put together', 'Cafe\u0301', 'Caf\u00E9'],
    ['left alone inside', 'a  b', 'a  b'],
    ['kept, emoji and all', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} Family', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} Family'],
    ['kept in any script', 'שלום עליכם \u200F', 'שלום עליכם \u200F'.trim()],
    ['kept where it looks like code', "'; drop table club; --", "'; drop table club; --"],
  ])('is %s', (_what, typed, title) => {
    expect(clean({ title: typed })).toEqual({ title })
  })

  test.each([
    ['NUL', 'a\u0000b'], ['a bell', 'a\u0007b'], ['an escape', '\u001B[31mred'], ['a C1 control', 'a\u0085b'], ['delete', 'a\u007Fb'], ['a tab', 'a\tb'], ['a line', 'a\nb'],
    ['half a character', 'a\uD800'], ['the other half', '\uDC00a'], ['a turned direction', 'invoice\u202Efdp.exe'], ['an isolate', 'a\u2066b\u2069'], ['a letter under a heap of marks', `a${'\u0301\u0316'.repeat(16)}`],
    ['nothing', ''], ['blanks alone', ' \u00A0\t\n '],
  ])('is refused for %s', (_what, title) => {
    expect(clean({ title })).toEqual(refusedAt('title'))
  })

  test('may hold lines where the column does, in one spelling', () => {
    expect(clean({ rules: 'one\r\ntwo\n\tthree' })).toEqual({ rules: 'one\ntwo\n\tthree' })
    expect(clean({ rules: 'one\u0000two' })).toEqual(refusedAt('rules'))
    expect(clean({ rules: 'one\rtwo' })).toEqual({ rules: 'one\ntwo' })
  })

  test('is measured in characters, not in halves of them', () => {
    expect(clean({ title: '\u{1F600}'.repeat(100) })).toEqual({ title: '\u{1F600}'.repeat(100) })
    expect(clean({ title: '\u{1F600}'.repeat(101) })).toEqual(refusedAt('title'))
    expect(clean({ title: 'x'.repeat(101) })).toEqual(refusedAt('title'))
    expect(clean({ title: ` ${'x'.repeat(100)} ` })).toEqual({ title: 'x'.repeat(100) })
  })
})

describe('what is left out, and what is cleared', () => {
  test('undefined leaves, null clears, empty clears, where that may be', () => {
    expect(clean({ title: undefined, rules: null, places: null })).toEqual({ title: undefined, rules: null, places: null })
    expect(clean({ rules: ' ' })).toEqual({ rules: null })
    expect(clean({ title: null })).toEqual(refusedAt('title'))
    expect(clean({ host: null, isOpen: null })).toEqual(refusedAt('host', 'isOpen'))
  })

  test('numbers are within their range', () => {
    expect(clean({ places: 1 })).toEqual({ places: 1 })
    expect(clean({ places: 100 })).toEqual({ places: 100 })
    for (const places of [0, -1, 101, 2 ** 31 - 1]) expect(clean({ places })).toEqual(refusedAt('places'))
  })

  test('a reason is ruled without a column', () => {
    expect(clean({ reason: ' Flood ', remark: '' })).toEqual({ reason: 'Flood', remark: null })
    expect(clean({ reason: ' ' })).toEqual(refusedAt('reason'))
    expect(clean({ reason: 'x'.repeat(501) })).toEqual(refusedAt('reason'))
  })

  test('a form hears of all its fields at once', () => {
    expect(clean({ title: '', rules: 'ok', places: 0, reason: 'a\u0000' })).toEqual(refusedAt('title', 'places', 'reason'))
  })

  test('what no column names is passed on untouched, and an input without rules whole', () => {
    expect(clean({ memberIds: ['a', 'b'], version: 3 }, PersonForm)).toEqual({ memberIds: ['a', 'b'], version: 3 })
    expect(clean({ anything: '\u0000' }, { name: 'Unruled' })).toEqual({ anything: '\u0000' })
  })
})

test('whatever is let through is whole, composed, trimmed and without controls; and clean stays as it is', () => {
  fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.constantFrom(' ', '\u0000', '\u202E', '\uD83D', '\u0301', 'e', '\n', '\u{1F600}'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 20 }), typed => {
    const answer = clean({ title: typed }) as { title?: string }
    if (answer.title === undefined) return
    expect(answer.title.isWellFormed()).toBe(true)
    expect(answer.title).toBe(answer.title.normalize('NFC').trim())
    expect(answer.title).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/)
    expect(clean({ title: answer.title })).toEqual({ title: answer.title })
  }))
})
