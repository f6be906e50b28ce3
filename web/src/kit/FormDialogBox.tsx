/** The dialog behind FormDialog, in a chunk of its own. */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import Typography from '@mui/material/Typography'
import { CircleAlert, X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionButton, ActionIconButton } from './ActionButton.tsx'
import type { FormDialogProps } from './FormDialog.tsx'
import { usePhone } from './usePhone.ts'

const firstField = '[role=radio][tabindex="0"], input:not([type=hidden]), textarea, [role=combobox]'
const gutter = { xs: 4, sm: 6 }

export function FormDialogBox(props: FormDialogProps) {
  const { open, title, line, onClose, onSubmit, children, busy = false, problem, problemCount = 0, dirty = false, width = 560 } = props
  const intl = useIntl()
  const phone = usePhone()
  const titleId = useId()
  const form = useFocusOnProblem(problemCount)
  // On a phone the keyboard would hide half of what is asked.
  const focusFirst = () => {
    if (!phone && document.activeElement?.matches('[role=dialog] *') !== true) form.current?.querySelector<HTMLElement>(firstField)?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A dialog may be opened from within another form; React lets the event rise through the portal.
    event.stopPropagation()
    if (!busy && !props.disabledReason) onSubmit()
  }
  return (
    <Dialog
      open={open}
      fullScreen={phone}
      aria-labelledby={titleId}
      onClose={(_, reason) => !busy && !(dirty && reason === 'backdropClick') && onClose()}
      slotProps={{ transition: { onEntered: focusFirst }, paper: { sx: { inlineSize: width, maxInlineSize: '100%', m: { xs: 0, sm: 6 } } } }}
    >
      <Box component="form" ref={form} noValidate onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', minBlockSize: 0, flex: 1 }}>
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 3, padding: gutter, paddingBlockEnd: 4 }}>
          <Box sx={{ flex: 1, minInlineSize: 0 }}>
            <Typography id={titleId} variant="dialogTitle" component="h2">{title}</Typography>
            {line !== undefined && <Typography variant="small" component="div" sx={{ color: 'ink2', marginBlockStart: 1 }}>{line}</Typography>}
          </Box>
          <Box sx={{ marginBlock: -1, marginInlineEnd: -2 }}>
            <ActionIconButton label={intl.formatMessage({ id: 'kit.close' })} icon={X} onClick={onClose} />
          </Box>
        </Box>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 4, paddingInline: gutter, paddingBlockEnd: 5, paddingBlockStart: '2px', overflowY: 'auto', flex: 1 }}>
          {problem && <DialogProblem>{problem}</DialogProblem>}
          {children}
        </Box>
        <DialogFooter {...props} />
      </Box>
    </Dialog>
  )
}

/** After a refused submit the first field that needs a change has the focus. */
function useFocusOnProblem(problemCount: number) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (problemCount > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid] input')?.focus()
  }, [problemCount])
  return form
}

function DialogProblem({ children }: { children: ReactNode }) {
  return (
    <Typography
      variant="small"
      component="div"
      role="alert"
      sx={{ display: 'flex', gap: 2, padding: 3, borderRadius: '8px', bgcolor: 'errorSoft', color: 'errorInk' }}
    >
      <CircleAlert size={16} aria-hidden />
      <span>{children}</span>
    </Typography>
  )
}

function DialogFooter({ problemCount = 0, onClose, busy, disabledReason, danger = false, submitLabel, cancelLabel }: FormDialogProps) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        justifyContent: 'flex-end',
        gap: 2,
        paddingInline: gutter,
        paddingBlock: { xs: 3, sm: 4 },
        borderBlockStart: '1px solid',
        borderColor: 'line',
      }}
    >
      <Typography variant="small" component="span" role="status" sx={{ flex: 1, color: problemCount > 0 ? 'errorInk' : 'ink2' }}>
        {problemCount > 0 ? <FormattedMessage id="kit.fieldsNeedChange" values={{ count: problemCount }} /> : disabledReason}
      </Typography>
      <Button variant="text" onClick={onClose} disabled={busy ?? false}>{cancelLabel ?? <FormattedMessage id="kit.cancel" />}</Button>
      <ActionButton type="submit" variant="contained" color={danger ? 'error' : 'primary'} busy={busy} disabledReason={disabledReason}>
        {submitLabel}
      </ActionButton>
    </Box>
  )
}
