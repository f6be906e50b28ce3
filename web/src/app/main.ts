import { isStranger, signInPath } from './access.ts'
import { ahead, pageAhead } from './ahead.ts'
import { entrance } from './doors.ts'
import './fonts.ts'
import './main.css'
import { homeRoutes } from './homes/routes.tsx'
import { currentLocale, languageOf, languages } from './locale.ts'
import { followNewBuilds } from './newBuild.ts'
import { pagesAt } from './page.ts'
import { rightToLeftCache } from './rightToLeft.ts'
import { passwordPage, shell, signInPage } from './routes.ts'
import { frameWords } from './wordFiles.ts'

// The first script, and a small one: it asks for all that the address will need at once, and who comes in with it.
function askAhead(pathname: string): Promise<unknown> {
  if (pathname === '/sign-in') return ahead(signInPage)
  if (pathname === '/password') return ahead(passwordPage)
  entrance.ask().catch(() => undefined)
  return Promise.all([ahead(shell, ...pagesAt(pathname, homeRoutes)), pageAhead(pathname)])
}

followNewBuilds()
const language = languageOf(currentLocale())
// A stranger would wait for a shell that is not for them.
if (isStranger() && window.location.pathname !== '/sign-in') {
  window.history.replaceState(null, '', signInPath(window.location.pathname + window.location.search))
}
const app = import('./App.tsx')
const words = frameWords[language].load()
const sides = languages[language].direction === 'rtl' ? rightToLeftCache.load() : undefined
void askAhead(window.location.pathname)

const [{ draw }] = await Promise.all([app, words, sides])
draw(document.getElementById('app')!)
