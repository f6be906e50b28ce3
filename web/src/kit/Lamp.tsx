/**
 * The lamp: what is true this minute. `size` (10), `breathing` (only while something arrives), `label` (left out: decoration).
 */
import Box from '@mui/material/Box'
import { keyframes } from '@mui/material/styles'

const breathe = keyframes`
  0%, 100% { box-shadow: 0 0 0 4px var(--lectern-palette-lampHalo); }
  50% { box-shadow: 0 0 0 6px var(--lectern-palette-lampHalo); }
`

export interface LampProps {
  size?: number
  breathing?: boolean
  label?: string
}

export function Lamp({ size = 10, breathing = false, label }: LampProps) {
  return (
    <Box
      component="span"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      sx={{
        display: 'inline-block',
        flexShrink: 0,
        inlineSize: size,
        blockSize: size,
        margin: '3px',
        borderRadius: '50%',
        bgcolor: 'lamp',
        border: 1,
        borderColor: 'lampLine',
        boxShadow: `0 0 0 ${size > 9 ? 3 : 2}px var(--lectern-palette-lampHalo)`,
        ...(breathing && { animation: `${breathe} 2.4s ease-in-out infinite` }),
      }}
    />
  )
}
