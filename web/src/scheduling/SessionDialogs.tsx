import { lazy, Suspense, useCallback, useState } from 'react'
import { useIntl } from 'react-intl'
import { useApolloClient } from '../app/apollo.ts'
import { failureWords } from '../app/failureWords.ts'
import type { SessionRowFragment } from '../generated/operations.ts'
import { SessionForEditDocument } from '../generated/scheduling/sessionChanges.ts'
import { useToast } from '../kit/Toasts.tsx'
import type { EditedSession } from './sessionForm.ts'

const OpenSessionDialog = lazy(() => import('./OpenSessionDialog.tsx').then((module) => ({ default: module.OpenSessionDialog })))

export type SessionDeed = 'edit' | 'cancel' | 'restore' | 'complete' | 'delete' | 'addTrainees'

export type OpenDialog =
  | { deed: 'create' }
  | { deed: 'edit'; session: EditedSession }
  | { deed: Exclude<SessionDeed, 'edit'>; session: SessionRowFragment }

export interface SessionDialogsState {
  open: OpenDialog | undefined
  create: () => void
  start: (deed: SessionDeed, session: SessionRowFragment) => void
  close: () => void
}

/** One dialog at a time, over whichever page shows sessions. */
export function useSessionDialogs({ creating = false } = {}): SessionDialogsState {
  const intl = useIntl()
  const client = useApolloClient()
  const toast = useToast()
  const [open, setOpen] = useState<OpenDialog | undefined>(creating ? { deed: 'create' } : undefined)
  const start = useCallback(
    (deed: SessionDeed, session: SessionRowFragment) => {
      if (deed !== 'edit') return setOpen({ deed, session })
      // A form begins with how the thing stands now, and with what a row does not hold.
      client
        .query({ query: SessionForEditDocument, variables: { id: session.id }, fetchPolicy: 'network-only' })
        .then(({ data, error }) => {
          if (error) throw error
          if (data?.session) setOpen({ deed, session: data.session })
        })
        .catch((error: unknown) => toast.refused(failureWords(intl, error)))
    },
    [client, intl, toast],
  )
  return { open, start, create: useCallback(() => setOpen({ deed: 'create' }), []), close: useCallback(() => setOpen(undefined), []) }
}

interface SessionDialogsProps {
  dialogs: SessionDialogsState
  /** After the session is gone there is no page of it to stay on. */
  onDeleted?: () => void
}

export function SessionDialogs({ dialogs: { open, close }, onDeleted }: SessionDialogsProps) {
  if (!open) return null
  return (
    <Suspense>
      <OpenSessionDialog open={open} close={close} onDeleted={onDeleted} />
    </Suspense>
  )
}
