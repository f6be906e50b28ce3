import { Refusal, refuseAll } from './refusal.ts'
import { nounOf, type Class, type Column } from './noun.ts'

/**
 * What a person typed, made clean before a resolver sees it: trimmed, NFC, without control characters, within the
 * limits that the noun's columns name. Written once, on the column; an input only says whose columns it fills.
 */
export interface InputRule {
  readonly kind: 'text' | 'int'
  readonly lines?: boolean
  readonly min?: number
  readonly max?: number
  readonly nullable: boolean
}

interface InputRules { readonly noun?: Class; readonly extra: Readonly<Record<string, InputRule>> }
const rules = new Map<string, InputRules>()

/** Fills columns of `noun` by the rules that stand there; `extra` rules fields that are no columns, such as a reason. */
export function Fills(noun: Class | undefined, extra: Readonly<Record<string, InputRule>> = {}): ClassDecorator {
  return type => {
    rules.set(type.name, { noun, extra })
  }
}

export const REASON: InputRule = { kind: 'text', max: 500, nullable: false }
export const OPTIONAL_REASON: InputRule = { kind: 'text', max: 500, nullable: true }

/** The clean input of a mutation; throws all its refusals at once, each at its field. */
export function cleanInput(typeName: string, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rule = rules.get(typeName)
  const refusals: Refusal[] = []
  const clean: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(input)) {
    const fieldRule = ruleOf(rule, field)
    try {
      clean[field] = fieldRule ? cleanValue(fieldRule, field, value) : value
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.push(error)
    }
  }
  refuseAll(refusals)
  return clean
}

function ruleOf(rule: InputRules | undefined, field: string): InputRule | undefined {
  const extra = rule?.extra[field]
  if (extra) return extra
  const column = rule?.noun ? nounOf(rule.noun).columns.get(field) : undefined
  return column ? ruleOfColumn(column) : undefined
}

function ruleOfColumn({ kind, form, min, max, nullable }: Column): InputRule | undefined {
  if (kind === 'text') return { kind, lines: form === 'lines', min, max, nullable }
  if (kind === 'int') return { kind, min, max, nullable }
  // Relations, enums and instants are typed by GraphQL; only their absence is ours to refuse.
  return kind === 'id' || nullable ? undefined : { kind: 'text', nullable }
}

function cleanValue(rule: InputRule, field: string, value: unknown): unknown {
  if (value === undefined) return undefined
  const given = typeof value === 'string' && rule.kind === 'text' ? cleanText(value, rule, field) : value
  if (given === null || given === '') {
    if (rule.nullable) return null
    throw new Refusal('INVALID', field, 'This cannot be left empty.')
  }
  if (typeof given === 'string') checkLength(given, rule, field)
  if (typeof given === 'number') checkRange(given, rule, field)
  return given
}

// C0 and C1 controls, lone surrogates, and the marks that turn the direction of what follows.
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u
const CONTROLS_BUT_LINES = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u

/**
 * No letter of any script has as many marks. Putting a long row of them in order takes the square of its length, so that one text would stop the server
 * for seconds: only what is stream-safe is normalised. https://unicode.org/reports/tr15/#Stream_Safe_Text_Format
 */
export function isStreamSafe(text: string): boolean {
  return !/\p{M}{31}/u.test(text)
}

function cleanText(text: string, rule: InputRule, field: string): string {
  if (!text.isWellFormed()) throw new Refusal('INVALID', field, 'This text holds half a character.')
  if (!isStreamSafe(text)) throw new Refusal('INVALID', field, 'This text holds a letter with too many marks.')
  const normal = text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
  if ((rule.lines ? CONTROLS_BUT_LINES : CONTROLS).test(normal)) throw new Refusal('INVALID', field, 'This text holds control characters.')
  return normal
}

function checkLength(text: string, { min = 1, max = 10_000 }: InputRule, field: string): void {
  const length = [...text].length
  if (length < min) throw new Refusal('INVALID', field, `At least ${min} characters.`)
  if (length > max) throw new Refusal('INVALID', field, `At most ${max.toLocaleString('en')} characters; this has ${length.toLocaleString('en')}.`)
}

function checkRange(value: number, { min, max }: InputRule, field: string): void {
  if (min !== undefined && value < min) throw new Refusal('INVALID', field, `At least ${min.toLocaleString('en')}.`)
  if (max !== undefined && value > max) throw new Refusal('INVALID', field, `At most ${max.toLocaleString('en')}.`)
}
