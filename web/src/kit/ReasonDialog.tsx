/**
 * Nothing goes silently: what goes and what stays (`children`), a reason, a red button with the deed, "Keep it".
 *
 * | prop | |
 * |---|---|
 * | open, title, children, onClose | |
 * | confirmLabel | "Cancel session" |
 * | onConfirm(reason) | |
 * | reason | `required` (default), `optional`, `none` |
 * | reasonLabel, reasonHint | who reads it |
 * | problem, busy, disabledReason, keepLabel | |
 */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { FieldArea } from './Field.tsx'
import { FormDialog } from './FormDialog.tsx'

export interface ReasonDialogProps {
  open: boolean
  title: ReactNode
  children: ReactNode
  onClose: () => void
  onConfirm: (reason: string) => void
  confirmLabel: ReactNode
  reason?: 'required' | 'optional' | 'none'
  reasonLabel?: ReactNode
  reasonHint?: ReactNode
  problem?: ReactNode
  busy?: boolean
  disabledReason?: string | null | undefined
  keepLabel?: ReactNode
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { open, title, children, onClose, onConfirm, confirmLabel, reason = 'required', reasonLabel, reasonHint, keepLabel } = props
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    if (open) return
    setText('')
    setMissing(false)
  }, [open])
  const confirm = () => {
    const said = text.trim()
    if (reason === 'required' && !said) setMissing(true)
    else onConfirm(said)
  }
  return (
    <FormDialog
      open={open}
      title={title}
      line={children}
      onClose={onClose}
      onSubmit={confirm}
      submitLabel={confirmLabel}
      cancelLabel={keepLabel ?? <FormattedMessage id="kit.keepIt" />}
      danger
      width={480}
      busy={props.busy}
      problem={props.problem}
      problemCount={missing ? 1 : 0}
      disabledReason={props.disabledReason}
      dirty={text !== ''}
    >
      {reason !== 'none' && (
        <FieldArea
          label={reasonLabel ?? <FormattedMessage id="kit.reason" />}
          optional={reason === 'optional'}
          hint={reasonHint}
          error={missing && <FormattedMessage id="kit.reason.missing" />}
          value={text}
          onChange={(value) => {
            setText(value)
            setMissing(false)
          }}
          rows={2}
          maxLength={500}
          autoFocus
        />
      )}
    </FormDialog>
  )
}
