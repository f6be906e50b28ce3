import { browserStore } from './browserStore.ts'

export type Language = 'en' | 'ar'

interface LanguageFacts {
  /** Its own name, in itself. */
  name: string
  direction: 'ltr' | 'rtl'
  /** For Intl, where the locale names no region. */
  tag: string
}

export const languages: Record<Language, LanguageFacts> = {
  en: { name: 'English', direction: 'ltr', tag: 'en-GB' },
  ar: { name: 'العربية', direction: 'rtl', tag: 'ar-EG' },
}

export const languageOf = (locale: string): Language => (locale.toLowerCase().split('-')[0] === 'ar' ? 'ar' : 'en')

/** BCP 47 for Intl: the locale itself where it names a region. */
export const tagOf = (locale: string) => (locale.includes('-') ? locale : languages[languageOf(locale)].tag)

const store = browserStore('lectern-locale', (value): value is string => {
  try {
    return Intl.getCanonicalLocales(value).length > 0
  } catch {
    return false
  }
})

/** The locale of the words and figures on this screen: chosen here, or else the browser's. */
export const useLocale = (): string => store.useValue() ?? navigator.language

export const currentLocale = (): string => store.read() ?? navigator.language

export const chooseLocale = store.write

/** Nobody has chosen on this browser yet. */
export const localeIsOpen = () => store.read() === undefined
