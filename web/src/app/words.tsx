import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import { languageOf, tagOf, useLocale } from './locale.ts'
import type { WordFiles, WordList } from './wordFiles.ts'

interface Outer {
  words: WordList
  timeZone: string | undefined
}

const OuterWords = createContext<Outer>({ words: {}, timeZone: undefined })

interface Spoken {
  locale: string
  words: WordList
}

/** Words and locale change together, once the words are there; at once when they are there already. */
function useSpoken(files: WordFiles): Spoken | undefined {
  const locale = useLocale()
  const file = files[languageOf(locale)]
  const [last, setLast] = useState<Spoken>()
  useEffect(() => {
    let current = true
    void file.load().then((words) => current && setLast({ locale, words }))
    return () => {
      current = false
    }
  }, [file, locale])
  const words = file.loaded()
  return useMemo(() => (words ? { locale, words } : last), [locale, words, last])
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
  const zone = timeZone ?? outer.timeZone
  const all = useMemo(() => ({ words: { ...outer.words, ...spoken?.words }, timeZone: zone }), [outer, spoken, zone])
  if (!spoken) return null
  const tag = tagOf(spoken.locale)
  return (
    <OuterWords value={all}>
      <IntlProvider locale={tag} defaultLocale={tag} messages={all.words} {...(zone && { timeZone: zone })}>
        {children}
      </IntlProvider>
    </OuterWords>
  )
}
