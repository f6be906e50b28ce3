import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PDFDict, PDFDocument, PDFName } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import type { ReportColumn, ReportDocument, Row } from './document.ts'
import { write } from './pdf.ts'
import { fileOf, formulas, sampleDocument, textColumns } from './report-sample.ts'

const reader = spawnSync('pdftotext', ['-v']).error ? null : 'pdftotext'
const readBack = reader ? it : it.skip
if (!reader) console.info('The text of PDF reports was not read back: pdftotext (poppler-utils) is not here.')

async function textOf(document: ReportDocument, ...parts: Row[][]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-pdf-'))
  try {
    const path = join(folder, 'report.pdf')
    await writeFile(path, await fileOf(write, document, ...parts))
    const { stdout } = await promisify(execFile)('pdftotext', ['-layout', '-enc', 'UTF-8', path, '-'], {
      maxBuffer: 64 * 1024 * 1024,
    })
    // It wraps what runs from right to left in marks of direction.
    return stdout.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').split('\f').slice(0, -1)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const typed: ReportColumn[] = [
  { key: 'title', title: 'Title', kind: 'text' },
  { key: 'startsAt', title: 'Starts', kind: 'instant' },
  { key: 'day', title: 'Day', kind: 'day' },
  { key: 'minutes', title: 'Minutes', kind: 'integer' },
  { key: 'mean', title: 'Mean', kind: 'decimal' },
  { key: 'present', title: 'Present', kind: 'percent' },
]

describe('a PDF report', () => {
  readBack('says what it is, and shows every kind of cell in the words of its language and zone', async () => {
    const rows = [['First aid', '2026-07-15T08:00:00Z', '2026-07-15', 1500, 2.5, 0.25]]
    const [page] = await textOf(sampleDocument(typed), rows)
    for (const text of ['Attendance in November', 'Northlight Training', '21 Nov 2026, 10:30', 'Africa/Cairo']) {
      expect(page).toContain(text)
    }
    expect(page).toMatch(/First aid\s+15 Jul 2026, 11:00\s+15 Jul 2026\s+1,500\s+2\.50\s+25\.0%/)
  })

  readBack('sets names of every script in reading order', async () => {
    const names = ['Łukasz Żółć', 'Nguyễn Thị Ánh', 'Иван Крылов', 'Ωμέγα Παπαδοπούλου', 'محمد عبد الرحمن', 'علی رضا', 'خالد (أ)']
    const [page] = await textOf(sampleDocument(textColumns('Name')), names.map((name) => [name]))
    // The reader turns each letter back but leaves brackets as they stand on paper.
    for (const name of names.slice(0, -1)) expect(page).toContain(name)
    expect(page).toContain('خالد')
  })

  readBack('runs from right to left where the document does, its first column on the right', async () => {
    const document = sampleDocument(textColumns('المدرب', 'Role'), { direction: 'rtl', locale: 'ar-EG', title: 'كشف المدربين' })
    const [page] = await textOf(document, [['محمد', 'Trainer']])
    expect(page).toContain('كشف المدربين')
    expect(page).toMatch(/Role\s+المدرب/)
    expect(page).toMatch(/Trainer\s+محمد/)
    expect(page).toMatch(/١ ?\/ ?١/)
  })

  readBack('repeats its headings and numbers its pages', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => [`Session number ${index + 1}`, 'x'])
    const pages = await textOf(sampleDocument(textColumns('Title', 'Note')), rows)
    expect(pages.length).toBeGreaterThan(3)
    pages.forEach((page, index) => {
      expect(page).toMatch(/Title\s+Note/)
      expect(page).toMatch(new RegExp(`${index + 1} ?/ ?${pages.length}`))
    })
    const all = pages.join('\n')
    for (const [title] of rows) expect(all).toMatch(new RegExp(`${title}\\s`))
  })

  readBack('cuts what no table can hold, and shows that it did', async () => {
    const long = ['word '.repeat(2_000), 'x'.repeat(10_000), 'كلمة '.repeat(2_000), 'a\n'.repeat(5_000)]
    const pages = await textOf(sampleDocument(textColumns('A', 'B')), long.map((text) => [text, 'after']))
    const text = pages.join('\n')
    expect(text.match(/…/g)).toHaveLength(long.length)
    expect(text.match(/after/g)).toHaveLength(long.length)
    expect(pages.length).toBeLessThan(4)
  })

  readBack('shows formulas and unknown scripts as what they are', async () => {
    const rows = [...formulas, 'unknown 日本語'].map((text) => [text])
    const text = (await textOf(sampleDocument(textColumns('A')), rows)).join('\n')
    expect(text).toContain('=HYPERLINK("http://evil.example","click")')
    expect(text).toContain('unknown \ufffd\ufffd\ufffd')
  })

  it('has its fonts in itself, tells its language, and holds neither scripts nor links', async () => {
    const rows = [['https://example.org', 'javascript:alert(1)'], ['محمد', 'x']]
    const pdf = await PDFDocument.load(await fileOf(write, sampleDocument(textColumns('A', 'B')), rows), { updateMetadata: false })
    expect(pdf.getTitle()).toBe('Attendance in November')
    expect(pdf.catalog.get(PDFName.of('Lang'))?.toString()).toBe('(en-GB)')
    const names = new Set<string>()
    const kinds = new Set<string>()
    for (const [, object] of pdf.context.enumerateIndirectObjects()) {
      if (!(object instanceof PDFDict)) continue
      for (const key of object.keys()) names.add(key.asString())
      kinds.add(String(object.get(PDFName.of('Type'))))
    }
    for (const key of ['/Annots', '/OpenAction', '/AA', '/JS', '/URI', '/Names', '/AcroForm', '/EmbeddedFiles']) {
      expect(names).not.toContain(key)
    }
    expect(names).toContain('/FontFile2')
    expect(kinds).toContain('/FontDescriptor')
  })

  it('stands with no rows, no columns and more columns than the paper is wide', async () => {
    const many = textColumns(...Array.from({ length: 60 }, (_, index) => `Column${index}`))
    const parts = [{ name: 'Nothing', columns: [] }, { name: 'Many', columns: many }]
    const file = await fileOf(write, sampleDocument([], { parts }), [], [many.map(() => 'some words')])
    expect((await PDFDocument.load(file)).getPageCount()).toBe(1)
  })
})
