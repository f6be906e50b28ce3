import { deflateSync } from 'node:zlib'
import { PDFName, PDFRawStream } from 'pdf-lib'
import type { PDFDocument, PDFPage } from 'pdf-lib'
import type { Direction } from './bidi-order.ts'
import type { Faces } from './pdf-face.ts'
import { figure } from './pdf-type.ts'
import type { TextLine, Typesetter, TypeStyle } from './pdf-type.ts'

/** A4 landscape, in points. */
export const paper = { width: 841.89, height: 595.28, margin: 36 }
export const contentWidth = paper.width - 2 * paper.margin

export type Colour = readonly [red: number, green: number, blue: number]
export type Alignment = 'start' | 'end'

interface Box {
  /** From the start edge of the content, which is the right one where text runs from right to left. */
  start: number
  /** Of the baseline, from the foot of the page. */
  baseline: number
  width: number
  align: Alignment
}

/** Draws on one page; a finished page is kept as compressed operators alone. */
export class PageCanvas {
  private readonly type: Typesetter
  private readonly direction: Direction
  private operators = ''

  constructor(type: Typesetter, direction: Direction) {
    this.type = type
    this.direction = direction
  }

  text(line: TextLine, style: TypeStyle, colour: Colour, box: Box): void {
    const { operators, width } = this.type.set(line, style)
    if (operators === '') return
    const left = this.left(box.start, box.width)
    const atLeft = (box.align === 'start') === (this.direction === 'ltr')
    const x = atLeft ? left : left + box.width - width
    this.operators += `BT ${colour.map(figure).join(' ')} rg 1 0 0 1 ${figure(x)} ${figure(box.baseline)} Tm ${operators}ET\n`
  }

  rule(start: number, y: number, width: number, thickness: number, colour: Colour): void {
    const left = this.left(start, width)
    this.operators += `${colour.map(figure).join(' ')} rg ${figure(left)} ${figure(y)} ${figure(width)} ${figure(thickness)} re f\n`
  }

  finish(): Uint8Array {
    const bytes = deflateSync(this.operators, { level: 6 })
    this.operators = ''
    return bytes
  }

  private left(start: number, width: number): number {
    return this.direction === 'ltr' ? paper.margin + start : paper.width - paper.margin - start - width
  }
}

/** The pages of one file. They share one dictionary of fonts, which is complete when the last page is drawn. */
export class PageStack {
  private readonly pdf: PDFDocument
  private readonly resources
  private readonly pages: PDFPage[] = []
  private readonly contents: Uint8Array[][] = []

  constructor(pdf: PDFDocument) {
    this.pdf = pdf
    this.resources = pdf.context.nextRef()
  }

  get length(): number {
    return this.contents.length
  }

  add(content: Uint8Array): void {
    const page = this.pdf.addPage([paper.width, paper.height])
    page.node.set(PDFName.of('Resources'), this.resources)
    this.pages.push(page)
    this.contents.push([content])
  }

  /** Adds what can only be known at the end, such as the number of pages. */
  overlay(draw: (number: number) => Uint8Array): void {
    this.contents.forEach((content, index) => content.push(draw(index + 1)))
  }

  close(faces: Faces): void {
    const { context } = this.pdf
    this.pages.forEach((page, index) => {
      const refs = this.contents[index]!.map((bytes) => {
        const dictionary = context.obj({ Length: bytes.length, Filter: 'FlateDecode' })
        return context.register(PDFRawStream.of(dictionary, bytes))
      })
      page.node.set(PDFName.of('Contents'), context.obj(refs))
    })
    const fonts = Object.values(faces).flatMap(({ plex, arabic }) => [plex, arabic])
    const used = fonts.filter((face) => face.isUsed)
    const entries = Object.fromEntries(used.map((face) => [face.resource, face.font.ref]))
    context.assign(this.resources, context.obj({ Font: entries }))
  }
}
