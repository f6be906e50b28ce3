import { columnWidth } from './document.ts'
import type { ReportColumn } from './document.ts'
import { contentWidth } from './pdf-page.ts'

export interface ColumnBox {
  column: ReportColumn
  /** Of the text, from the start edge of the content. */
  textStart: number
  textWidth: number
}

const gutter = 14

/**
 * The paper's width shared in proportion to the columns' own widths, but no column narrower than the longest
 * word of its heading as long as there is room for all of them.
 */
export function columnsAcross(
  columns: readonly ReportColumn[],
  headingWidth: (word: string) => number,
): ColumnBox[] {
  const least = columns.map(({ title }) => Math.max(24, ...title.split(/\s+/).map(headingWidth)) + gutter + 1)
  const widths = shared(columns.map(columnWidth), least, contentWidth + gutter)
  let start = 0
  return columns.map((column, index) => {
    const box = { column, textStart: start, textWidth: Math.max(8, widths[index]! - gutter) }
    start += widths[index]!
    return box
  })
}

function shared(weights: readonly number[], least: readonly number[], room: number): number[] {
  const fixed = new Set<number>()
  for (;;) {
    const taken = [...fixed].reduce((sum, index) => sum + least[index]!, 0)
    const open = weights.reduce((sum, weight, index) => (fixed.has(index) ? sum : sum + weight), 0)
    const unit = open > 0 ? (room - taken) / open : 0
    const narrow = weights.findIndex((weight, index) => !fixed.has(index) && weight * unit < least[index]!)
    if (narrow < 0) return weights.map((weight, index) => (fixed.has(index) ? least[index]! : weight * unit))
    fixed.add(narrow)
    if (fixed.size === weights.length) {
      const total = least.reduce((sum, width) => sum + width, 0)
      return least.map((width) => (width * room) / total)
    }
  }
}
