import { useCallback } from 'react'
import { UpdateOwnProfileDocument } from '../generated/identity/viewer.ts'
import { chooseLocale, languageOf } from './locale.ts'
import type { Language } from './locale.ts'
import { useSave } from './save.ts'
import { useViewer } from './viewer.tsx'

/** At once on this screen, and with the viewer on every other. */
export function useChooseLanguage(): (language: Language) => void {
  const viewer = useViewer()
  const { save } = useSave(UpdateOwnProfileDocument)
  return useCallback(
    (language) => {
      chooseLocale(language)
      if (viewer.locale && languageOf(viewer.locale) === language) return
      void save({ input: { id: viewer.id, version: viewer.version, locale: language } })
    },
    [viewer, save],
  )
}
