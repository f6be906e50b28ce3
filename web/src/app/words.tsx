import { createContext, use, useContext, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { createIntl, createIntlCache, RawIntlProvider } from 'react-intl'
import type { IntlShape } from 'react-intl'
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

/** Words and locale change together, once the words are there. */
function useSpoken(files: WordFiles, first: Spoken): Spoken {
  const locale = useLocale()
  const file = files[languageOf(locale)]
  const [last, setLast] = useState(first)
  useEffect(() => {
    let current = true
    // Who comes without words for the next language keeps those of the last.
    void file.load().then((words) => current && setLast({ locale, words }), () => undefined)
    return () => {
      current = false
    }
  }, [file, locale])
  const words = file.loaded()
  return useMemo(() => (words ? { locale, words } : last), [locale, words, last])
}

function speaking(locale: string, messages: WordList, timeZone: string | undefined): IntlShape {
  const config = { locale, defaultLocale: locale, messages }
  const cache = createIntlCache()
  const intl = createIntl({ ...config, ...(timeZone && { timeZone }) }, cache)
  // No message holds a date (messages.test.ts): with a zone all formats of dates would be merged anew for each, 20 µs of 43.
  return { ...intl, formatMessage: createIntl(config, cache).formatMessage }
}

interface WordsProps {
  files: WordFiles
  timeZone?: string | undefined
  children: ReactNode
}

/** The words of the chosen language for react-intl, beside those of the `Words` around it; the first ones are waited for, with the page before on the screen. */
export function Words(props: WordsProps) {
  const [locale] = useState(useLocale())
  const file = props.files[languageOf(locale)]
  // By two components: React miscounts the hooks that come after a `use` which the next drawing does without.
  const words = file.loaded() ?? use(file.load())
  return <SpokenWords {...props} first={{ locale, words }} />
}

function SpokenWords({ files, timeZone, first, children }: WordsProps & { first: Spoken }) {
  const outer = useContext(OuterWords)
  const spoken = useSpoken(files, first)
  const zone = timeZone ?? outer.timeZone
  const all = useMemo(() => ({ words: { ...outer.words, ...spoken.words }, timeZone: zone }), [outer, spoken, zone])
  const intl = useMemo(() => speaking(tagOf(spoken.locale), all.words, zone), [spoken.locale, all, zone])
  return (
    <OuterWords value={all}>
      <RawIntlProvider value={intl}>{children}</RawIntlProvider>
    </OuterWords>
  )
}
