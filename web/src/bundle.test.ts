import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

/** What each route's first load may cost: gzip bytes of all scripts that it waits for. Reads what `npm run build` made. */

interface Chunk {
  file: string
  imports?: string[]
}

const dist = join(import.meta.dirname, '../dist')
const manifestFile = join(dist, '.vite/manifest.json')
const manifest = existsSync(manifestFile) ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>) : undefined

const first = (language: string) => ['index.html', 'src/app/App.tsx', ...(language === 'ar' ? ['src/app/rightToLeftCache.ts'] : []), `src/app/frameWords.${language}.ts`]
const signedIn = (language: string) => [...first(language), `src/app/homeWords.${language}.ts`, 'src/app/readViewer.ts', 'src/app/Shell.tsx']
const home = (role: string) => (language: string) => [...signedIn(language), 'src/app/homes/HomePage.tsx', `src/app/homes/${role}Home.tsx`]
const sessions = (language: string) => [...signedIn(language), `src/app/pageWords.${language}.ts`, 'src/scheduling/SessionsPage.tsx']

function filesOf(entries: readonly string[], chunks: Record<string, Chunk>): Set<string> {
  const files = new Set<string>()
  const add = (key: string) => {
    const chunk = chunks[key]
    if (!chunk) throw new Error(`${key} is no chunk of the build`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
  }
  entries.forEach(add)
  return files
}

const kilobytes = (files: ReadonlySet<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1000

const routes: [string, (language: string) => string[], number][] = [
  ['sign in', (language) => [...first(language), 'src/identity/SignInPage.tsx'], 160],
  ['home of an admin', home('Admin'), 247],
  ['home of a trainer', home('Trainer'), 245],
  ['home of a trainee', home('Trainee'), 241],
  ['session list', sessions, 266],
]

describe.skipIf(!manifest).each(['en', 'ar'])('the scripts of a first load in %s', (language) => {
  test.each(routes)('%s', (_, entries, budget) => {
    expect(kilobytes(filesOf(entries(language), manifest!))).toBeLessThanOrEqual(budget)
  })
})
