import { useCallback, useMemo, useState } from 'react'
import { FormattedMessage } from 'react-intl'
import type { PersonRowFragment, Role } from '../generated/operations.ts'
import { AssignTrainerDialog } from './AssignTrainerDialog.tsx'
import type { PersonDeed } from './personActions.ts'
import { DeactivateDialog, DeletePersonDialog, ReactivateDialog } from './PersonLeaveDialogs.tsx'
import { CreatePersonDialog, EditPersonDialog } from './PersonFormDialog.tsx'
import { ResetPasswordDialog } from './ResetPasswordDialog.tsx'
import { TemporaryPasswordDialog } from './TemporaryPasswordDialog.tsx'
import type { Credentials } from './TemporaryPasswordDialog.tsx'

type Open =
  | { deed: 'create'; role: Role }
  | { deed: 'created'; credentials: Credentials }
  | { deed: 'reset'; credentials: Credentials }
  | { deed: PersonDeed | 'untold'; person: PersonRowFragment }

export interface PersonDialogsState {
  open: Open | undefined
  become: (open: Open | undefined) => void
  create: () => void
  start: (deed: PersonDeed, person: PersonRowFragment) => void
}

/** One dialog at a time, over whichever page shows people. */
export function usePersonDialogs({ creating = false, role = 'TRAINEE' as Role } = {}): PersonDialogsState {
  const [open, setOpen] = useState<Open | undefined>(creating ? { deed: 'create', role } : undefined)
  const create = useCallback(() => setOpen({ deed: 'create', role }), [role])
  const start = useCallback((deed: PersonDeed, person: PersonRowFragment) => setOpen({ deed, person }), [])
  return useMemo(() => ({ open, become: setOpen, create, start }), [open, create, start])
}

interface PersonDialogsProps {
  dialogs: PersonDialogsState
  /** After the person is gone there is no page of theirs to stay on. */
  onDeleted?: () => void
  /** A trainer was assigned: what names trainers is asked anew. */
  onAssigned?: () => void
}

export function PersonDialogs({ dialogs: { open, become }, onDeleted, onAssigned }: PersonDialogsProps) {
  const close = () => become(undefined)
  if (!open) return null
  if (open.deed === 'create') {
    return (
      <CreatePersonDialog
        role={open.role}
        onClose={close}
        onCreated={(credentials) => become({ deed: 'created', credentials })}
        onUntold={(person) => become({ deed: 'untold', person })}
      />
    )
  }
  if (open.deed === 'created' || open.deed === 'reset') {
    return (
      <TemporaryPasswordDialog
        title={<FormattedMessage id={`person.password.${open.deed}`} values={{ name: <bdi>{open.credentials.name}</bdi> }} />}
        credentials={open.credentials}
        onClose={close}
      />
    )
  }
  const props = { person: open.person, onClose: close }
  if (open.deed === 'edit') return <EditPersonDialog {...props} />
  if (open.deed === 'assign') return <AssignTrainerDialog {...props} {...(onAssigned && { onAssigned })} />
  if (open.deed === 'resetPassword' || open.deed === 'untold') {
    return <ResetPasswordDialog {...props} untold={open.deed === 'untold'} onReset={(credentials) => become({ deed: 'reset', credentials })} />
  }
  if (open.deed === 'deactivate') return <DeactivateDialog {...props} />
  if (open.deed === 'reactivate') return <ReactivateDialog {...props} />
  return <DeletePersonDialog {...props} {...(onDeleted && { onDeleted })} />
}
