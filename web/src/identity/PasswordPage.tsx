import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { passwordWasChanged } from '../app/access.ts'
import { failureWords } from '../app/failureWords.ts'
import { signOut } from '../app/signOut.ts'
import { FieldPassword } from '../kit/Field.tsx'
import { changePassword } from './changePassword.ts'
import { passwordProblems, refusedPassword } from './passwordRules.ts'
import type { PasswordProblems } from './passwordRules.ts'
import { SignInFrame } from './SignInFrame.tsx'
import { dropTemporaryPassword, heldTemporaryPassword } from './temporaryPassword.ts'

/** A temporary password is changed before anything else. */
export function PasswordPage() {
  const intl = useIntl()
  const [held] = useState(heldTemporaryPassword)
  const [current, setCurrent] = useState(held ?? '')
  const [next, setNext] = useState('')
  const [problems, setProblems] = useState<PasswordProblems & { whole?: string }>({})
  const [busy, setBusy] = useState(false)
  const words = (id: string) => intl.formatMessage({ id })

  const ask = async () => {
    const errors = await changePassword(current, next)
    if (errors.length > 0) return setProblems(refusedPassword(intl, errors))
    dropTemporaryPassword()
    passwordWasChanged()
    // A new page: what was refused before is asked anew.
    window.location.assign('/')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = passwordProblems(intl, current, next)
    setProblems(found)
    if (busy || found.current || found.next) return
    setBusy(true)
    ask()
      .catch((error: unknown) => setProblems({ whole: failureWords(intl, error) }))
      .finally(() => setBusy(false))
  }
  const leave = () => void signOut().catch((error: unknown) => setProblems({ whole: failureWords(intl, error) }))
  const asksCurrent = held === undefined || problems.current !== undefined
  return (
    <SignInFrame title={words('account.ownPassword')}>
      <Typography variant="display" component="h1"><FormattedMessage id="account.ownPassword" /></Typography>
      <Typography component="p" sx={{ color: 'ink2', marginBlockStart: 1 }}><FormattedMessage id="account.ownPassword.why" /></Typography>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', gap: 5, marginBlockStart: 6 }}>
        {asksCurrent && (
          <FieldPassword
            label={words('account.temporaryPassword')}
            name="current-password"
            autoComplete="current-password"
            autoFocus
            large
            value={current}
            onChange={setCurrent}
            error={problems.current}
          />
        )}
        <FieldPassword
          label={words('account.newPassword')}
          name="new-password"
          autoComplete="new-password"
          autoFocus={!asksCurrent}
          large
          value={next}
          onChange={setNext}
          hint={words('account.newPassword.hint')}
          error={problems.next}
        />
        {problems.whole && <Typography role="alert" variant="small" sx={{ color: 'errorInk' }}>{problems.whole}</Typography>}
        <Button type="submit" variant="contained" color="primary" size="large" fullWidth loading={busy}>
          <FormattedMessage id="account.savePassword" />
        </Button>
        <Button variant="text" onClick={leave}><FormattedMessage id="app.signOut" /></Button>
      </Box>
    </SignInFrame>
  )
}
