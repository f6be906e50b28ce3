import { createContext, useContext, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { OrganizationSettingsFragment, ViewerQuery } from '../generated/operations.ts'

export type Viewer = NonNullable<ViewerQuery['viewer']>

interface ViewerFacts {
  viewer: Viewer
  organization: OrganizationSettingsFragment
  permissions: ReadonlySet<string>
}

const ViewerContext = createContext<ViewerFacts | undefined>(undefined)

interface ViewerProviderProps {
  viewer: Viewer
  data: ViewerQuery
  children: ReactNode
}

export function ViewerProvider({ viewer, data, children }: ViewerProviderProps) {
  const facts = useMemo(
    () => ({ viewer, organization: data.organization, permissions: new Set(data.viewerPermissions) }),
    [viewer, data],
  )
  return <ViewerContext value={facts}>{children}</ViewerContext>
}

function useFacts(): ViewerFacts {
  const facts = useContext(ViewerContext)
  if (!facts) throw new Error('Nobody is signed in here.')
  return facts
}

export const useViewer = () => useFacts().viewer

export const useOrganization = () => useFacts().organization

/** `const may = useMay()`; `may('createSession')`: whether the server lets this role ask a root field at all. */
export function useMay(): (rootField: string) => boolean {
  const { permissions } = useFacts()
  return useMemo(() => (rootField) => permissions.has(rootField), [permissions])
}

/** The zone in which this viewer reads times. */
export function zoneOf({ viewer, organization }: Pick<ViewerFacts, 'viewer' | 'organization'>): string {
  return viewer.timeZone ?? organization.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

export const useZone = () => zoneOf(useFacts())
