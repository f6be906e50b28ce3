import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { Check, Copy, KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionButton } from '../kit/ActionButton.tsx'
import { FormNote } from '../kit/FieldTiles.tsx'
import { FormDialog } from '../kit/FormDialog.tsx'

export interface Credentials {
  name: string
  username: string
  password: string
}

interface TemporaryPasswordDialogProps {
  title: ReactNode
  credentials: Credentials
  onClose: () => void
}

/** Shown here once: the server keeps only what it can compare with. */
export function TemporaryPasswordDialog({ title, credentials, onClose }: TemporaryPasswordDialogProps) {
  const intl = useIntl()
  const { name, username, password } = credentials
  const both = intl.formatMessage({ id: 'person.password.both' }, { username, password, address: window.location.origin })
  return (
    <FormDialog
      open
      // A click beside the dialog must not lose what is shown only once.
      dirty
      width={480}
      title={title}
      line={<FormattedMessage id="person.password.line" values={{ name: <bdi>{name}</bdi> }} />}
      onClose={onClose}
      onSubmit={() => {
        void navigator.clipboard?.writeText(both)
        onClose()
      }}
      // Without a secure context there is no clipboard.
      submitLabel={<FormattedMessage id={'clipboard' in navigator ? 'person.password.copyBoth' : 'person.password.done'} />}
      cancelLabel={<FormattedMessage id="kit.close" />}
    >
      <Secret label={intl.formatMessage({ id: 'person.username' })} value={username} />
      <Secret label={intl.formatMessage({ id: 'person.password' })} value={password} strong />
      <FormNote icon={KeyRound}><FormattedMessage id="person.password.note" /></FormNote>
    </FormDialog>
  )
}

function Secret({ label, value, strong = false }: { label: string; value: string; strong?: boolean }) {
  return (
    <Box>
      <Typography variant="small" component="div" sx={{ fontWeight: 500, marginBlockEnd: 1 }}>{label}</Typography>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          paddingInlineStart: 3,
          paddingInlineEnd: 1,
          minBlockSize: 44,
          border: 1,
          borderColor: 'control',
          borderRadius: '6px',
          bgcolor: 'surface',
        }}
      >
        <Typography
          component="bdi"
          dir="ltr"
          sx={{ flex: 1, textAlign: 'start', overflowWrap: 'anywhere', userSelect: 'all', ...(strong && { fontWeight: 600, fontSize: '1.0625rem', letterSpacing: '0.02em' }) }}
        >
          {value}
        </Typography>
        <CopyButton text={value} label={label} />
      </Box>
    </Box>
  )
}

function useCopy(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    // Without a secure context there is no clipboard; the text can be chosen by hand.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return { copied, copy }
}

function CopyButton({ text, label }: { text: string; label: string }) {
  const intl = useIntl()
  const { copied, copy } = useCopy(text)
  return (
    <ActionButton
      variant="text"
      size="small"
      icon={copied ? Check : Copy}
      onClick={copy}
      aria-label={intl.formatMessage({ id: 'person.password.copy.what' }, { what: label })}
    >
      <span role="status"><FormattedMessage id={copied ? 'person.password.copied' : 'person.password.copy'} /></span>
    </ActionButton>
  )
}
