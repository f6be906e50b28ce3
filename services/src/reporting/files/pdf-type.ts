import { Paragraph } from './bidi-order.ts'
import type { Direction, VisualRun } from './bidi-order.ts'
import type { Face, FaceFamily, Faces, Glyph, Weight } from './pdf-face.ts'
import { firstCharacters, plainText } from './plain-text.ts'

/** No reader wants more of a cell in a table; the CSV and XLSX files hold it whole. */
const textLimit = 3_000
const ellipsis = '…'

export interface TypeStyle {
  weight: Weight
  size: number
}

export interface TextLine {
  paragraph: Paragraph
  start: number
  end: number
}

interface GlyphRun {
  face: Face
  glyphs: Glyph[]
}

/** What shall be drawn, and how wide it is in points. */
interface SetLine {
  operators: string
  width: number
}

// Letters that join (without the joiners between them), marks that sit on a letter, and everything else.
const pieces = /(?<joined>[\p{Script=Arabic}\u064b-\u065f\u0670\u0640]+)|(?<marked>.\p{M}+)|(?<other>.)/gsu
const simple = /^[\u0020-\u02ff\u0370-\u0373\u0376-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\n]*$/
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cc}]$/u
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Measures text, breaks it into lines and sets them in glyphs of the embedded faces. */
export class Typesetter {
  private readonly faces: Faces
  private readonly direction: Direction
  private readonly widths = new Map<FaceFamily, Map<string, number>>()

  constructor(faces: Faces, direction: Direction) {
    this.faces = faces
    this.direction = direction
  }

  width(text: string, style: TypeStyle): number {
    return this.thousandths(text, this.faces[style.weight]) * (style.size / 1000)
  }

  /** The text in lines of at most this width; where it needs more lines than allowed, it ends in an ellipsis. */
  lines(value: string, style: TypeStyle, maxWidth: number, maxLines: number): TextLine[] {
    const text = prepared(value)
    const lines: TextLine[] = []
    for (const paragraphText of text.split('\n')) {
      const paragraph = new Paragraph(paragraphText, this.direction)
      for (const [start, end] of this.breaks(paragraphText, style, maxWidth)) {
        if (lines.length === maxLines) {
          lines[maxLines - 1] = this.ended(lines[maxLines - 1]!, style, maxWidth)
          return lines
        }
        lines.push({ paragraph, start, end })
      }
    }
    return lines
  }

  /** The glyphs of a line with the operators that draw it from the pen's place. */
  set(line: TextLine, style: TypeStyle): SetLine {
    const family = this.faces[style.weight]
    let operators = ''
    let width = 0
    for (const run of line.paragraph.runs(line.start, line.end)) {
      for (const { face, glyphs } of glyphRuns(run, family)) {
        operators += `/${face.resource} ${style.size} Tf ${showGlyphs(glyphs, style.size)}`
        width += total(glyphs)
      }
    }
    return { operators, width: (width * style.size) / 1000 }
  }

  private *breaks(text: string, style: TypeStyle, maxWidth: number): Generator<[number, number]> {
    let start = 0
    let end = 0
    let used = 0
    for (const { 0: token, index } of text.matchAll(/ *[^ ]+/g)) {
      const word = token.trimStart()
      const wordStart = index + token.length - word.length
      const width = this.width(token, style)
      if (end > start && used + width > maxWidth) {
        yield [start, end]
        used = 0
        start = wordStart
      }
      const shown = used === 0 ? this.width(word, style) : width
      if (used === 0) start = wordStart
      if (used === 0 && shown > maxWidth) {
        const pieces = [...this.pieces(word, style, maxWidth)]
        for (const length of pieces.slice(0, -1)) {
          yield [start, start + length]
          start += length
        }
        used = this.width(text.slice(start, wordStart + word.length), style)
      } else {
        used += shown
      }
      end = wordStart + word.length
    }
    yield [start, end]
  }

  /** The lengths into which a word breaks that is wider than a line. */
  private *pieces(word: string, style: TypeStyle, maxWidth: number): Generator<number> {
    let length = 0
    let used = 0
    for (const { segment } of graphemes.segment(word)) {
      const width = this.width(segment, style)
      if (length > 0 && used + width > maxWidth) {
        yield length
        length = 0
        used = 0
      }
      length += segment.length
      used += width
    }
    yield length
  }

  private ended(line: TextLine, style: TypeStyle, maxWidth: number): TextLine {
    const room = maxWidth - this.width(ellipsis, style)
    let kept = line.paragraph.text.slice(line.start, line.end).trimEnd()
    while (kept !== '' && this.width(kept, style) > room) kept = firstCharacters(kept, kept.length - 1)
    const text = kept.replace(/[\s,;:.–—-]+$/, '') + ellipsis
    return { paragraph: new Paragraph(text, line.paragraph.direction), start: 0, end: text.length }
  }

  private thousandths(text: string, family: FaceFamily): number {
    let width = 0
    if (simple.test(text)) {
      for (const character of text) width += this.characterWidth(character, family)
      return width
    }
    for (const { glyphs } of glyphRuns({ text, rightToLeft: true }, family)) width += total(glyphs)
    return width
  }

  private characterWidth(character: string, family: FaceFamily): number {
    let widths = this.widths.get(family)
    if (!widths) this.widths.set(family, (widths = new Map()))
    let width = widths.get(character)
    if (width === undefined) widths.set(character, (width = total(characterGlyphs(character, family).glyphs)))
    return width
  }
}

function total(glyphs: readonly Glyph[]): number {
  let width = 0
  for (const glyph of glyphs) width += glyph.advance
  return width
}

/** The glyphs of a run as they stand from left to right, those of one face together. */
function glyphRuns(run: VisualRun, family: FaceFamily): GlyphRun[] {
  if (simple.test(run.text) && !run.rightToLeft) {
    return merged(Array.from(run.text, (character) => characterGlyphs(character, family)))
  }
  const parts: GlyphRun[] = []
  for (const { 0: text, groups } of run.text.matchAll(pieces)) {
    if (groups?.joined) parts.push(...joinedGlyphs(text, family, run.rightToLeft))
    else if (groups?.marked) parts.push(markedGlyphs(text, family))
    else parts.push(characterGlyphs(text, family))
  }
  // The shaper has already turned what joins; here the pieces among themselves are turned.
  return merged(run.rightToLeft ? parts.reverse() : parts)
}

function prepared(value: string): string {
  const text = plainText(value).normalize('NFC').trim()
  return text.length > textLimit ? firstCharacters(text, textLimit) + ellipsis : text
}

function characterGlyphs(character: string, { plex, arabic }: FaceFamily): GlyphRun {
  if (plex.has(character)) return { face: plex, glyphs: plex.character(character) }
  if (arabic.has(character)) return { face: arabic, glyphs: arabic.character(character) }
  if (invisible.test(character)) return { face: plex, glyphs: [] }
  // A script that we have no font for shows as such, instead of vanishing from the paper.
  const substitute = /\p{Zs}/u.test(character) ? ' ' : '\ufffd'
  return { face: plex, glyphs: plex.character(substitute) }
}

function joinedGlyphs(text: string, family: FaceFamily, rightToLeft: boolean): GlyphRun[] {
  const { arabic } = family
  const complete = [...text].every((character) => arabic.has(character))
  if (rightToLeft && complete) return [{ face: arabic, glyphs: arabic.word(text) }]
  return [...text].map((character) => characterGlyphs(character, family))
}

function markedGlyphs(text: string, family: FaceFamily): GlyphRun {
  const complete = [...text].every((character) => family.plex.has(character))
  if (complete) return { face: family.plex, glyphs: family.plex.word(text) }
  return characterGlyphs(String.fromCodePoint(text.codePointAt(0)!), family)
}

function merged(parts: readonly GlyphRun[]): GlyphRun[] {
  const runs: GlyphRun[] = []
  for (const { face, glyphs } of parts) {
    const last = runs.at(-1)
    if (last?.face === face) for (const glyph of glyphs) last.glyphs.push(glyph)
    else if (glyphs.length > 0) runs.push({ face, glyphs: [...glyphs] })
  }
  return runs
}

function showGlyphs(glyphs: readonly Glyph[], size: number): string {
  let operators = ''
  let shown = ''
  let codes = ''
  let rise = 0
  const move = (distance: number) => {
    if (Math.abs(distance) < 0.01) return
    if (codes !== '') shown += `<${codes}>`
    codes = ''
    shown += figure(-distance)
  }
  const flush = () => {
    if (codes !== '') shown += `<${codes}>`
    if (shown !== '') operators += `[${shown}]TJ `
    codes = ''
    shown = ''
  }
  for (const glyph of glyphs) {
    if (glyph.y !== rise) {
      flush()
      rise = glyph.y
      operators += `${figure((rise * size) / 1000)} Ts `
    }
    move(glyph.x)
    codes += glyph.code
    move(glyph.advance - glyph.natural - glyph.x)
  }
  flush()
  return rise === 0 ? operators : `${operators}0 Ts `
}

/** PDF knows no exponents, and three decimals are finer than any printer. */
export function figure(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
