import exceljs from 'exceljs'
import { describe, expect, it } from 'vitest'
import type { ReportColumn } from './document.ts'
import { fileOf, formulas, sampleDocument, textColumns } from './report-sample.ts'
import { sheetName, write } from './xlsx.ts'

async function opened(file: Buffer): Promise<exceljs.Workbook> {
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(new Uint8Array(file).buffer)
  return workbook
}

const typed: ReportColumn[] = [
  { key: 'title', title: 'Title', kind: 'text', width: 40 },
  { key: 'startsAt', title: 'Starts', kind: 'instant' },
  { key: 'day', title: 'Day', kind: 'day' },
  { key: 'minutes', title: 'Minutes', kind: 'integer' },
  { key: 'present', title: 'Present', kind: 'percent' },
]

describe('an XLSX report', () => {
  it('holds strings as strings, numbers as numbers and times as dates of the zone', async () => {
    const rows = [
      ['First aid', '2026-01-15T08:00:00Z', '2026-01-15', 90, 0.25],
      ['007', '2026-07-15T08:00:00Z', null, -5, null],
    ]
    const sheet = (await opened(await fileOf(write, sampleDocument(typed), rows))).getWorksheet('Sessions')!
    expect(sheet.getRow(1).values).toEqual([undefined, 'Title', 'Starts (Africa/Cairo)', 'Day', 'Minutes', 'Present'])
    expect(sheet.getRow(2).values).toEqual(
      [undefined, 'First aid', new Date('2026-01-15T10:00:00Z'), new Date('2026-01-15T00:00:00Z'), 90, 0.25],
    )
    expect(sheet.getCell('A3').value).toBe('007')
    expect(sheet.getCell('B3').value).toEqual(new Date('2026-07-15T11:00:00Z'))
    expect(sheet.getCell('C3').value).toBeNull()
    expect(['A2', 'B2', 'C2', 'D2', 'E2'].map((address) => sheet.getCell(address).numFmt)).toEqual(
      ['@', 'yyyy-mm-dd hh:mm', 'yyyy-mm-dd', '0', '0.0%'],
    )
  })

  it('keeps its heading in sight, filters, and has widths', async () => {
    const file = await fileOf(write, sampleDocument(typed), [['a', null, null, 1, 1], ['b', null, null, 1, 1]])
    const sheet = (await opened(file)).getWorksheet('Sessions')!
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1, rightToLeft: false })
    expect(sheet.autoFilter).toBe('A1:E3')
    expect(sheet.getColumn(1).width).toBe(40)
    expect(sheet.getCell('A1').font.bold).toBe(true)
  })

  it('runs from right to left where the document does', async () => {
    const document = sampleDocument(textColumns('الاسم'), { direction: 'rtl', locale: 'ar-EG' })
    const sheet = (await opened(await fileOf(write, document, [['محمد']]))).worksheets[0]!
    expect(sheet.views[0]).toMatchObject({ rightToLeft: true })
    expect(sheet.getCell('A2').value).toBe('محمد')
  })

  it('has one sheet per part, those without rows as well, and says what it is', async () => {
    const parts = ['Held', 'Coming', 'Held'].map((name) => ({ name, columns: textColumns('Title') }))
    const workbook = await opened(await fileOf(write, sampleDocument([], { parts }), [['a']], [], [['b']]))
    expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual(
      [['Held', 2], ['Coming', 1], ['Held (2)', 2]],
    )
    expect(workbook.title).toBe('Attendance in November')
    expect(workbook.created).toEqual(new Date('2026-11-21T08:30:00Z'))
  })

  it.each(formulas)('holds %j as text', async (formula) => {
    const columns: ReportColumn[] = [...textColumns(formula), { key: 'n', title: 'N', kind: 'integer' }]
    const sheet = (await opened(await fileOf(write, sampleDocument(columns), [[formula, formula]]))).worksheets[0]!
    for (const address of ['A1', 'A2', 'B2']) {
      expect(sheet.getCell(address).type).toBe(exceljs.ValueType.String)
      expect(sheet.getCell(address).formula).toBeUndefined()
    }
    expect(sheet.getCell('A2').numFmt).toBe('@')
  })

  it('keeps what is special in XML or in Excel, and cuts what Excel could not open', async () => {
    const texts = ['<b>&amp;"\'</b>', ' two  spaces ', 'one\ntwo', ']]>', '👩‍🏫', 'a\u0001\u0008b\ufffe']
    const rows = [...texts, 'x'.repeat(40_000), '_x0041_'].map((text) => [text])
    const sheet = (await opened(await fileOf(write, sampleDocument(textColumns('A')), rows))).worksheets[0]!
    const read = rows.map((_, index) => sheet.getCell(index + 2, 1).value)
    expect(read.slice(0, 5)).toEqual(texts.slice(0, 5))
    expect(read[5]).toBe('ab')
    expect(read[6]).toHaveLength(32_767)
    expect(read[7]).toBe('_x005F_x0041_')
  })

  it('names its sheets as Excel allows', () => {
    const taken = new Set<string>()
    expect(sheetName("'a/b:c*[d]?\\'", taken)).toBe('a b c  d')
    expect(sheetName('x'.repeat(40), taken)).toBe('x'.repeat(31))
    expect(sheetName('X'.repeat(40), taken)).toBe(`${'X'.repeat(27)} (2)`)
    expect(sheetName('', taken)).toBe('Sheet')
  })
})
