import type { ComponentType } from 'react'
import { deferred } from './deferred.ts'
import type { Deferred } from './deferred.ts'

export type LazyPage = Deferred<ComponentType>

/** Which page stands at which address; those of its `children` are drawn in its `Outlet`. */
export interface PageRoute {
  path?: string
  index?: true
  page: LazyPage
  children?: readonly PageRoute[]
}

/** A page in a chunk of its own: `{ path: 'people', page: page(() => import('./PeoplePage.tsx'), 'PeoplePage') }`. */
export const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name): LazyPage =>
  deferred(async () => (await load())[name])

const partsOf = (path: string) => path.split('/').filter((part) => part !== '')

/** The pages that an address draws: they are asked for before the router itself is there. */
export function pagesAt(pathname: string, routes: readonly PageRoute[]): LazyPage[] {
  const parts = partsOf(pathname)
  return routes.flatMap(({ path = '', page: own, children }) => {
    const pattern = partsOf(path)
    const fits = pattern.every((part, index) => part.endsWith('?') || (part.startsWith(':') ? parts[index] !== undefined : part === parts[index]))
    const rest = parts.slice(pattern.length)
    if (!fits || (rest.length > 0 && !children)) return []
    return [own, ...pagesAt(rest.join('/'), children ?? [])]
  })
}
