import { once } from 'node:events'
import { Writable } from 'node:stream'
import exceljs from 'exceljs'
import type { stream as excelStream, Column, Worksheet } from 'exceljs'
import { columnWidth, eachPart, headingWithZone } from './document.ts'
import type { ByteSink, Cell, ColumnKind, ReportDocument, ReportPart, Row, RowPage } from './document.ts'
import { firstCharacters, plainText } from './plain-text.ts'
import { dayAsUtc, ZoneClock } from './zone-clock.ts'

/** What Excel can hold: a longer sheet goes on in the next one, a longer text is cut. */
const rowLimit = 1_048_576
const textLimit = 32_767
const rowsBetweenPauses = 500

// '@' is the format of text: a cell that says "=1+1" stays text even when somebody edits it.
const numberFormat: Record<ColumnKind, string> = {
  text: '@',
  integer: '0',
  decimal: '0.00',
  percent: '0.0%',
  instant: 'yyyy-mm-dd hh:mm',
  day: 'yyyy-mm-dd',
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
    highWaterMark: 256 * 1024,
    write: (chunk: Buffer, _encoding, done) => {
      sink(new Uint8Array(chunk)).then(() => done(), done)
    },
  })
}

function openWorkbook(document: ReportDocument, stream: Writable): excelStream.xlsx.WorkbookWriter {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 3 } },
  })
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
  private rowCount = 0
  private columnCount = 0

  constructor(workbook: excelStream.xlsx.WorkbookWriter, document: ReportDocument) {
    this.workbook = workbook
    this.document = document
    this.clock = new ZoneClock(document.timeZone)
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
      style: { numFmt: numberFormat[column.kind], font: { color: ink }, alignment: { vertical: 'top' } },
    }))
    this.rowCount = 1
    this.columnCount = part.columns.length
    styleHeader(this.sheet, this.columnCount)
  }

  async add(rows: readonly Row[], part: ReportPart): Promise<void> {
    for (let index = 0; index < rows.length; index++) {
      if (this.rowCount >= rowLimit) {
        this.close()
        this.open(part)
      }
      this.sheet!.addRow(rows[index]!.map((cell, column) => this.value(cell, part.columns[column]!.kind))).commit()
      this.rowCount += 1
      if (index % rowsBetweenPauses === rowsBetweenPauses - 1) await untilZipped(this.sheet!)
    }
    await untilZipped(this.sheet!)
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

  /** Only strings, finite numbers and dates: never an object, which exceljs could read as a formula or a link. */
  private value(cell: Cell, kind: ColumnKind): string | number | Date | null {
    if (cell === null) return null
    if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
    if (kind === 'instant') return this.clock.local(cell) ?? sheetText(cell)
    if (kind === 'day') return dayAsUtc(cell) ?? sheetText(cell)
    return sheetText(cell)
  }
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

/**
 * exceljs answers `true` to every write and lets its buffers grow. The stream that it feeds into the
 * archive knows better, so rows wait for it: memory then depends on the buffers, not on the report.
 */
async function untilZipped(sheet: Worksheet): Promise<void> {
  const { stream } = sheet as Worksheet & { stream?: { pipes?: Writable[] } }
  const pipe = stream?.pipes?.[0]
  if (pipe?.writableNeedDrain) await once(pipe, 'drain')
  else await new Promise(setImmediate)
}

function sheetText(value: string): string {
  return firstCharacters(escapeCodes(plainText(value)), textLimit)
}

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
