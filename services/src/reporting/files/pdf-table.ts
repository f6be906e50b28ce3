import { CellWords } from './cell-words.ts'
import type { ReportColumn, ReportDocument, ReportPart, Row } from './document.ts'
import { columnsAcross } from './pdf-columns.ts'
import type { ColumnBox } from './pdf-columns.ts'
import { contentWidth, PageCanvas, paper } from './pdf-page.ts'
import type { Alignment, Colour, PageStack } from './pdf-page.ts'
import type { TextLine, Typesetter, TypeStyle } from './pdf-type.ts'

const ink: Colour = [0x10 / 255, 0x21 / 255, 0x1d / 255]
const ink2: Colour = [0x46 / 255, 0x56 / 255, 0x50 / 255]
const ink3: Colour = [0x5a / 255, 0x69 / 255, 0x63 / 255]
const pine: Colour = [0x14 / 255, 0x48 / 255, 0x3d / 255]
const hairline: Colour = [0xdf / 255, 0xe5 / 255, 0xe0 / 255]

const titleStyle: TypeStyle = { weight: 'semibold', size: 18 }
const subtitleStyle: TypeStyle = { weight: 'regular', size: 9.5 }
const partStyle: TypeStyle = { weight: 'semibold', size: 11 }
const headingStyle: TypeStyle = { weight: 'semibold', size: 8 }
const cellStyle: TypeStyle = { weight: 'regular', size: 8.5 }
const footStyle: TypeStyle = { weight: 'regular', size: 7.5 }

const leading = 11.5
const padding = 4
const cellLines = 12
const headingLines = 3
const top = paper.height - paper.margin
const bottom = paper.margin + 28

/** Sets parts as tables over as many pages as they need, each page with its column headings. */
export class PdfTable {
  private readonly document: ReportDocument
  private readonly type: Typesetter
  private readonly stack: PageStack
  private readonly words: CellWords
  private readonly canvas: PageCanvas
  private columns: ColumnBox[] = []
  private y = top

  constructor(document: ReportDocument, type: Typesetter, stack: PageStack) {
    this.document = document
    this.type = type
    this.stack = stack
    this.words = new CellWords(document)
    this.canvas = new PageCanvas(type, document.direction)
    this.drawTitle()
  }

  open(part: ReportPart): void {
    this.columns = columnsAcross(part.columns, (word) => this.type.width(word, headingStyle))
    const needed = 24 + this.headingHeight() + 3 * (leading + 2 * padding)
    if (this.y - needed < bottom) this.turnPage()
    this.y -= 22
    this.line(part.name, partStyle, pine, this.y)
    this.y -= 8
    this.drawHeadings()
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) this.drawRow(row)
  }

  finish(): void {
    this.turnPage()
    const count = this.stack.length
    this.stack.overlay((number) => this.foot(number, count))
  }

  private drawTitle(): void {
    this.y -= 15
    this.line(this.document.title, titleStyle, ink, this.y)
    this.y -= 16
    const { subtitle, generatedAt, timeZone } = this.document
    const facts = [subtitle, this.words.instantWords(generatedAt), timeZone].filter((fact) => fact !== '')
    this.line(facts.join('  ·  '), subtitleStyle, ink2, this.y)
    this.y -= 8
  }

  private drawRow(row: Row): void {
    const cells = this.columns.map((box, index) => this.cellLines(box, this.words.words(row[index] ?? null, box.column)))
    const height = rowHeight(cells)
    if (this.y - height < bottom) {
      this.turnPage()
      this.drawHeadings()
    }
    this.drawCells(cells, cellStyle, ink)
    this.y -= height
    this.canvas.rule(0, this.y, contentWidth, 0.5, hairline)
  }

  private drawHeadings(): void {
    const cells = this.headings()
    this.drawCells(cells, headingStyle, ink2)
    this.y -= rowHeight(cells)
    this.canvas.rule(0, this.y, contentWidth, 0.75, pine)
  }

  private headings(): TextLine[][] {
    return this.columns.map(({ column, textWidth }) =>
      this.type.lines(column.title, headingStyle, textWidth, headingLines),
    )
  }

  private headingHeight(): number {
    return rowHeight(this.headings())
  }

  private cellLines({ textWidth }: ColumnBox, words: string): TextLine[] {
    return words === '' ? [] : this.type.lines(words, cellStyle, textWidth, cellLines)
  }

  private drawCells(cells: readonly TextLine[][], style: TypeStyle, colour: Colour): void {
    cells.forEach((lines, index) => {
      const box = this.columns[index]!
      lines.forEach((line, number) => {
        const baseline = this.y - padding - leading * (number + 1) + (leading - style.size) / 2 + style.size * 0.2
        const align = alignment(box.column)
        this.canvas.text(line, style, colour, { start: box.textStart, baseline, width: box.textWidth, align })
      })
    })
  }

  private turnPage(): void {
    this.stack.add(this.canvas.finish())
    this.y = top
  }

  private foot(number: number, count: number): Uint8Array {
    const baseline = paper.margin
    this.canvas.rule(0, baseline + 13, contentWidth, 0.5, hairline)
    this.line(this.document.title, footStyle, ink3, baseline, contentWidth * 0.8)
    const format = new Intl.NumberFormat(this.document.locale)
    const [pageOfPages] = this.type.lines(`${format.format(number)} / ${format.format(count)}`, footStyle, contentWidth, 1)
    const box = { start: contentWidth * 0.8, baseline, width: contentWidth * 0.2, align: 'end' as const }
    if (pageOfPages) this.canvas.text(pageOfPages, footStyle, ink3, box)
    return this.canvas.finish()
  }

  private line(text: string, style: TypeStyle, colour: Colour, baseline: number, width = contentWidth): void {
    const [line] = this.type.lines(text, style, width, 1)
    if (line) this.canvas.text(line, style, colour, { start: 0, baseline, width, align: 'start' })
  }
}

function rowHeight(cells: readonly TextLine[][]): number {
  const lines = Math.max(1, ...cells.map(({ length }) => length))
  return lines * leading + 2 * padding
}

function alignment({ kind }: ReportColumn): Alignment {
  return kind === 'integer' || kind === 'decimal' || kind === 'percent' ? 'end' : 'start'
}
