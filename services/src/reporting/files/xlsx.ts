import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import type { stream as excelStream, Column, Style, Worksheet } from 'exceljs'
import { columnWidth, eachPart, headingWithZone } from './document.ts'
import type { ByteSink, Cell, ColumnKind, ReportDocument, ReportPart, Row, RowPage } from './document.ts'
import { firstCharacters, plainText } from './plain-text.ts'
import { dayAsUtc, ZoneClock } from './zone-clock.ts'

// The whole of exceljs, with its readers, takes a quarter of a second to load, and every report is a new thread.
const WorkbookWriter = createRequire(import.meta.url)(
  'exceljs/lib/stream/xlsx/workbook-writer.js',
) as typeof excelStream.xlsx.WorkbookWriter

/** What Excel can hold: a longer sheet goes on in the next one, a longer text is cut. */
const rowLimit = 1_048_576
const textLimit = 32_767
const chunkSize = 64 * 1024

/** Excel counts days from 1900 and knows none before. */
const daysBefore1970 = 25_569

// '@' is the format of text: a cell that says "=1+1" stays text even when somebody edits it.
const numberFormat: Record<ColumnKind, string> = {
  text: '@',
  integer: '0',
  decimal: '0.00',
  percent: '0.0%',
  instant: 'yyyy-mm-dd hh:mm',
  day: 'yyyy-mm-dd',
}

/**
 * exceljs opens and closes the workbook and its sheets; the rows between are written here, straight into the sheet's
 * stream, because its objects for rows, cells and styles take four times as long. These parts of it are not in its types.
 */
interface SheetInternals {
  stream: { uncork(): void; pipes: Writable[] }
}

interface WorkbookInternals {
  styles: { addStyleModel(style: Partial<Style>): number }
}

const ink = { argb: 'FF10211D' }
const pine = { argb: 'FF14483D' }

export async function write(document: ReportDocument, pages: AsyncIterable<RowPage>, sink: ByteSink): Promise<void> {
  const file = sinkStream(sink)
  const failed = once(file, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => undefined)
  const workbook = openWorkbook(document, file)
  const sheets = new SheetSequence(workbook, document)
  const written = async () => {
    await eachPart(document, pages, {
      open: (part) => sheets.open(part),
      rows: (rows, part) => sheets.add(rows, part),
      close: () => sheets.close(),
    })
    await workbook.commit()
    if (!file.writableFinished) await once(file, 'finish')
  }
  // exceljs does not hear of a failing stream and would wait for it for ever.
  await Promise.race([written(), failed])
}

function sinkStream(sink: ByteSink): Writable {
  return new Writable({
    highWaterMark: 64 * 1024,
    write: (chunk: Buffer, _encoding, done) => {
      sink(new Uint8Array(chunk)).then(() => done(), done)
    },
  })
}

function openWorkbook(document: ReportDocument, stream: Writable): excelStream.xlsx.WorkbookWriter {
  // Without the mark the archive holds back megabytes before it lets anybody wait.
  const zip = { zlib: { level: 3 }, highWaterMark: 64 * 1024 }
  const workbook = new WorkbookWriter({ stream, useStyles: true, useSharedStrings: false, zip })
  workbook.creator = 'Lectern'
  workbook.lastModifiedBy = 'Lectern'
  workbook.title = plainText(document.title)
  workbook.subject = plainText(document.subtitle)
  workbook.created = new Date(document.generatedAt)
  workbook.modified = new Date(document.generatedAt)
  return workbook
}

/** The sheets of a workbook, one after another; a part with more rows than a sheet holds takes several. */
class SheetSequence {
  private readonly workbook: excelStream.xlsx.WorkbookWriter
  private readonly document: ReportDocument
  private readonly clock: ZoneClock
  private readonly names = new Set<string>()
  private sheet: Worksheet | null = null
  private letters: string[] = []
  private readonly styles: Record<ColumnKind, number>
  private rowCount = 0
  private columnCount = 0
  private above: { cell: Cell; xml: string }[] = []

  constructor(workbook: excelStream.xlsx.WorkbookWriter, document: ReportDocument) {
    this.workbook = workbook
    this.document = document
    this.clock = new ZoneClock(document.timeZone)
    this.styles = cellStyles(workbook)
  }

  open(part: ReportPart): void {
    this.sheet = this.workbook.addWorksheet(sheetName(part.name, this.names), {
      views: [{ state: 'frozen', ySplit: 1, rightToLeft: this.document.direction === 'rtl' }],
      pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    })
    const headings = part.columns.map((column) => plainText(headingWithZone(column, this.document)))
    this.sheet.columns = part.columns.map((column, index): Partial<Column> => ({
      header: headings[index]!,
      width: Math.min(80, Math.max(columnWidth(column), headings[index]!.length + 4)),
    }))
    this.rowCount = 1
    this.columnCount = part.columns.length
    this.above = []
    this.letters = part.columns.map((_, index) => this.sheet!.getColumn(index + 1).letter)
    styleHeader(this.sheet, this.columnCount)
  }

  async add(rows: readonly Row[], part: ReportPart): Promise<void> {
    let xml = ''
    for (const row of rows) {
      if (this.rowCount >= rowLimit) {
        await this.send(xml)
        xml = ''
        this.close()
        this.open(part)
      }
      this.rowCount += 1
      xml += this.rowXml(row, part)
      if (xml.length >= chunkSize) {
        await this.send(xml)
        xml = ''
      }
    }
    await this.send(xml)
  }

  close(): void {
    if (!this.sheet) return
    if (this.columnCount > 0) {
      this.sheet.autoFilter = {
        from: { row: 1, column: 1 },
        to: { row: this.rowCount, column: this.columnCount },
      }
    }
    this.sheet.commit()
    this.sheet = null
  }

  private rowXml(row: Row, { columns }: ReportPart): string {
    let cells = ''
    for (let index = 0; index < columns.length; index++) {
      const content = this.contentXml(row[index] ?? null, index, columns[index]!.kind)
      if (content !== '') cells += `<c r="${this.letters[index]}${this.rowCount}" ${content}</c>`
    }
    return `<row r="${this.rowCount}">${cells}</row>`
  }

  /** A cell without its place. What stands in the cell above is often the same: all who came to one session name it. */
  private contentXml(cell: Cell, index: number, kind: ColumnKind): string {
    const above = this.above[index]
    if (above?.cell === cell) return above.xml
    const xml = this.newContentXml(cell, kind)
    this.above[index] = { cell, xml }
    return xml
  }

  private newContentXml(cell: Cell, kind: ColumnKind): string {
    if (cell === null) return ''
    const number = this.serial(cell, kind)
    if (number !== null) return `s="${this.styles[kind]}"><v>${number}</v>`
    return typeof cell === 'string' ? `s="${this.styles[kind]}" t="inlineStr"><is>${textXml(cell)}</is>` : ''
  }

  /** What Excel keeps as a number: numbers, and times as days since 1900. Everything else is text, whatever it says. */
  private serial(cell: string | number, kind: ColumnKind): number | null {
    if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
    const date = kind === 'instant' ? this.clock.local(cell) : kind === 'day' ? dayAsUtc(cell) : null
    if (!date) return null
    const days = date.getTime() / 86_400_000 + daysBefore1970
    return days >= 1 ? days : null
  }

  /**
   * exceljs's own stream answers `true` to every write and lets its buffers grow. The one behind it, which leads into
   * the archive, says when it is full, so rows wait for it: memory then depends on the buffers, not on the report.
   */
  private async send(xml: string): Promise<void> {
    if (xml === '') return
    const { stream } = this.sheet as unknown as SheetInternals
    const archive = stream.pipes[0]
    if (!archive) throw new Error('The sheet is not connected to its archive')
    stream.uncork() // hands on what exceljs wrote before the rows
    if (!archive.write(xml)) await once(archive, 'drain')
  }
}

function cellStyles(workbook: excelStream.xlsx.WorkbookWriter): Record<ColumnKind, number> {
  const { styles } = workbook as unknown as WorkbookInternals
  const kinds = Object.entries(numberFormat).map(([kind, numFmt]) => {
    const style: Partial<Style> = { numFmt, font: { color: ink }, alignment: { vertical: 'top' } }
    return [kind, styles.addStyleModel(style)]
  })
  return Object.fromEntries(kinds)
}

function styleHeader(sheet: Worksheet, columnCount: number): void {
  const row = sheet.getRow(1)
  for (let column = 1; column <= columnCount; column++) {
    const cell = row.getCell(column)
    cell.numFmt = '@'
    cell.font = { bold: true, color: pine }
    cell.border = { bottom: { style: 'thin', color: pine } }
  }
  row.commit()
}

function textXml(value: string): string {
  const text = firstCharacters(escapeCodes(plainText(value)), textLimit)
  const escaped = /[<>&]/.test(text) ? text.replace(/[<>&]/g, (character) => entities[character]!) : text
  return `<t xml:space="preserve">${escaped}</t>`
}

const entities: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' }

// Excel reads _x0041_ inside a text as the character of that code; the underscore escaped says it is meant as it stands.
function escapeCodes(text: string): string {
  return text.includes('_x') ? text.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_') : text
}

/** A name that Excel accepts: at most 31 characters, none of []:*?/\, no apostrophe at an end, no twin. */
export function sheetName(name: string, taken: Set<string>): string {
  const cleaned = plainText(name).replace(/[[\]:*?/\\\n]/g, ' ').replace(/^[\s']+|[\s']+$/g, '')
  const base = firstCharacters(cleaned || 'Sheet', 31)
  let candidate = base
  for (let number = 2; taken.has(candidate.toLowerCase()); number++) {
    const suffix = ` (${number})`
    candidate = firstCharacters(base, 31 - suffix.length) + suffix
  }
  taken.add(candidate.toLowerCase())
  return candidate
}
