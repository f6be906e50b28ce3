import type { Cell, ReportColumn, ReportDocument } from './document.ts'
import { dayAsUtc } from './zone-clock.ts'

const wordLimit = 10_000

/** Numbers, times and shares as people of the document's language and zone write them. */
export class CellWords {
  private readonly integer: Intl.NumberFormat
  private readonly decimal: Intl.NumberFormat
  private readonly percent: Intl.NumberFormat
  private readonly instant: Intl.DateTimeFormat
  private readonly day: Intl.DateTimeFormat
  private readonly instants = new Map<string, string>()

  constructor({ locale, timeZone }: ReportDocument) {
    this.integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
    this.decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    this.percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
    this.instant = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' })
    this.day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' })
  }

  words(cell: Cell, column: ReportColumn): string {
    if (cell === null) return ''
    if (typeof cell === 'number') return this.number(cell, column)
    if (column.kind === 'instant') return this.instantWords(cell)
    if (column.kind === 'day') {
      const day = dayAsUtc(cell)
      return day ? this.day.format(day) : cell
    }
    return cell
  }

  instantWords(instant: string): string {
    const known = this.instants.get(instant)
    if (known !== undefined) return known
    const time = Date.parse(instant)
    const words = Number.isNaN(time) ? instant : this.instant.format(time)
    if (this.instants.size >= wordLimit) this.instants.clear()
    this.instants.set(instant, words)
    return words
  }

  private number(value: number, { kind }: ReportColumn): string {
    if (!Number.isFinite(value)) return ''
    if (kind === 'percent') return this.percent.format(value)
    return (kind === 'integer' ? this.integer : this.decimal).format(value)
  }
}
