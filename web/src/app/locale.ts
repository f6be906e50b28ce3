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

const isLocale = (value: string): value is string => {
  try {
    return Intl.getCanonicalLocales(value).length > 0
  } catch {
    return false
  }
}

const chosen = browserStore('lectern-locale', isLocale)
/** As it was heard last: a page begins in it before it has asked. */
const ofOrganization = browserStore('lectern-organization-locale', isLocale)

/** The locale of the words and figures on this screen: chosen here, or else the organisation's, or else the browser's. */
export function useLocale(): string {
  const [own, shared] = [chosen.useValue(), ofOrganization.useValue()]
  return own ?? shared ?? navigator.language
}

export const currentLocale = (): string => chosen.read() ?? ofOrganization.read() ?? navigator.language

export const chooseLocale = chosen.write

/** What everybody gets who has not chosen. */
export const hearLocale = ofOrganization.write
