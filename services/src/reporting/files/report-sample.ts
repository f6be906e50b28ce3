import type { ReportColumn, ReportDocument, ReportWriter, Row, RowPage } from './document.ts'

/** A document of one part or several, for the tests of the writers. */
export function sampleDocument(columns: ReportColumn[], changes: Partial<ReportDocument> = {}): ReportDocument {
  return {
    title: 'Attendance in November',
    subtitle: 'Northlight Training',
    generatedAt: '2026-11-21T08:30:00Z',
    timeZone: 'Africa/Cairo',
    locale: 'en-GB',
    direction: 'ltr',
    parts: [{ name: 'Sessions', columns }],
    ...changes,
  }
}

export function textColumns(...titles: string[]): ReportColumn[] {
  return titles.map((title) => ({ key: title.toLowerCase(), title, kind: 'text' }))
}

export async function* pagesOf(...parts: Row[][]): AsyncGenerator<RowPage> {
  for (const [part, rows] of parts.entries()) {
    for (let start = 0; start < rows.length; start += 100) yield { part, rows: rows.slice(start, start + 100) }
  }
}

/** The whole file that a writer makes of these rows, one array of them per part. */
export async function fileOf(write: ReportWriter, document: ReportDocument, ...parts: Row[][]): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  await write(document, pagesOf(...parts), async (bytes) => {
    chunks.push(bytes)
  })
  return Buffer.concat(chunks)
}

/** What spreadsheets are known to take for a formula, and text beside it that merely looks like it. */
export const formulas: readonly string[] = [
  '=1+1',
  '=HYPERLINK("http://evil.example","click")',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u00a0=1+1',
  '\u200b=1+1',
  '\u0000=1+1',
  '\u001b=1+1',
  '\u202e=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '\u22121',
]
