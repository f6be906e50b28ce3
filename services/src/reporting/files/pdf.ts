import { PDFDocument, ReadingDirection } from 'pdf-lib'
import { eachPart } from './document.ts'
import type { ByteSink, ReportDocument, ReportPart, Row, RowPage } from './document.ts'
import { embedFaces } from './pdf-face.ts'
import { PageStack } from './pdf-page.ts'
import { PdfTable } from './pdf-table.ts'
import { Typesetter } from './pdf-type.ts'
import { plainText } from './plain-text.ts'

const chunkSize = 256 * 1024

/**
 * A4 landscape for reading and printing: text and lines only, with the fonts embedded.
 * The pages are kept compressed until the end, because each of them says how many there are.
 */
export async function write(document: ReportDocument, pages: AsyncIterable<RowPage>, sink: ByteSink): Promise<void> {
  const pdf = await PDFDocument.create()
  describe(pdf, document)
  const faces = await embedFaces(pdf)
  const stack = new PageStack(pdf)
  const table = new PdfTable(document, new Typesetter(faces, document.direction), stack)
  await eachPart(document, pages, {
    open: (part: ReportPart) => table.open(part),
    rows: (rows: readonly Row[]) => table.add(rows),
    close: () => undefined,
  })
  table.finish()
  stack.close(faces)
  const bytes = await pdf.save({ addDefaultPage: false, updateFieldAppearances: false })
  for (let start = 0; start < bytes.length; start += chunkSize) {
    await sink(bytes.slice(start, start + chunkSize))
  }
}

function describe(pdf: PDFDocument, document: ReportDocument): void {
  const at = new Date(document.generatedAt)
  pdf.setTitle(plainText(document.title), { showInWindowTitleBar: true })
  pdf.setSubject(plainText(document.subtitle))
  pdf.setLanguage(document.locale)
  pdf.setCreator('Lectern')
  pdf.setProducer('Lectern')
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  if (document.direction === 'rtl') {
    pdf.catalog.getOrCreateViewerPreferences().setReadingDirection(ReadingDirection.R2L)
  }
}
