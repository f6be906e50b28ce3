/**
 * "3 new sessions match these filters · Show them (N)": rows that would be inserted wait here, so that what one is reading
 * never jumps. `count` (0: nothing), `children` (the words after it is known how many), `onShow`; the key N shows them too.
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { ArrowUp } from 'lucide-react'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { isTyping } from './isTyping.ts'
import { Kbd } from './Kbd.tsx'
import { Lamp } from './Lamp.tsx'

export interface NewRowsStripProps {
  count: number
  children: ReactNode
  onShow: () => void
}

export function NewRowsStrip({ count, children, onShow }: NewRowsStripProps) {
  useEffect(() => {
    if (count === 0) return undefined
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'n' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      onShow()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [count, onShow])
  return (
    <Box role="status" sx={{ flexShrink: 0 }}>
      {count > 0 && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 2,
            minBlockSize: 36,
            paddingInline: { xs: 4, sm: 7 },
            bgcolor: 'lampSoft',
            borderBlockEnd: '1px solid',
            borderColor: 'line',
          }}
        >
          <Lamp breathing />
          <Typography variant="small" component="span">{children}</Typography>
          <Button variant="text" color="primary" size="small" startIcon={<ArrowUp size={16} aria-hidden />} onClick={onShow} sx={{ fontWeight: 600 }}>
            <FormattedMessage id="kit.showThem" />
          </Button>
          <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}><Kbd>N</Kbd></Box>
        </Box>
      )}
    </Box>
  )
}
