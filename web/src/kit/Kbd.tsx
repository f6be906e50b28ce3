/** A key as it stands on the keyboard: `children`. Keys are not mirrored. */
import Box from '@mui/material/Box'
import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <Box
      component="kbd"
      dir="ltr"
      sx={{
        display: 'inline-grid',
        placeItems: 'center',
        minInlineSize: 18,
        blockSize: 19,
        paddingInline: '5px',
        border: 1,
        borderColor: 'line',
        borderBlockEndWidth: 2,
        borderBlockEndColor: 'control',
        borderRadius: '4px',
        bgcolor: 'surface',
        color: 'ink2',
        fontFamily: 'inherit',
        fontSize: '0.71875rem',
        fontWeight: 500,
        lineHeight: 1,
      }}
    >
      {children}
    </Box>
  )
}
