import { useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import { ResetPasswordDocument } from '../generated/identity/personChanges.ts'
import type { PersonRowFragment } from '../generated/operations.ts'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'
import type { Credentials } from './TemporaryPasswordDialog.tsx'

interface ResetPasswordDialogProps {
  person: PersonRowFragment
  /** They are new, and their first password was told once without being read. */
  untold?: boolean
  onClose: () => void
  onReset: (credentials: Credentials) => void
}

export function ResetPasswordDialog({ person, untold = false, onClose, onReset }: ResetPasswordDialogProps) {
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(ResetPasswordDocument, { quiet: true })
  const offline = useOfflineReason(useConnectionState())
  const submit = async () => {
    const outcome = await save({ input: { userId: person.id } })
    if (!outcome.saved) return setProblem(outcome.problem ?? Object.values(outcome.fields).join(' '))
    onReset({ name: person.name, username: person.username, password: outcome.payload.temporaryPassword ?? '' })
  }
  return (
    <FormDialog
      open
      width={480}
      title={<FormattedMessage id={untold ? 'person.untold.title' : 'person.resetPassword.title'} values={{ name: <bdi>{person.name}</bdi> }} />}
      line={<FormattedMessage id={untold ? 'person.untold.what' : 'person.resetPassword.what'} values={{ name: <bdi>{person.name}</bdi> }} />}
      submitLabel={<FormattedMessage id="person.resetPassword" />}
      {...(untold && { cancelLabel: <FormattedMessage id="person.untold.later" /> })}
      busy={saving}
      problem={problem}
      disabledReason={offline}
      onClose={onClose}
      onSubmit={() => void submit()}
    />
  )
}
