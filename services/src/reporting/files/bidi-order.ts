import bidiModule from 'bidi-js'

// The package's types describe its ES module; Node loads its CommonJS one, which is the factory itself.
const bidi = (bidiModule as unknown as typeof bidiModule.default)()
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

export type Direction = 'ltr' | 'rtl'

/** Text between two line ends, with the direction in which it is read as a whole. */
export class Paragraph {
  readonly text: string
  readonly direction: Direction
  private embedding: ReturnType<typeof bidi.getEmbeddingLevels> | undefined

  /** Its first letter decides the direction; where there is none, the surroundings do. */
  constructor(text: string, surroundings: Direction) {
    this.text = text
    this.direction = firstStrong(text) ?? surroundings
  }

  /** The runs of a line as they stand on paper, from left to right. Each run's text is in reading order. */
  runs(start: number, end: number): VisualRun[] {
    if (start >= end) return []
    if (this.direction === 'ltr' && !rightToLeft.test(this.text)) {
      return [{ text: this.text.slice(start, end), rightToLeft: false }]
    }
    this.embedding ??= bidi.getEmbeddingLevels(this.text, this.direction)
    const { levels } = this.embedding
    // It answers for the whole text, with this line alone in order.
    const order = bidi.getReorderedIndices(this.text, this.embedding, start, end - 1).slice(start, end)
    return groupByLevel(order, levels).map(({ first, last, level }) => {
      const text = this.text.slice(first, last + 1)
      return level % 2 === 1 ? { text: mirrored(text), rightToLeft: true } : { text, rightToLeft: false }
    })
  }
}

export interface VisualRun {
  text: string
  rightToLeft: boolean
}

function firstStrong(text: string): Direction | null {
  const letter = /\p{L}/u.exec(text)
  if (!letter) return null
  return rightToLeft.test(letter[0]) ? 'rtl' : 'ltr'
}

function groupByLevel(order: readonly number[], levels: Uint8Array) {
  const groups: { first: number; last: number; level: number }[] = []
  let previous = -2
  for (const index of order) {
    const level = levels[index]!
    const group = groups.at(-1)
    if (group && group.level === level && Math.abs(index - previous) === 1) {
      group.first = Math.min(group.first, index)
      group.last = Math.max(group.last, index)
    } else {
      groups.push({ first: index, last: index, level })
    }
    previous = index
  }
  return groups
}

function mirrored(text: string): string {
  return text.replace(/\p{Bidi_Mirrored}/gu, (character) => bidi.getMirroredCharacter(character) ?? character)
}
