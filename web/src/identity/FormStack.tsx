import Box from '@mui/material/Box'
import type { FormEvent, ReactNode } from 'react'

/** Fields one under the other; a form where it can be submitted. */
export function FormStack({ onSubmit, children }: { onSubmit?: () => void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Box
      {...(onSubmit && { component: 'form', noValidate: true, onSubmit: submit })}
      sx={{ display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: 4 }}
    >
      {children}
    </Box>
  )
}
