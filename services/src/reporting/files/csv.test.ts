import { describe, expect, it } from 'vitest'
import { write } from './csv.ts'
import type { ReportColumn } from './document.ts'
import { fileOf, formulas, sampleDocument, textColumns } from './report-sample.ts'

/** RFC 4180 to the letter: what it does not allow throws. */
function strictlyParsed(file: Buffer, separator = ','): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
  if (!text.startsWith('\ufeff')) throw new Error('No byte order mark')
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r\\n)`, 'y')
  const records: string[][] = [[]]
  field.lastIndex = 1
  while (field.lastIndex < text.length) {
    const at = field.lastIndex
    const match = field.exec(text)
    if (!match) throw new Error(`Not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`)
    records.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2]!)
    if (match[3] === '\r\n') records.push([])
  }
  return records.slice(0, -1)
}

const typed: ReportColumn[] = [
  { key: 'title', title: 'Title', kind: 'text' },
  { key: 'startsAt', title: 'Starts', kind: 'instant' },
  { key: 'day', title: 'Day', kind: 'day' },
  { key: 'minutes', title: 'Minutes', kind: 'integer' },
  { key: 'present', title: 'Present', kind: 'percent' },
]

describe('a CSV report', () => {
  it('holds every kind of cell, and says in which zone its times are', async () => {
    const rows = [
      ['First aid', '2026-01-15T08:00:00Z', '2026-01-15', 90, 1 / 3],
      ['In summer', '2026-07-15T08:00:00.000Z', '2026-07-15', -5, 1],
      [null, null, null, null, null],
    ]
    expect(strictlyParsed(await fileOf(write, sampleDocument(typed), rows))).toEqual([
      ['Title', 'Starts (Africa/Cairo)', 'Day', 'Minutes', 'Present'],
      ['First aid', '2026-01-15 10:00', '2026-01-15', '90', '0.333333'],
      ['In summer', '2026-07-15 11:00', '2026-07-15', '-5', '1'],
      ['', '', '', '', ''],
    ])
  })

  it('keeps quotes, separators, line ends and every script', async () => {
    const texts = ['a "b" c', 'one,two', 'one;two', 'one\r\ntwo\rthree', 'محمد', 'Ωμέγα', 'Иван', '日本', '👩‍🏫', "O'Hara"]
    const records = strictlyParsed(await fileOf(write, sampleDocument(textColumns('A', 'B')), texts.map((text) => [text, 'x'])))
    const kept = texts.map((text) => text.replace(/\r\n?/g, '\n'))
    expect(records.slice(1)).toEqual(kept.map((text) => [text, 'x']))
  })

  it('removes control characters and mends broken surrogates', async () => {
    const texts = ['a\u0000b\u0007c', 'tab\there', 'x\u001by', 'half \ud800', 'over\u202eride']
    const records = strictlyParsed(await fileOf(write, sampleDocument(textColumns('A')), texts.map((text) => [text])))
    expect(records.slice(1).flat()).toEqual(['abc', 'tab here', 'xy', 'half \ufffd', 'override'])
  })

  it.each(formulas)('lets no spreadsheet calculate %j', async (formula) => {
    const document = sampleDocument([...textColumns(formula), { key: 'n', title: 'N', kind: 'integer' }])
    const [head, row] = strictlyParsed(await fileOf(write, document, [[formula, formula]]))
    for (const cell of [head![0]!, ...row!]) expect(cell).toMatch(/^'/)
  })

  it('lets none that separates by semicolons do so either', async () => {
    const texts = ['a;=1+1', 'a\n=1+1', 'a; \u200b@SUM(1)', 'a;b;-1']
    const file = await fileOf(write, sampleDocument(textColumns('A', 'B')), texts.map((text) => ['x', text]))
    for (const cell of file.toString().slice(1).split(/[;\r\n]+/)) expect(cell).not.toMatch(/^"?\s*[\u200b]?[=+@-]/)
  })

  it('leaves alone what only looks dangerous', async () => {
    const texts = ["a=b", '2026-01-01', "'quoted'", 'a - b', 'me@example.org', '1+1']
    const records = strictlyParsed(await fileOf(write, sampleDocument(textColumns('A')), texts.map((text) => [text])))
    expect(records.slice(1).flat()).toEqual(texts)
  })

  it('puts its parts below each other, those without rows as well', async () => {
    const parts = ['Held', 'Coming', 'Cancelled'].map((name) => ({ name, columns: textColumns('Title') }))
    const document = sampleDocument([], { parts })
    const records = strictlyParsed(await fileOf(write, document, [['a']], [], [['b'], ['c']]))
    expect(records.map((record) => record[0])).toEqual(
      ['Held', 'Title', 'a', '', 'Coming', 'Title', '', 'Cancelled', 'Title', 'b', 'c'],
    )
  })

  it('refuses rows of a part that is not there or is over', async () => {
    const document = sampleDocument(textColumns('A'))
    await expect(fileOf(write, document, [], [['lost']])).rejects.toThrow('part 1')
  })
})
