import type { Plugin } from 'vite'

interface Piece {
  type: string
  start: number
  end: number
}

interface Property extends Piece {
  key?: { name?: string }
}

interface Statement extends Piece {
  source?: (Piece & { value: string }) | null
  declaration?: { declarations?: { init: { properties?: Property[] } }[] }
}

const wanted = /\.ts\?(en|ar)$/
const languages: readonly (string | undefined)[] = ['en', 'ar']

/**
 * A message file holds all languages side by side, so that they are written together; `messages.ts?en` is the same file,
 * and those that it is put together from, with English alone, so that nobody loads what they do not read.
 */
export const oneLanguage = (): Plugin => ({
  name: 'one-language',
  enforce: 'post',
  transform(code, id) {
    const language = wanted.exec(id)?.[1]
    if (!language) return undefined
    const { body } = this.parse(code) as unknown as { body: Statement[] }
    const changes = body.flatMap((statement) => [...otherLanguages(statement, language), ...ownImports(statement, language)])
    return { code: changed(code, changes), map: null }
  },
})

interface Change {
  start: number
  end: number
  text: string
}

const otherLanguages = ({ declaration }: Statement, language: string): Change[] =>
  (declaration?.declarations ?? [])
    .flatMap(({ init }) => init.properties ?? [])
    .filter(({ key }) => languages.includes(key?.name) && key?.name !== language)
    .map(({ start, end, key }) => ({ start, end, text: `${key?.name}: undefined` }))

const ownImports = ({ source }: Statement, language: string): Change[] =>
  source?.value.startsWith('.') ? [{ start: source.end - 1, end: source.end - 1, text: `?${language}` }] : []

const changed = (code: string, changes: readonly Change[]) =>
  changes.toSorted((a, b) => b.start - a.start).reduce((text, { start, end, text: own }) => text.slice(0, start) + own + text.slice(end), code)
