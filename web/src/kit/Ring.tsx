import Box from '@mui/material/Box'
import { keyframes } from '@mui/material/styles'
import { LoaderCircle } from 'lucide-react'

const turn = keyframes`to { transform: rotate(360deg); }`

/** Something is under way: a ring that turns once in 1.2 s, in the colour of its words. */
export const Ring = () => (
  <Box component="span" sx={{ display: 'flex', animation: `${turn} 1.2s linear infinite` }}>
    <LoaderCircle size={16} aria-hidden />
  </Box>
)
