import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useNavigate, useSearchParams } from 'react-router'
import { accept, freshAccess } from '../app/access.ts'
import { failureWords, refusalWords } from '../app/failureWords.ts'
import { post } from '../app/post.ts'
import { SignInDocument } from '../generated/identity/signIn.ts'
import { SignInPlaceDocument } from '../generated/identity/signInPlace.ts'
import { FieldPassword, FieldText } from '../kit/Field.tsx'
import { SignInFrame } from './SignInFrame.tsx'
import { holdTemporaryPassword } from './temporaryPassword.ts'

/** Where one was going; never off this site. */
function useTarget(): string {
  const to = useSearchParams()[0].get('to')
  return to && /^\/(?![/\\])/.test(to) ? to : '/'
}

function usePlace(): string | undefined {
  const [name, setName] = useState<string>()
  useEffect(() => {
    // Only a word in the greeting: without it the form stands all the same.
    post(SignInPlaceDocument, {}).then(
      ({ organization }) => setName(organization.name),
      () => undefined,
    )
  }, [])
  return name
}

/** Who is signed in already goes on. */
function useGoOn(target: string): void {
  const navigate = useNavigate()
  useEffect(() => {
    freshAccess().then(
      (access) => access && void navigate(access.mustChangePassword ? '/password' : target, { replace: true }),
      () => undefined,
    )
  }, [navigate, target])
}

interface Problems {
  username?: string | undefined
  password?: string | undefined
  whole?: string | undefined
}

export function SignInPage() {
  const intl = useIntl()
  const navigate = useNavigate()
  const target = useTarget()
  const place = usePlace()
  useGoOn(target)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const [busy, setBusy] = useState(false)
  const words = (id: string) => intl.formatMessage({ id })

  const stop = (found: Problems) => {
    setProblems(found)
    setBusy(false)
  }
  const ask = async () => {
    const { signIn } = await post(SignInDocument, { input: { username: username.trim(), password } })
    const access = accept(signIn)
    if (!access) return stop({ password: signIn.errors.map((error) => refusalWords(intl, error)).join(' ') })
    if (access.mustChangePassword) holdTemporaryPassword(password)
    // Busy until the next page stands here.
    void navigate(access.mustChangePassword ? '/password' : target, { replace: true })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const missing: Problems = {
      username: username.trim() ? undefined : words('account.username.missing'),
      password: password ? undefined : words('account.password.missing'),
    }
    setProblems(missing)
    if (missing.username || missing.password) return
    setBusy(true)
    ask().catch((error: unknown) => stop({ whole: failureWords(intl, error) }))
  }

  return (
    <SignInFrame title={words('account.signIn')}>
      <Typography variant="display" component="h1"><FormattedMessage id="account.signIn" /></Typography>
      <Typography component="p" sx={{ color: 'ink2', minBlockSize: 20 }}><bdi>{place}</bdi></Typography>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', gap: 5, marginBlockStart: 6 }}>
        <FieldText
          label={words('account.username')}
          name="username"
          autoComplete="username"
          dir="ltr"
          autoFocus
          large
          value={username}
          onChange={setUsername}
          error={problems.username}
        />
        <FieldPassword
          label={words('account.password')}
          name="password"
          autoComplete="current-password"
          large
          value={password}
          onChange={setPassword}
          error={problems.password}
        />
        {problems.whole && <Typography role="alert" variant="small" sx={{ color: 'errorInk' }}>{problems.whole}</Typography>}
        <Button type="submit" variant="contained" color="primary" size="large" fullWidth loading={busy}>
          <FormattedMessage id="account.signIn" />
        </Button>
      </Box>
      <Typography variant="small" component="p" sx={{ color: 'ink2', marginBlockStart: 5 }}>
        {place ? (
          <FormattedMessage id="account.forgot" values={{ organization: <bdi>{place}</bdi> }} />
        ) : (
          <FormattedMessage id="account.forgot.plain" />
        )}
      </Typography>
    </SignInFrame>
  )
}
