/** What a writer needs to know of a report. Plain data: it crosses into a worker thread. */
export interface ReportDocument {
  title: string
  subtitle: string
  /** ISO instant. */
  generatedAt: string
  /** IANA name; every instant of the report is shown in this zone. */
  timeZone: string
  /** BCP 47. */
  locale: string
  direction: 'ltr' | 'rtl'
  parts: ReportPart[]
}

export interface ReportPart {
  name: string
  columns: ReportColumn[]
}

export interface ReportColumn {
  key: string
  title: string
  kind: ColumnKind
  /** In characters, as spreadsheets count it. */
  width?: number
}

/** An instant is an ISO instant, a day is YYYY-MM-DD, a percent is a share from 0 to 1. */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'instant' | 'day' | 'percent'

export type Cell = string | number | null
export type Row = readonly Cell[]

/** Some rows of one part. Pages come in the order of the parts; a part without rows has no page. */
export interface RowPage {
  part: number
  rows: readonly Row[]
}

/** Takes bytes of the file in order; the writer waits for each before it makes more. */
export type ByteSink = (bytes: Uint8Array) => Promise<void>

export type ReportFileFormat = 'csv' | 'xlsx' | 'pdf'

export type ReportWriter = (document: ReportDocument, pages: AsyncIterable<RowPage>, sink: ByteSink) => Promise<void>

interface PartHandler {
  open(part: ReportPart): void | Promise<void>
  rows(rows: readonly Row[], part: ReportPart): void | Promise<void>
  close(part: ReportPart): void | Promise<void>
}

/** Leads a writer through the parts in order, so that a part without rows still gets its heading. */
export async function eachPart(
  document: ReportDocument,
  pages: AsyncIterable<RowPage>,
  handler: PartHandler,
): Promise<void> {
  let current = -1
  const moveTo = async (next: number) => {
    while (current < next) {
      const left = document.parts[current]
      if (left) await handler.close(left)
      current += 1
      const entered = document.parts[current]
      if (entered) await handler.open(entered)
    }
  }
  await moveTo(0)
  for await (const page of pages) {
    const part = document.parts[page.part]
    if (!part || page.part < current) throw new Error(`Rows of part ${page.part} came after part ${current}`)
    await moveTo(page.part)
    await handler.rows(page.rows, part)
  }
  await moveTo(document.parts.length)
}

const defaultWidth: Record<ColumnKind, number> = {
  text: 24,
  integer: 10,
  decimal: 12,
  instant: 18,
  day: 12,
  percent: 10,
}

export function columnWidth(column: ReportColumn): number {
  return column.width ?? defaultWidth[column.kind]
}

/** A file that leaves the house must say by which clock its times are meant. */
export function headingWithZone(column: ReportColumn, document: ReportDocument): string {
  return column.kind === 'instant' ? `${column.title} (${document.timeZone})` : column.title
}
