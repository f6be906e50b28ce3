import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import type { Font } from '@pdf-lib/fontkit'
import type { PDFDocument, PDFFont } from 'pdf-lib'

export type Weight = 'regular' | 'semibold'

export interface Glyph {
  /** The glyph's number in the embedded subset, as four hexadecimal digits. */
  code: string
  /** Where it stands beside the pen, and how far the pen then goes: thousandths of the font size. */
  x: number
  y: number
  advance: number
  /** The advance that the embedded font itself knows. */
  natural: number
}

const shapedLimit = 5_000

// Lam and alef must become one glyph. Plex joins many other pairs as well, for beauty; several readers give
// the letters of such a glyph back in the wrong order, and a search for the name would then find nothing.
const mustJoin = /\u0644\p{M}*[\u0622\u0623\u0625\u0627\u0671]/u

/** Handed to both layouts of a text; pdf-lib keeps the object, so that a change of it counts from then on. */
interface FontFeatures {
  [tag: string]: boolean
  rlig: boolean
}

/** One embedded font: which characters it has, and their glyphs. Each glyph is looked up once. */
export class Face {
  readonly resource: string
  readonly font: PDFFont
  /** An unused face is not embedded. */
  isUsed = false
  private readonly shaper: Font
  private readonly features: FontFeatures
  private readonly scale: number
  private readonly covered: Set<number>
  private readonly single = new Map<string, Glyph[]>()
  private readonly shaped = new Map<string, Glyph[]>()

  constructor(resource: string, font: PDFFont, shaper: Font, features: FontFeatures) {
    this.resource = resource
    this.font = font
    this.shaper = shaper
    this.features = features
    this.scale = 1000 / shaper.unitsPerEm
    this.covered = new Set(shaper.characterSet)
  }

  has(character: string): boolean {
    return this.covered.has(character.codePointAt(0)!)
  }

  character(character: string): Glyph[] {
    let glyphs = this.single.get(character)
    if (!glyphs) this.single.set(character, (glyphs = this.layout(character)))
    return glyphs
  }

  /** Letters that join, and marks that sit on others: the font's own rules choose and place the glyphs. */
  word(word: string): Glyph[] {
    let glyphs = this.shaped.get(word)
    if (glyphs) return glyphs
    if (this.shaped.size >= shapedLimit) this.shaped.clear()
    this.shaped.set(word, (glyphs = this.layout(word)))
    return glyphs
  }

  // pdf-lib lays out the same text with the same fontkit to number the glyphs of its subset,
  // but keeps no positions; this second layout supplies them, glyph by glyph.
  private layout(text: string): Glyph[] {
    this.isUsed = true
    this.features.rlig = mustJoin.test(text)
    const codes = this.font.encodeText(text).asString().match(/.{4}/g) ?? []
    const { glyphs, positions } = this.shaper.layout(text, this.features)
    return codes.map((code, index) => {
      const position = positions[index]!
      return {
        code,
        x: position.xOffset * this.scale,
        y: position.yOffset * this.scale,
        advance: position.xAdvance * this.scale,
        natural: glyphs[index]!.advanceWidth * this.scale,
      }
    })
  }
}

/** The part of fontkit's TrueType subset that is mended here; its own types leave it out. */
interface TrueTypeSubset {
  glyf: Buffer[]
  offset: number
  _addGlyph(glyph: number): number
}

/**
 * fontkit stores the offsets of a small subset halved, but copies outlines of odd length as they are:
 * whatever follows one could then not be found and stayed blank. A byte of padding makes them even.
 */
function createFont(bytes: Uint8Array): Font {
  const font = fontkit.create(bytes)
  const createSubset = font.createSubset.bind(font)
  font.createSubset = () => {
    const subset = createSubset()
    const inner = subset as unknown as TrueTypeSubset
    const addGlyph = inner._addGlyph.bind(inner)
    inner._addGlyph = (glyph) => {
      const index = addGlyph(glyph)
      const outline = inner.glyf[index]!
      if (outline.length % 2 === 1) {
        // fontkit carries a Buffer class of its own and takes no other.
        const padded = (outline.constructor as typeof Buffer).alloc(outline.length + 1)
        outline.copy(padded)
        inner.glyf[index] = padded
        inner.offset += 1
      }
      return index
    }
    return subset
  }
  return font
}

/** The faces of one weight, in the order in which a character asks them. */
export interface FaceFamily {
  plex: Face
  arabic: Face
}

export type Faces = Record<Weight, FaceFamily>

export async function embedFaces(pdf: PDFDocument): Promise<Faces> {
  pdf.registerFontkit({ create: createFont })
  const face = async (resource: string, file: string) => {
    const bytes = await readFile(createRequire(import.meta.url).resolve(`#fonts/${file}`))
    const features: FontFeatures = { rlig: true }
    return new Face(resource, await pdf.embedFont(bytes, { subset: true, features }), createFont(bytes), features)
  }
  return {
    regular: {
      plex: await face('R', 'IBMPlexSans-Regular.ttf'),
      arabic: await face('AR', 'IBMPlexSansArabic-Regular.ttf'),
    },
    semibold: {
      plex: await face('B', 'IBMPlexSans-SemiBold.ttf'),
      arabic: await face('AB', 'IBMPlexSansArabic-SemiBold.ttf'),
    },
  }
}
