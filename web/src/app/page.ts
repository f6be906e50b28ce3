import type { ComponentType } from 'react'

/** A page in a chunk of its own: `{ path: 'people', lazy: page(() => import('./PeoplePage.tsx'), 'PeoplePage') }`. */
export const page =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  async (): Promise<{ Component: ComponentType }> => ({ Component: (await load())[name] })
