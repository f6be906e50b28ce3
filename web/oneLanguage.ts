import { parse } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'

interface Piece {
  type: string
  start: number
  end: number
}

interface Property extends Piece {
  key?: { name?: string }
  value?: Value
}

interface Value extends Piece {
  value?: unknown
  properties?: Property[]
}

interface Statement extends Piece {
  source?: (Piece & { value: string }) | null
  declaration?: { declarations?: { init: Value }[] }
}

const wanted = /\.ts\?(en|ar)$/
const languages: readonly (string | undefined)[] = ['en', 'ar']
const parser = '@formatjs/icu-messageformat-parser'
const read = '\0messages-are-read'

/**
 * A message file holds all languages side by side, so that they are written together; `messages.ts?en` is the same file,
 * and those that it is put together from, with English alone, so that nobody loads what they do not read. Its messages are
 * parsed here: browsers do without the parser.
 */
export const oneLanguage = (): Plugin => ({
  name: 'one-language',
  enforce: 'post',
  resolveId: { order: 'pre', handler: (source) => (source === parser ? read : undefined) },
  load: (id) => (id === read ? `export * from '${parser}/no-parser.js'\nexport const parse = (value) => [{ type: 0, value }]` : undefined),
  transform(code, id) {
    const language = wanted.exec(id)?.[1]
    if (!language) return undefined
    const { body } = this.parse(code) as unknown as { body: Statement[] }
    const changes = body.flatMap((statement) => [...ofLanguages(statement, language), ...ownImports(statement, language)])
    return { code: changed(code, changes), map: null }
  },
})

interface Change {
  start: number
  end: number
  text: string
}

const ofLanguages = ({ declaration }: Statement, language: string): Change[] =>
  (declaration?.declarations ?? [])
    .flatMap(({ init }) => init.properties ?? [])
    .filter(({ key }) => languages.includes(key?.name))
    .flatMap(({ start, end, key, value }) =>
      key?.name === language ? (value?.properties ?? []).flatMap(parsed) : [{ start, end, text: `${key?.name}: undefined` }],
    )

/** Plain words stay as they are; the others become what the parser makes of them. */
function parsed({ value }: Property): Change[] {
  if (typeof value?.value !== 'string' || !/[{}<']/.test(value.value)) return []
  const elements = parse(value.value, { captureLocation: false })
  const [first] = elements
  const plain = elements.length === 1 && first?.type === 0 ? first.value : undefined
  return [{ start: value.start, end: value.end, text: JSON.stringify(plain ?? elements) }]
}

const ownImports = ({ source }: Statement, language: string): Change[] =>
  source?.value.startsWith('.') ? [{ start: source.end - 1, end: source.end - 1, text: `?${language}` }] : []

const changed = (code: string, changes: readonly Change[]) =>
  changes.toSorted((a, b) => b.start - a.start).reduce((text, { start, end, text: own }) => text.slice(0, start) + own + text.slice(end), code)
