import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { failureWords } from '../app/failureWords.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FieldPassword } from '../kit/Field.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { changePassword } from './changePassword.ts'
import { FormStack } from './FormStack.tsx'
import { passwordProblems, refusedPassword } from './passwordRules.ts'
import type { PasswordProblems } from './passwordRules.ts'

export function OwnPasswordForm() {
  const intl = useIntl()
  const toast = useToast()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [problems, setProblems] = useState<PasswordProblems>({})
  const [busy, setBusy] = useState(false)
  const offline = useOfflineReason(useConnectionState())
  const words = (id: string) => intl.formatMessage({ id })

  const ask = async () => {
    const errors = await changePassword(current, next)
    if (errors.length > 0) return setProblems(refusedPassword(intl, errors))
    setCurrent('')
    setNext('')
    toast.done(intl.formatMessage({ id: 'account.passwordChanged' }))
  }
  const submit = () => {
    const found = passwordProblems(intl, current, next)
    setProblems(found)
    if (busy || found.current || found.next) return
    setBusy(true)
    ask()
      .catch((error: unknown) => toast.refused(failureWords(intl, error)))
      .finally(() => setBusy(false))
  }
  return (
    <FormStack onSubmit={submit}>
      <FieldPassword
        label={words('account.currentPassword')}
        name="current-password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={problems.current}
      />
      <FieldPassword
        label={words('account.newPassword')}
        name="new-password"
        autoComplete="new-password"
        hint={words('account.newPassword.hint')}
        value={next}
        onChange={setNext}
        error={problems.next}
      />
      <div>
        <ActionButton type="submit" busy={busy} disabledReason={offline}>
          <FormattedMessage id="account.changePassword" />
        </ActionButton>
      </div>
    </FormStack>
  )
}
