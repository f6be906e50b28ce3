import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import { languageOf, tagOf, useLocale } from './locale.ts'
import type { Language } from './locale.ts'

type WordList = Readonly<Record<string, string>>

/** One file for each language, so that nobody loads what they do not read. */
export type WordFiles = Record<Language, () => Promise<{ words: WordList }>>

/** Before anybody is in: the frame, the kit, one's own account. */
export const frameWords: WordFiles = {
  en: () => import('./frameWords.en.ts'),
  ar: () => import('./frameWords.ar.ts'),
}

/** What the pages of all slices say. */
export const pageWords: WordFiles = {
  en: () => import('./pageWords.en.ts'),
  ar: () => import('./pageWords.ar.ts'),
}

const OuterWords = createContext<WordList>({})

interface Spoken {
  locale: string
  words: WordList
}

/** Words and locale change together, once the words are there. */
function useSpoken(files: WordFiles): Spoken | undefined {
  const locale = useLocale()
  const [spoken, setSpoken] = useState<Spoken>()
  useEffect(() => {
    let current = true
    void files[languageOf(locale)]().then(({ words }) => current && setSpoken({ locale, words }))
    return () => {
      current = false
    }
  }, [files, locale])
  return spoken
}

interface WordsProps {
  files: WordFiles
  timeZone?: string | undefined
  children: ReactNode
}

/** The words of the chosen language for react-intl, beside those of the `Words` around it. */
export function Words({ files, timeZone, children }: WordsProps) {
  const outer = useContext(OuterWords)
  const spoken = useSpoken(files)
  const words = useMemo(() => ({ ...outer, ...spoken?.words }), [outer, spoken])
  if (!spoken) return null
  const tag = tagOf(spoken.locale)
  return (
    <OuterWords value={words}>
      <IntlProvider locale={tag} defaultLocale={tag} messages={words} {...(timeZone && { timeZone })}>
        {children}
      </IntlProvider>
    </OuterWords>
  )
}
