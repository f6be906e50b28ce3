import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { deferred } from './deferred.ts'
import type { Deferred } from './deferred.ts'
import type { Language } from './locale.ts'

export type WordList = Readonly<Record<string, MessageFormatElement[]>>

/** One file for each language, so that nobody loads what they do not read. */
export type WordFiles = Record<Language, Deferred<WordList>>

/** What the build has parsed already stays; plain words in react-intl's own form are found in 0.2 µs, as strings in 22. */
const formOf = (text: string | MessageFormatElement[]): MessageFormatElement[] => (typeof text === 'string' ? [{ type: 0, value: text }] : text)

const wordFile = (load: () => Promise<{ words: Readonly<Record<string, string>> }>) =>
  deferred(async (): Promise<WordList> => Object.fromEntries(Object.entries((await load()).words).map(([id, text]) => [id, formOf(text)])))

/** Before anybody is in: the frame, the kit, one's own account. */
export const frameWords: WordFiles = {
  en: wordFile(() => import('./frameWords.en.ts')),
  ar: wordFile(() => import('./frameWords.ar.ts')),
}

/** What the homes say, and all that stands around the pages. */
export const homeWords: WordFiles = {
  en: wordFile(() => import('./homeWords.en.ts')),
  ar: wordFile(() => import('./homeWords.ar.ts')),
}

/** What the other pages say beside that. */
export const pageWords: WordFiles = {
  en: wordFile(() => import('./pageWords.en.ts')),
  ar: wordFile(() => import('./pageWords.ar.ts')),
}
