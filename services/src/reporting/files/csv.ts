import { eachPart, headingWithZone } from './document.ts'
import type { ByteSink, Cell, ReportColumn, ReportDocument, Row, RowPage } from './document.ts'
import { plainText } from './plain-text.ts'
import { ZoneClock } from './zone-clock.ts'

const chunkSize = 128 * 1024
const byteOrderMark = '\ufeff'
const lineEnd = '\r\n'

/**
 * RFC 4180 in UTF-8, with the byte order mark without which Excel takes it for Latin-1.
 * One part after another: a blank line between, and its name above it where there are several.
 */
export async function write(document: ReportDocument, pages: AsyncIterable<RowPage>, sink: ByteSink): Promise<void> {
  const clock = new ZoneClock(document.timeZone)
  const out = new CsvOutput(sink)
  const several = document.parts.length > 1
  let first = true
  out.add(byteOrderMark)
  await eachPart(document, pages, {
    open: async (part) => {
      if (!first) out.add(lineEnd)
      first = false
      if (several) out.add(textField(part.name) + lineEnd)
      out.add(part.columns.map((column) => textField(headingWithZone(column, document))).join(',') + lineEnd)
    },
    rows: async (rows, part) => {
      for (const row of rows) {
        out.add(line(row, part.columns, clock))
        if (out.full) await out.flush()
      }
    },
    close: () => undefined,
  })
  await out.flush()
}

class CsvOutput {
  private text = ''
  private readonly encoder = new TextEncoder()
  private readonly sink: ByteSink

  constructor(sink: ByteSink) {
    this.sink = sink
  }

  get full(): boolean {
    return this.text.length >= chunkSize
  }

  add(text: string): void {
    this.text += text
  }

  async flush(): Promise<void> {
    if (this.text === '') return
    const bytes = this.encoder.encode(this.text)
    this.text = ''
    await this.sink(bytes)
  }
}

function line(row: Row, columns: readonly ReportColumn[], clock: ZoneClock): string {
  let text = ''
  for (let index = 0; index < columns.length; index++) {
    if (index > 0) text += ','
    text += field(row[index] ?? null, columns[index]!, clock)
  }
  return text + lineEnd
}

function field(cell: Cell, column: ReportColumn, clock: ZoneClock): string {
  if (cell === null) return ''
  // A number is written by us digit by digit, so its minus begins no formula.
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(rounded(cell)) : ''
  if (column.kind === 'instant') {
    const local = clock.local(cell)
    if (local) return local.toISOString().slice(0, 16).replace('T', ' ')
  }
  return textField(cell)
}

// 0.1 + 0.2 shall not show how computers count; six decimals of a share are more than anybody measured.
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6
}

function textField(value: string): string {
  const text = defuseFormula(plainText(value), value)
  return /[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const ignored = '\\s\\u00ad\\u180e\\u200b-\\u200f\\u2060-\\u2064\\ufeff'
// = + - @ as ASCII, full width, small and superscript forms, and the true minus sign.
const operator = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u207a\\u207b\\u2212'
const formulaAtStart = new RegExp(`^[${ignored}]*[${operator}]`)
// A spreadsheet that separates by semicolons, as many countries set it, would begin a new cell here.
const formulaInside = new RegExp(`([;\\n])(?=[${ignored}]*[${operator}])`, 'g')

/** An apostrophe before whatever a spreadsheet could take for a formula: it then stays text. */
function defuseFormula(text: string, original: string): string {
  const startsWithControl = /^[\t\r\n]/.test(original)
  const inside = text.includes(';') || text.includes('\n') ? text.replace(formulaInside, "$1'") : text
  return startsWithControl || formulaAtStart.test(text) ? `'${inside}` : inside
}
