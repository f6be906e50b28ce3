import { createContext, useContext, useMemo } from 'react'
import type { ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import { languageOf, tagOf, useLocale } from './locale.ts'
import type { Messages } from './locale.ts'

interface Outer {
  files: readonly Messages[]
  timeZone: string | undefined
}

const WordsContext = createContext<Outer>({ files: [], timeZone: undefined })

interface WordsProps {
  /** The message files whose words stand within. A constant. */
  messages: readonly Messages[]
  timeZone?: string | undefined
  children: ReactNode
}

/** The words of the chosen language for react-intl, beside those of the `Words` around it. */
export function Words({ messages, timeZone, children }: WordsProps) {
  const locale = useLocale()
  const outer = useContext(WordsContext)
  const zone = timeZone ?? outer.timeZone
  const here = useMemo(() => ({ files: [...outer.files, ...messages], timeZone: zone }), [outer, messages, zone])
  const language = languageOf(locale)
  const words = useMemo(() => Object.assign({}, ...here.files.map((file) => file[language])) as Record<string, string>, [here, language])
  return (
    <WordsContext value={here}>
      <IntlProvider locale={tagOf(locale)} defaultLocale={tagOf(locale)} messages={words} {...(zone && { timeZone: zone })}>
        {children}
      </IntlProvider>
    </WordsContext>
  )
}
