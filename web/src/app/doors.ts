import { freshAccess, signInPath } from './access.ts'
import { currentLocale, languageOf } from './locale.ts'
import { homeWords } from './wordFiles.ts'

/** Where one must go first; undefined: come in. */
type Elsewhere = string | undefined

/** Asks once who comes in, while the pages behind are still loading; who stays inside is not asked again. */
export interface Door {
  ask: () => Promise<Elsewhere>
  /** The next who comes is asked again. */
  forget: () => void
}

function door(ask: () => Promise<Elsewhere>): Door {
  let asked: Promise<Elsewhere> | undefined
  return {
    ask: () => (asked ??= ask()),
    forget: () => {
      asked = undefined
    },
  }
}

const signInFirst = () => signInPath(window.location.pathname + window.location.search)

export const entrance = door(async () => {
  const loading = Promise.all([import('./readViewer.ts'), homeWords[languageOf(currentLocale())].load()])
  // Whoever is turned away needs none of it.
  loading.catch(() => undefined)
  const access = await freshAccess()
  if (!access) return signInFirst()
  if (access.mustChangePassword) return '/password'
  const [{ readViewer }] = await loading
  return (await readViewer()) ? undefined : signInFirst()
})

export const passwordDoor = door(async () => ((await freshAccess()) ? undefined : signInFirst()))
